"""Each line of JSON Lines, or each value of a JSON list, is an entry; a bad one is named and the others are kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from ingest.anonymise.known import Known
from ingest.loaders import RawFile, load
from knowledge.entries import CASE_SECTIONS

Refusal = Callable[..., str]


def case_row(**changes: Any) -> dict[str, Any]:
    row = {
        "id": "case-09-01",
        "title": "値上げを先送りした和菓子店の話",
        "industry": "09",
        "size": "s5",
        "owner_type": "successor",
        "stage": "mature",
        "topics": ["pricing"],
        "phase": "2",
        "period": "2024-04/2025-03",
        "outcome": "failure",
        "sections": {heading: f"{heading}の話。" for heading in CASE_SECTIONS},
    }
    return {k: v for k, v in (row | changes).items() if v is not None}


def lines(*rows: Any) -> bytes:
    return "\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows).encode()


def test_json_lines_hold_an_entry_each() -> None:
    """Sections or a body, blank lines between: each line is an entry."""
    body = "\r\n".join(f"## {h}\r\n{h}の話。" for h in CASE_SECTIONS)
    loaded = load(RawFile("a.jsonl", lines(case_row(), "", case_row(id="case-09-02", sections=None, body=body))))
    assert [e.id for e in loaded.entries] == ["case-09-01", "case-09-02"]
    assert loaded.entries[0].text_of("学び") == loaded.entries[1].text_of("学び") == "学びの話。"
    assert loaded.errors == ()


def test_a_line_separator_inside_a_text_does_not_break_its_line() -> None:
    """JSON may hold U+2028, U+0085 and form feeds as they are."""
    said = "前\u2028後\x85続き"
    loaded = load(RawFile("a.jsonl", lines(case_row(title=f"値上げの話、{said}"))))
    assert said in loaded.entries[0].title


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ("{not json", "2行目: JSON として読み取れません。"),
        ("[" * 3_000, "2行目: JSON として読み取れません。"),
        ('{"id": ' + "9" * 5_000 + "}", "2行目: JSON として読み取れません。"),
        ("[1, 2]", "2行目: { } で囲んだ項目の並びではありません。"),
        (case_row(id="case-09-09", outcome="great"), "2行目: 結果「great」は一覧にない符号です"),
        (case_row(id="case-09-09", sections=["a"]), "2行目: sections は {見出し: 本文} の形で"),
        (case_row(id="case-09-09", sections={"学び": 3}), "2行目: sections は {見出し: 本文} の形で"),
        (case_row(id="case-09-09", sections=None, body=7), "2行目: body は文字で"),
        (case_row(id="case-09-09", colour="red"), "2行目: 知らない項目があります: colour"),
        (json.dumps(case_row(id="case-09-09", title="壊れた絵文字の題名 \ud83d")), "2行目: 保存できない文字"),
        (case_row(title="同じ番号を名乗る二つ目の行"), "id「case-09-01」が2回出てきます。先の行だけを登録しました。"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_kept(bad: Any, sentence: str) -> None:
    """The error tells line and reason; the lines around it are registered."""
    loaded = load(RawFile("a.ndjson", lines(case_row(), bad, case_row(id="case-09-03"))))
    assert [e.id for e in loaded.entries] == ["case-09-01", "case-09-03"]
    assert loaded.entries[0].title == "値上げを先送りした和菓子店の話"
    assert len(loaded.errors) == 1
    assert sentence in loaded.errors[0]


def test_only_bad_lines_make_a_bad_file(refusal: Refusal) -> None:
    """The first reason is the file's reason; a file of blank lines is empty."""
    assert refusal("a.jsonl", lines("{", "[")).startswith("1行目: JSON")
    assert refusal("a.jsonl", "\u3000\n\u3000".encode()) == "中身が空です。"


def test_a_json_list_is_read_like_lines(refusal: Refusal) -> None:
    """A list of entries, or one entry, with their names; a bad one is told by its place."""
    row = case_row(names={"firm": ["㈱見本板金"]})
    loaded = load(RawFile("a.json", json.dumps([row, {"id": 1}, case_row(id="case-09-02")]).encode()))
    assert [e.id for e in loaded.entries] == ["case-09-01", "case-09-02"]
    assert loaded.names == {"case-09-01": (Known("㈱見本板金", "firm"),)}
    assert loaded.errors[0].startswith("2件目: ")
    assert len(load(RawFile("a.json", json.dumps(row).encode())).entries) == 1
    assert refusal("a.json", b"{not json") == "JSON として読み取れません。"
