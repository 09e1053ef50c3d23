"""The house as its papers describe it: paths, commands, locks, licences."""

from __future__ import annotations

import importlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAPERS = ("README.md", "README.ja.md", "CONTRIBUTING.md")


@pytest.mark.parametrize("paper", PAPERS)
def test_every_local_link_leads_somewhere(paper: str) -> None:
    """A link in the papers points at a file that exists."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / paper).read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), f"{paper} links to {target}"


def test_every_room_in_the_contributing_table_exists() -> None:
    """Each path named in the table of rooms is in the tree."""
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert len(rows) >= 12
    folder = ROOT
    for row in rows:
        for path in re.findall(r"`([^`]+)`", row):
            here = ROOT / path
            if not here.exists():
                here = folder / path  # later names of a row stand in the folder of its first
            assert here.exists(), f"no {path}"
            folder = here.parent if here.parent != ROOT else here


@pytest.mark.parametrize("module", ["ingest", "ingest.review", "knowledge", "assistant", "eval"])
def test_every_command_in_the_readme_answers_to_help(module: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The commands run, and each option that the README shows is one that the program knows."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(rf"`python -m {re.escape(module)}(?![.\w])(?: ([\w|\\]+))?([^`]*)`", text)
    assert shown
    program = importlib.import_module(f"{module}.__main__")
    known = ""
    for commands, _ in shown:
        for command in re.split(r"[\\|]+", commands) if module in ("ingest.review", "knowledge", "assistant") else [""]:
            with pytest.raises(SystemExit) as left:
                program.main([command, "--help"] if command else ["--help"])
            assert left.value.code == 0
            known += capsys.readouterr().out
    for commands, rest in shown:
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in known, f"python -m {module} {commands} does not know {option}"


def test_both_readmes_show_the_same_commands_and_settings() -> None:
    """The Japanese README is in step with the English one."""
    english, japanese = ((ROOT / p).read_text(encoding="utf-8") for p in PAPERS[:2])
    for pattern in (r"`python -m [^`]+`", r"`YOROZU_\w+`", r"<!-- ask .+? -->", r"`GET [^`]+`|`POST [^`]+`"):
        assert re.findall(pattern, english) == re.findall(pattern, japanese)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_pin_every_package_with_hashes_and_name_no_index(lock: str) -> None:
    """Every requirement is pinned, hashed, and free of addresses."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    pins = re.findall(r"^[a-zA-Z0-9._-]+==[^ ]+", text, re.MULTILINE)
    assert len(pins) > 50
    assert len(re.findall(r"^[a-zA-Z0-9._-]+", text, re.MULTILINE)) == len(pins)
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text and "--index" not in text and "--extra" not in text


def test_the_locks_hold_every_declared_dependency_and_no_torch() -> None:
    """What pyproject asks for is in the locks; the heavy extra is not."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    core = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    dev = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    name = re.compile(r"^[a-zA-Z0-9._-]+")
    for requirement in project["project"]["dependencies"]:
        assert f"\n{name.match(requirement)[0]}==" in f"\n{core}"  # type: ignore[index]
    for requirement in project["dependency-groups"]["dev"]:
        assert f"\n{name.match(requirement)[0]}==" in f"\n{dev}"  # type: ignore[index]
    assert "torch==" not in core and "sentence-transformers==" not in core
    assert "sentence-transformers" in project["project"]["optional-dependencies"]


def test_both_licences_are_there() -> None:
    """The code is Apache-2.0, the starter knowledge CC BY 4.0."""
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "CC BY 4.0" in (ROOT / "knowledge/corpus/LICENSE").read_text(encoding="utf-8")


def test_no_machine_path_or_package_host_is_in_the_tree() -> None:
    """Nothing tracked names a package index or a path of the machine that it was made on."""
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=False).stdout.split(
        "\n"
    )
    if not any(listed):
        pytest.fail("git ls-files lists nothing: run the tests in a checkout")
    wrong = re.compile(r"index-url|/simple/|(?<![a-z.])/work/|resolved\": \"http")
    own = Path(__file__).name
    for path in listed:
        if path and not path.endswith((".png", ".npz", own)) and (ROOT / path).is_file():
            found = wrong.search((ROOT / path).read_text(encoding="utf-8", errors="ignore"))
            assert not found, f"{path}: {found[0] if found else ''}"
