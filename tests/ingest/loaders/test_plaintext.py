"""Plain text is split at the headings it shows; side-cars say what the text does not; a record becomes a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ingest.anonymise.known import Known
from ingest.loaders import RawFile, load
from knowledge.entries import Case

Document = Callable[..., Any]
Refusal = Callable[..., str]
Pdf = Callable[..., bytes]

NOTICE = """小規模事業者の支援について

第1章 対象
従業員が五人以下の店が対象です。
第2章 上限
上限は50万円です。
"""


def test_plain_text_is_split_at_its_headings(document: Document) -> None:
    """Each heading opens a section; the title is the first line; every word is kept."""
    entry, loaded = document("20250306_notice.txt", NOTICE.replace("\n", "\r\n").encode())
    assert entry.title == "小規模事業者の支援について"
    assert [s.anchor for s in entry.sections] == [f"s{n}" for n in range(1, len(entry.sections) + 1)]
    assert any("第2章 上限" in s.heading and "50万円" in entry.text_of(s.anchor) for s in entry.sections)
    assert "".join(entry.body.split()) == "".join(NOTICE.split())
    assert entry.as_of == date(2025, 3, 6)
    assert "時点を 2025-03-06 と推定しました(ファイル名「20250306」)" in loaded.warnings[0]


def test_a_document_without_a_date_says_so(document: Document) -> None:
    """The warning names the side-car in which the date can be written."""
    entry, loaded = document("notice.txt", NOTICE.encode())
    assert entry.as_of is None
    assert loaded.warnings == ("時点(as_of)が分かりません。notice.txt.yaml に書くと回答に表示されます。",)
    assert document("20251399_x.txt", NOTICE.encode())[0].as_of is None  # no such day


@pytest.mark.parametrize("content", ["\u3000\n\u3000", "\ufeff\n", "\f\r\n"])
def test_text_of_blanks_alone_is_empty(content: str, refusal: Refusal) -> None:
    """Full-width blanks and page feeds are nothing to register."""
    assert refusal("a.txt", content.encode()) == "中身が空です。"


def test_a_sidecar_says_what_the_file_does_not(pdf: Pdf, document: Document) -> None:
    """Id, publisher, days and visibility come from the YAML beside the file, for text and PDF alike."""
    sidecar = "id: notice-1\npublisher: 見本の役所\nas_of: 2026-04-01\nvalid_until: 2027-03-31\ntopics: [policy]\nvisibility: hub:13\n"
    for name, content in (("n.txt", NOTICE.encode()), ("n.pdf", pdf([["小規模事業者の支援について、対象を述べる。"]]))):
        entry, loaded = document(name, content, sidecar)
        assert (entry.id, entry.publisher, entry.visibility) == ("notice-1", "見本の役所", "hub:13")
        assert (entry.as_of, entry.valid_until, entry.topics) == (date(2026, 4, 1), date(2027, 3, 31), ("policy",))
        assert loaded.warnings == ()


@pytest.mark.parametrize(
    ("sidecar", "sentence"),
    [
        ("id: [a", "n.txt.yaml: 2行目付近の書き方を読み取れません"),
        ("- a\n- b", "n.txt.yaml: 見出し情報は「項目: 値」"),
        ("id: Not An Id", "id「Not An Id」は半角の英小文字"),
        ("publishr: x", "知らない項目があります: publishr"),
        ("category: song", "資料の種類「song」"),
        ("visibility: all", "公開範囲「all」"),
    ],
)
def test_a_wrong_sidecar_is_told(sidecar: str, sentence: str, refusal: Refusal) -> None:
    """A mistake beside the file is told as a mistake of the user, not of the program."""
    assert sentence in refusal("n.txt", NOTICE.encode(), sidecar)


def test_a_record_in_plain_text_becomes_a_case() -> None:
    """Labels with values that name a client and tell what was done must pass the gate."""
    text = "会社名：㈱見本板金\n業種：板金加工\n\n相談内容：単価の引き下げを求められた。\n断り方を知りたい。\n支援内容：原価表を作った。\n"
    loaded = load(RawFile("a.txt", text.encode(), hub="11"))
    (case,) = loaded.entries
    assert isinstance(case, Case)
    assert (case.industry, case.visibility) == ("24", "hub:11")
    assert case.text_of("相談のきっかけ") == "単価の引き下げを求められた。\n断り方を知りたい。"
    assert loaded.names[case.id] == (Known("㈱見本板金", "firm"),)
