"""PDF files become documents page by page: running lines go, headings come from the bookmarks, the report is honest."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas

from ingest.loaders import Loaded, RawFile, load
from ingest.loaders.pdf.pages.glyphs import clean
from knowledge.entries import Policy

Pdf = Callable[..., bytes]
Drawn = Callable[..., bytes]
Read = Callable[[bytes], tuple[list[str], Any]]

BODY = (
    ("この補助金は、従業員が五人以下の事業者が新しい販路を", "広げるために使う経費の一部を補うものである。"),
    ("申請には、商工会議所が確かめた計画書と、直近の期の", "決算書の写しを付ける必要がある。"),
    ("審査では、強みと弱みの分析、計画の確かさ、積算の三", "つの点を重ねて見ることになっている。"),
    ("交付の決まる前に買った物は、どのような理由があって", "も対象にならないので気をつける。"),
    ("実績の報告は、事業を終えた日から三十日のうちに、領", "収書を添えて窓口へ出す。"),
)
TOPICS = ("目的", "必要な書類", "審査の観点", "対象外の経費", "報告")


def booklet() -> list[Sequence[str]]:
    return [
        ("小規模事業者の手引き(第3版)", f"第{n}章 {topic}", *body, f"- {n} -")
        for n, (topic, body) in enumerate(zip(TOPICS, BODY, strict=True), 1)
    ]


def document(content: bytes) -> tuple[Policy, Loaded]:
    loaded = load(RawFile("guide.pdf", content))
    (entry,) = loaded.entries
    assert isinstance(entry, Policy)
    return entry, loaded


def test_pdf_pages_open_by_number(pdf: Pdf) -> None:
    """Each page is a section p1, p2 … with its page number, and the entry knows how many there are."""
    entry, loaded = document(pdf(booklet(), title="支援の手引き"))
    assert [(s.anchor, s.page, s.heading) for s in entry.sections] == [(f"p{n}", n, f"{n}ページ") for n in range(1, 6)]
    assert (entry.title, entry.pages, loaded.pages) == ("支援の手引き", 5, 5)


def test_repeated_headers_and_page_numbers_are_dropped(pdf: Pdf) -> None:
    """What stands at one height of every page is not text; what stands once is."""
    entry, _ = document(pdf(booklet()))
    assert "手引き(第3版)" not in entry.body
    assert "- 2 -" not in entry.body
    assert all(topic in entry.body for topic in TOPICS)
    assert all(line in entry.body for body in BODY for line in (body[0][:12], body[1][-8:]))


def test_near_identical_short_pages_keep_their_text(pdf: Pdf) -> None:
    """Forms that differ in a name only are not running lines from top to bottom."""
    pages = [
        ("様式第1号 参加申込書", f"氏名 {name}", "所属 商工会", "印")
        for name in ("甲野", "乙川", "丙山", "丁田", "戊木")
    ]
    entry, _ = document(pdf(pages))
    assert [entry.text_of(s.anchor).split("\n") for s in entry.sections] == [list(page) for page in pages]


def test_short_documents_keep_their_repeated_lines(pdf: Pdf) -> None:
    """Under four pages nothing counts as a running line, but bare page numbers go."""
    entry, _ = document(pdf([(*page[:4], f"{n}/3") for n, page in enumerate(booklet()[:3], 1)]))
    assert entry.body.count("手引き(第3版)") == 3
    assert "2/3" not in entry.body


def test_broken_japanese_lines_are_joined(pdf: Pdf) -> None:
    """A sentence that ran over the line end is whole again, without a blank inside."""
    entry, _ = document(pdf(booklet()))
    assert "新しい販路を広げるために使う経費" in entry.text_of("p1")
    assert "どのような理由があっても対象にならない" in entry.text_of("p4")


def test_pages_without_text_are_named(pdf: Pdf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures between pages are told by number, and what would read them; a PDF of pictures alone is refused."""
    monkeypatch.delenv("YOROZU_OCR", raising=False)
    pages = [*booklet(), None, None, ["この頁には、窓口の一覧を記した文字がある。"], None]
    entry, loaded = document(pdf(pages))
    told = [
        w
        for w in loaded.warnings
        if w.startswith("文字を取り出せなかったページ: 6〜7、9(図や画像の可能性があります)。")
    ]
    assert len(told) == 1
    assert "tesseract-ocr-jpn" in told[0]
    assert "YOROZU_OCR=1" in told[0]
    assert [s.anchor for s in entry.sections] == ["p1", "p2", "p3", "p4", "p5", "p8"]


