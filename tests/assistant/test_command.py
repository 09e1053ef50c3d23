"""``python -m assistant``: a question on the command line, as a text to read or as JSON; and what it refuses."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest

from assistant.__main__ import as_text, main
from assistant.answering import Question
from assistant.api.service import Service
from knowledge.search import KnowledgeBase

WAGASHI = "和菓子店の二代目。原価が上がり値上げに踏み切れない。似た事例は？"


@pytest.fixture(scope="module")
def data(starter_data: Path, knowledge: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory of its own with the starter knowledge in it."""
    return Path(shutil.copytree(starter_data, tmp_path_factory.mktemp("command") / "data"))


@pytest.fixture(scope="module")
def said(data: Path) -> tuple[int, dict[str, Any]]:
    """The exit code and the JSON of the question that the handover names."""
    printed = io.StringIO()
    with pytest.MonkeyPatch.context() as environment, contextlib.redirect_stdout(printed):
        for name in ("YOROZU_DATA", "YOROZU_HUB", "YOROZU_EMBEDDING"):
            environment.delenv(name, raising=False)
        code = main(["ask", WAGASHI, "--role", "co", "--data", str(data), "--json"])
    return code, json.loads(printed.getvalue())


def test_ask_gives_at_least_two_successes_and_a_failure_with_their_outcome(said: tuple[int, dict[str, Any]]) -> None:
    """The coordinator's question finds both sides."""
    code, answer = said
    outcomes = [case["outcome"] for case in answer["cases"]]
    assert code == 0
    assert sum(o in ("success", "partial") for o in outcomes) >= 2
    assert sum(o in ("failure", "discontinued") for o in outcomes) >= 1
    assert all(case["outcome"] and case["outcome_label"] for case in answer["cases"])


def test_every_citation_that_ask_gives_is_verbatim_in_the_section_of_its_anchor(
    said: tuple[int, dict[str, Any]], knowledge: KnowledgeBase
) -> None:
    """A quote can be looked up by hand."""
    _, answer = said
    assert len(answer["citations"]) > 20
    for citation in answer["citations"]:
        entry = knowledge.catalog.get(citation["entry_id"])
        assert entry is not None
        assert entry.body[citation["start"] : citation["end"]] == citation["quote"]
        section = next(s for s in entry.sections if s.anchor == citation["anchor"])
        assert section.start <= citation["start"] < citation["end"] <= section.end


def test_ask_prints_an_answer_to_read(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Headings, facts, labelled lines with their numbers, the list of sources, and that the cases are made up."""
    assert main(["ask", WAGASHI, "--data", str(data)]) == 0
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    assert lines[0] == "質問: 和菓子店の二代目。原価が上がり値上げに踏み切れない。似た事例は?"
    assert lines[1].startswith("読み取り: 似た事例／") and "後継者" in lines[1]
    assert any(line.startswith("■ 成功｜") for line in lines) and any(line.startswith("■ 失敗｜") for line in lines)
    assert any(line.startswith("  分かれ目: ") and "[1]" in line for line in lines)
    assert any(line.startswith("  [1] ") and "case-09-0" in line for line in lines)
    assert "合成の事例" in lines[-1]
    assert "{" not in printed.out and "根拠未確認" not in printed.out
    assert "知識を読み込んでいます" in printed.err


def test_contrast_reads_side_by_side_on_a_terminal_too(service: Service) -> None:
    """Each line tells which side it is."""
    text = as_text(service.assistant.answer(Question(text="和菓子店の値上げ、成功と失敗の分かれ目は？")))
    assert "  分かれ目（成功）: " in text and "  分かれ目（失敗）: " in text


def test_answer_without_premises_says_so(service: Service) -> None:
    """Nothing read is told as nothing read."""
    assert "／前提なし" in as_text(service.assistant.answer(Question(text="明日の天気を教えて")))


@pytest.mark.parametrize("question", ["", "　", "😀", "あ" * 8_001])
def test_question_that_cannot_be_taken_ends_with_2_and_one_sentence(
    data: Path, capsys: pytest.CaptureFixture[str], question: str
) -> None:
    """The sentence goes to standard error, as JSON when JSON was asked for."""
    assert main(["ask", question, "--data", str(data)]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.splitlines()[-1].endswith("お書きください。")
    assert main(["ask", question, "--data", str(data), "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and json.loads(printed.err)["error"].endswith("お書きください。")


def test_data_that_cannot_be_written_ends_with_2_and_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file where the directory should be is no traceback."""
    monkeypatch.setenv("YOROZU_EMBEDDING", "hashing")
    (tmp_path / "file").write_text("")
    assert main(["ask", "値上げ", "--data", str(tmp_path / "file" / "data")]) == 2
    assert "を作れません" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("YOROZU_HUB", "99", "01〜47 の拠点番号"),
        ("YOROZU_PORT", "x", "1〜65535"),
        ("YOROZU_EMBEDDING", "e5", "hashing"),
    ],
)
def test_wrong_setting_ends_with_2_and_one_sentence(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    sentence: str,
) -> None:
    """An operator's mistake is told before anything is loaded."""
    monkeypatch.setenv(name, value)
    assert main(["ask", "値上げ", "--data", str(tmp_path)]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "example.jp"])
def test_serve_refuses_addresses_that_others_can_reach(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], host: str
) -> None:
    """Before anything is loaded or written."""
    assert main(["serve", "--host", host, "--data", str(tmp_path / "data")]) == 2
    assert "このコンピューターの中(127.0.0.1)だけ" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_serve_refuses_a_port_that_does_not_exist(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], port: str
) -> None:
    """In one sentence."""
    assert main(["serve", "--port", port, "--data", str(tmp_path / "data")]) == 2
    assert "1〜65535" in capsys.readouterr().err


def test_serve_refuses_a_port_in_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The operator is told at once, not after a minute of loading."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert main(["serve", "--port", port, "--data", str(tmp_path / "data")]) == 2
    assert f"ポート {port} は使えません" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["sing"], ["ask"], ["ask", "値上げ", "--role", "admin"]])
def test_wrong_command_ends_with_2_and_the_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The program tells how it is used."""
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "usage: python -m assistant" in capsys.readouterr().err
