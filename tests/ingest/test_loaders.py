"""PDF files become entries, or one Japanese sentence that says why not; lines become paragraphs."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from ingest.loaders import Loaded, LoadError, RawFile, load
from ingest.loaders.layout import drop_repeated, first_title, is_heading, join_lines
from knowledge.entries import Policy

Pdf = Callable[..., bytes]


def refusal(name: str, content: bytes, sidecar: str = "") -> str:
    with pytest.raises(LoadError) as refused:
        load(RawFile(name, content, sidecar))
    return str(refused.value)


def document(name: str, content: bytes, sidecar: str = "") -> tuple[Policy, Loaded]:
    loaded = load(RawFile(name, content, sidecar))
    (entry,) = loaded.entries
    assert isinstance(entry, Policy)
    return entry, loaded


# -- PDF ---------------------------------------------------------------------------------------------------------------

BODY = (
    ("この補助金は、従業員が五人以下の事業者が新しい販路を", "広げるために使う経費の一部を補うものである。"),
    ("申請には、商工会議所が確かめた計画書と、直近の", "決算書の写しを付ける必要がある。"),
    ("審査では、強みと弱みの分析、計画の確かさ、積算の", "三つの点を重ねて見ることになっている。"),
    ("交付の決まる前に買った物は、どのような理由があって", "も対象にならないので気をつける。"),
    ("実績の報告は、事業を終えた日から三十日のうちに、", "領収書を添えて窓口へ出す。"),
)


def booklet() -> list[Sequence[str]]:
    return [
        ("小規模事業者の手引き(第3版)", f"第{n}章 支援のしかた", *body, f"- {n} -") for n, body in enumerate(BODY, 1)
    ]


def test_pdf_pages_open_by_number(pdf: Pdf) -> None:
    """Each page is a section p1, p2 … with its page number, and the entry knows how many there are."""
    entry, loaded = document("guide.pdf", pdf(booklet(), title="支援の手引き"))
    assert [(s.anchor, s.page) for s in entry.sections] == [(f"p{n}", n) for n in range(1, 6)]
    assert (entry.title, entry.pages, loaded.pages) == ("支援の手引き", 5, 5)


def test_repeated_headers_and_page_numbers_are_dropped(pdf: Pdf) -> None:
    """What stands at the edge of every page is not text; what stands once is."""
    entry, _ = document("guide.pdf", pdf(booklet()))
    assert "手引き(第3版)" not in entry.body
    assert "- 2 -" not in entry.body
    assert all(line in entry.body for body in BODY for line in (body[0][:12], body[1][-8:]))


def test_broken_japanese_lines_are_joined(pdf: Pdf) -> None:
    """A sentence that ran over the line end is whole again, without a blank inside."""
    entry, _ = document("guide.pdf", pdf(booklet()))
    assert "新しい販路を広げるために使う経費" in entry.text_of("p1")
    assert "どのような理由があっても対象にならない" in entry.text_of("p4")


def test_pages_without_text_are_named(pdf: Pdf) -> None:
    """Pictures between pages are told by number; a PDF of pictures alone is refused."""
    pages = [*booklet(), None, None, ["この頁には、窓口の一覧を記した文字がある。"], None]
    entry, loaded = document("guide.pdf", pdf(pages))
    assert "文字を取り出せなかったページ: 6〜7、9(図や画像の可能性があります)" in loaded.warnings
    assert [s.anchor for s in entry.sections] == ["p1", "p2", "p3", "p4", "p5", "p8"]
    assert refusal("scan.pdf", pdf([None, None])).startswith("文字の入っていない PDF です")


def test_a_locked_pdf_is_told(pdf: Pdf) -> None:
    """A password is asked to be taken off; one that opens with an empty password is read."""
    assert refusal("a.pdf", pdf(booklet(), password="secret")) == (
        "パスワードで保護された PDF です。保護を外してから登録してください。"
    )


def test_what_is_no_pdf_is_told(pdf: Pdf) -> None:
    """Another format under the name, a file cut short, and one without pages are refused in words."""
    whole = pdf(booklet())
    assert (
        refusal("a.pdf", b"PK\x03\x04 a word document")
        == "PDF として読めません。ファイルが壊れているか、別の形式です。"
    )
    assert "PDF" in refusal("a.pdf", b"%PDF-1.7\nnothing more")
    assert "PDF" in refusal("a.pdf", b"%PDF-1.4\n" + b"\xff" * 3_000)
    assert "PDF" in refusal("a.pdf", whole[: len(whole) // 8])


def test_a_damaged_page_is_named_and_the_others_are_kept(pdf: Pdf) -> None:
    """A page whose content cannot be unpacked is told by number."""
    whole = pdf(booklet())
    head, filters, tail = whole.partition(b"/FlateDecode")
    entry, loaded = document("guide.pdf", head + b"/NoSuchCodec" + tail)
    assert filters
    assert any(w.startswith("壊れていて読めなかったページ: ") for w in loaded.warnings)
    assert len(entry.sections) == 4


def test_a_pdf_without_pages_is_told() -> None:
    """An empty container is no document."""
    buffer = io.BytesIO()
    PdfWriter().write(buffer)
    assert refusal("a.pdf", buffer.getvalue()) == "ページのない PDF です。"


def test_a_pdf_with_holes_gives_entries_or_a_sentence(pdf: Pdf) -> None:
    """Bytes overwritten anywhere never end in anything but entries or a sentence."""
    whole = pdf(booklet())
    for at in range(20, len(whole), max(1, len(whole) // 40)):
        broken = bytearray(whole)
        broken[at : at + 30] = b"\x00<<>>[]()endobj 9 9 R xref \xff"[:30]
        try:
            assert load(RawFile("a.pdf", bytes(broken))).entries
        except LoadError as refused:
            assert str(refused).endswith("。")


@pytest.mark.parametrize("title", ["Microsoft Word - 文書1", "無題", "a"])
def test_a_dull_title_gives_way_to_the_first_lines(pdf: Pdf, title: str) -> None:
    """What the word processor wrote as title is no title."""
    entry, _ = document("guide.pdf", pdf(booklet(), title=title))
    assert entry.title.startswith("小規模事業者の手引き(第3版)")


# -- layout ------------------------------------------------------------------------------------------------------------


def test_short_documents_keep_their_repeated_lines() -> None:
    """Under four pages nothing counts as a header, but bare page numbers go."""
    assert drop_repeated(["見出し\n本文\n1", "見出し\n続き\n2/2"]) == [["見出し", "本文"], ["見出し", "続き"]]


def test_lists_and_headings_stay_on_lines_of_their_own() -> None:
    """A line that starts a list or follows a heading is not joined; Latin words are joined with a blank."""
    lines = [
        "1．対象となる者",
        "従業員が五人以下の店であって、次のどれかに",
        "・会社",
        "The subsidy for small shops covers",
        "half",
    ]
    assert join_lines(lines) == (
        "1．対象となる者\n従業員が五人以下の店であって、次のどれかに\n・会社\nThe subsidy for small shops covers half"
    )


def test_words_set_apart_or_upright_are_put_together() -> None:
    """Ｉ Ｔ 導 入 and a word set one character a line are words again."""
    assert join_lines(["Ｉ Ｔ 導 入 の手引き"]) == "Ｉ Ｔ 導 入 の手引き".replace(" ", "")
    assert join_lines(["目", "次", "はじめに"]) == "目次\nはじめに"


def test_headings_are_short_and_marked() -> None:
    """第2章 is a heading; a sentence, and a long line, are none."""
    assert is_heading("第2章 対象")
    assert is_heading("【補助率】")
    assert not is_heading("第2章では対象を述べる。")
    assert not is_heading("対象")


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["", "No.3", "小規模事業者持続化補助金", "公募要領", "本文である。"], "小規模事業者持続化補助金 公募要領"),
        (["要領", "これは文である。"], ""),
        (["支援の手引きと", "これは文である。", "続き"], "支援の手引きと"),
        ([], ""),
    ],
)
def test_first_title_takes_up_to_two_lines(lines: list[str], title: str) -> None:
    """Numbers, links and sentences are no title."""
    assert first_title(lines) == title


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.sampled_from("第1章 ・あa。\n- 　(1)"), max_size=20), max_size=6))
def test_any_lines_can_be_joined(pages: list[str]) -> None:
    """No page raises; joining loses nothing but blanks."""
    for kept in drop_repeated(pages):
        joined = join_lines(kept)
        assert "".join(joined.split()) == "".join("".join(kept).split())