def test_a_page_of_few_letters_is_kept_and_told(pdf: Pdf, monkeypatch: pytest.MonkeyPatch) -> None:
    """「別紙」 over a picture is text, and the picture is named."""
    monkeypatch.delenv("YOROZU_OCR", raising=False)
    entry, loaded = document(pdf([BODY[0], ["別紙"]]))
    assert entry.text_of("p2") == "別紙"
    assert any(w.startswith("文字を取り出せなかったページ: 2") for w in loaded.warnings)


@pytest.mark.parametrize("title", ["Microsoft Word - 文書1", "無題", "a"])
def test_a_dull_title_gives_way_to_the_first_lines(pdf: Pdf, title: str) -> None:
    """What the word processor wrote as title is no title."""
    entry, _ = document(pdf([("小規模事業者の手引き", *BODY[0])], title=title))
    assert entry.title == "小規模事業者の手引き"


def test_bookmarks_head_the_pages(pdf: Pdf) -> None:
    """The bookmark in force is part of a page's heading; 「スライド 4」 is not, and the anchor stays."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(booklet()))))
    chapter = writer.add_outline_item(title="第1章 目的と書類", page_number=1)
    writer.add_outline_item(title="審査", page_number=2, parent=chapter)
    writer.add_outline_item(title="スライド 4", page_number=3)
    writer.add_outline_item(title="第2章\u200b 報告", page_number=4)
    writer.add_outline_item(title="附則", page_number=4)
    buffer = io.BytesIO()
    writer.write(buffer)
    entry, _ = document(buffer.getvalue())
    assert [(s.anchor, s.heading) for s in entry.sections] == [
        ("p1", "1ページ"),
        ("p2", "2ページ 第1章 目的と書類"),
        ("p3", "3ページ 第1章 目的と書類 / 審査"),
        ("p4", "4ページ 第1章 目的と書類 / 審査"),
        ("p5", "5ページ 第2章 報告"),
    ]


def test_hidden_text_is_kept_and_told(drawn: Drawn, read: Read) -> None:
    """White text on white paper is data like any other, but the reader should know of it."""

    def hidden(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "見えている文がここにある。")
        canvas.setFillColor(colors.white)
        canvas.drawString(60, 660, "白い文字で書かれた文がここにある。")

    def shown(canvas: Canvas) -> None:
        canvas.rect(50, 650, 300, 30, stroke=0, fill=1)
        hidden(canvas)

    texts, loaded = read(drawn(hidden, shown))
    assert all("白い文字で書かれた文" in text for text in texts)
    assert [w for w in loaded.warnings if "目に見えない" in w] == [
        "目に見えない文字(白い文字など)のあるページ: 1。隠れた文字も登録されます。"
    ]


def test_text_of_no_ink_is_told(drawn: Drawn, read: Read) -> None:
    """Text that is not painted at all is hidden, unless it lies on the picture of a scanned page."""

    def page(canvas: Canvas) -> None:
        text = canvas.beginText(60, 700)
        text.setTextRenderMode(3)
        text.textLine("塗られていない文がここにある。")
        canvas.drawText(text)

    (text,), loaded = read(drawn(page))
    assert text == "塗られていない文がここにある。"
    assert any(w.startswith("目に見えない文字") for w in loaded.warnings)


def test_letters_nobody_sees_are_taken_out_of_words() -> None:
    """Zero-width letters do not hide a word from search; radicals and symbol fonts become the letters they look like."""
    assert clean("補\u200b助\u2060金の\ufeff上限\x00\U000e0041は\u00a0\u2f24\u2ed1い") == "補助金の上限は 大長い"
    assert clean("\uf06c上限") == "●上限"


def test_attachments_and_scripts_are_not_read(pdf: Pdf) -> None:
    """What is packed into a PDF beside its pages stays out, and nothing of it runs."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf([BODY[0]]))))
    writer.add_attachment("secret.txt", "添えられた秘密の文".encode())
    writer.add_open_action(JavaScript("app.alert('動いた');"))
    buffer = io.BytesIO()
    writer.write(buffer)
    entry, _ = document(buffer.getvalue())
    assert entry.body == "".join(BODY[0])
