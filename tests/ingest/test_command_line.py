"""``python -m ingest`` puts files in, tells what it did, and exits by how it went."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.__main__ import Bars, main
from knowledge.embedding import load_embedder
from knowledge.filters import Viewer
from knowledge.search import KnowledgeBase

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def with_the_fake_embedder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOROZU_EMBEDDING", "hashing")
    monkeypatch.delenv("YOROZU_DATA", raising=False)


@pytest.fixture
def folder(tmp_path: Path, case_text: Callable[..., str], pdf: Callable[..., bytes]) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.md").write_text(case_text(visibility="hub:13"), encoding="utf-8")
    (folder / "b.txt").write_text(
        "人手不足の相談について\n\n求人票に仕事の中身を書くと応募が増えます。\n", encoding="utf-8"
    )
    (folder / "c.pdf").write_bytes(pdf([["この補助金は、販路を広げる費用の一部を補うものである。"]]))
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(a) for a in arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_files_come_in_and_can_be_searched(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0, a line for each file, and the knowledge answers."""
    code, out, err = run(capsys, folder, "--data", tmp_path / "data")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].startswith("合計: 追加 3(")
    base = KnowledgeBase(tmp_path / "data", load_embedder("hashing"))
    assert base.search("値上げの日", viewer=Viewer("13"))[0].entry.id == "case-09-01"
    assert not base.projection.behind()
    base.close()


def test_a_failed_file_makes_exit_1(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The others are in all the same; JSON names the file and the reason."""
    (folder / "d.md").write_text("---\n途中で切れた見出し情報", encoding="utf-8")
    code, out, _ = run(capsys, folder, "--data", tmp_path / "data", "--json")
    assert code == 1
    report = json.loads(out)
    assert (report["totals"]["added"], report["totals"]["failed"]) == (3, 1)
    (failed,) = (f for f in report["files"] if f["state"] == "failed")
    assert failed["path"] == "d.md"
    assert "見出し情報の終わりの「---」がありません" in failed["reason"]


def test_a_missing_path_makes_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence on standard error; as JSON when JSON was asked for."""
    arguments = (tmp_path / "no-such", "--data", tmp_path / "data")
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.endswith("no-such が見つかりません。場所と名前を確かめてください。\n")
    code, _, err = run(capsys, *arguments, "--json")
    assert (code, list(json.loads(err))) == (2, ["error"])


def test_what_stops_everything_is_one_sentence(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown embedder, a data directory below a file, and indexes that cannot be written."""
    (tmp_path / "file").write_text("x")
    code, _, err = run(capsys, folder, "--data", tmp_path / "file" / "data")
    assert (code, err.count("\n")) == (2, 1)
    assert "を作れません。書き込みできる場所" in err
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "projections").write_text("in the way")
    code, _, err = run(capsys, folder, "--data", tmp_path / "data")
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith("データの置き場所を読み書きできません(")
    monkeypatch.setenv("YOROZU_EMBEDDING", "e5")
    code, _, err = run(capsys, folder, "--data", tmp_path / "data")
    assert (code, err.count("\n")) == (2, 1)
    assert "bundled、hashing" in err


def test_bars_show_each_stage_once(capsys: pytest.CaptureFixture[str]) -> None:
    """A terminal sees reading, embedding and indexing; a program sees nothing."""
    for quiet in (False, True):
        bars = Bars(quiet)
        for step in (("read", 1, 2), ("read", 2, 2), ("embed", 3, 3), ("index", 0, 3)):
            bars(*step)
        bars.close()
    err = capsys.readouterr().err
    assert [err.count(label) > 0 for label in ("読み込み", "ベクトル化", "索引づくり")] == [True] * 3
    Bars(quiet=False).close()


def test_the_module_runs_with_the_bundled_model(tmp_path: Path, folder: Path) -> None:
    """``python -m ingest`` without settings embeds with the model that comes along."""
    environment = {k: v for k, v in os.environ.items() if k != "YOROZU_EMBEDDING"} | {
        "YOROZU_DATA": str(tmp_path / "data")
    }
    done = subprocess.run(
        [sys.executable, "-m", "ingest", folder, "--json"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    assert json.loads(done.stdout)["totals"]["added"] == 3
    assert (tmp_path / "data" / "projections" / "current.json").is_file()
