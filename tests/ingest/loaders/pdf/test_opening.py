"""Locked, broken and hostile PDFs end in entries or in one Japanese sentence."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, NumberObject, StreamObject
from reportlab.pdfgen.canvas import Canvas

from ingest.loaders import LoadError, RawFile, load
from ingest.loaders.pdf import opening
from ingest.loaders.pdf.pages import drawings, glyphs

Pdf = Callable[..., bytes]
Drawn = Callable[..., bytes]
PAGES = [(f"この頁の{n}番目の文は、窓口の案内を述べている。", "相談は予約のうえで受ける。") for n in range(1, 6)]


def refusal(content: bytes) -> str:
    with pytest.raises(LoadError) as refused:
        load(RawFile("a.pdf", content))
    return str(refused.value)


def test_a_locked_pdf_is_told(pdf: Pdf) -> None:
    """A password is asked to be taken off."""
    assert (
        refusal(pdf(PAGES, password="secret")) == "パスワードで保護された PDF です。保護を外してから登録してください。"
    )


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_that_opens_without_a_password_is_read(pdf: Pdf, algorithm: str) -> None:
    """An owner's password forbids changes, not reading."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(PAGES))))
    writer.encrypt("", owner_password="owner", algorithm=algorithm)
    buffer = io.BytesIO()
    writer.write(buffer)
    assert len(load(RawFile("a.pdf", buffer.getvalue())).entries[0].sections) == 5


def test_what_is_no_pdf_is_told(pdf: Pdf) -> None:
    """Another format under the name, and a file cut short, are refused in words."""
    assert refusal(b"PK\x03\x04 a word document") == "PDF として読めません。ファイルが壊れているか、別の形式です。"
    for content in (b"%PDF-1.7\nnothing more", b"%PDF-1.4\n" + b"\xff" * 3_000, pdf(PAGES)[: len(pdf(PAGES)) // 8]):
        assert refusal(content) == "PDF が壊れていて開けません。元のファイルから作り直してください。"


def test_a_pdf_without_pages_is_told() -> None:
    """An empty container is no document."""
    buffer = io.BytesIO()
    PdfWriter().write(buffer)
    assert refusal(buffer.getvalue()) == "ページのない PDF です。"


def test_a_broken_table_of_objects_is_mended(pdf: Pdf) -> None:
    """A file whose cross-reference table lies is read by looking for its objects."""
    whole = pdf(PAGES)
    assert len(load(RawFile("a.pdf", whole.replace(b"startxref", b"startxxxx"))).entries[0].sections) == 5
    assert len(load(RawFile("a.pdf", whole.replace(b"\n0000000", b"\n0009999"))).entries[0].sections) == 5


def test_a_damaged_page_is_named_and_the_others_are_kept(pdf: Pdf) -> None:
    """A page whose content cannot be unpacked is told by number."""
    head, filters, tail = pdf(PAGES).partition(b"/FlateDecode")
    loaded = load(RawFile("a.pdf", head + b"/NoSuchCodec" + tail))
    assert filters
    assert "壊れていて読めなかったページ: 1" in loaded.warnings
    assert len(loaded.entries[0].sections) == 4


def test_a_blank_page_is_not_called_broken(pdf: Pdf) -> None:
    """A page with nothing on it is told with the pictures."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(PAGES))))
    writer.add_blank_page()
    buffer = io.BytesIO()
    writer.write(buffer)
    warnings = load(RawFile("a.pdf", buffer.getvalue())).warnings
    assert any(w.startswith("文字を取り出せなかったページ: 6") for w in warnings)
    assert not any(w.startswith("壊れて") for w in warnings)


def test_too_many_pages_are_told(pdf: Pdf) -> None:
    """The bound is named, and pages are not read before it is checked."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(PAGES[:1]))))
    for _ in range(opening.MAX_PAGES):
        writer.add_blank_page()
    buffer = io.BytesIO()
    writer.write(buffer)
    assert refusal(buffer.getvalue()).startswith("ページが多すぎます(2,001ページ、上限 2,000)。")


def test_a_lie_about_the_number_of_pages_is_survived(pdf: Pdf) -> None:
    """A count of millions over five pages is refused or read, at once."""
    lying = pdf(PAGES).replace(b"/Count 5", b"/Count 99999999")
    try:
        assert len(load(RawFile("a.pdf", lying)).entries[0].sections) == 5
    except LoadError as refused:
        assert str(refused).endswith("。")


def bomb(pdf: Pdf, layers: int) -> bytes:
    """Return a PDF whose page unpacks to more than the bound."""
    compressor = zlib.compressobj(9)
    packed = b"".join(compressor.compress(b" " * 10_000_000) for _ in range(31)) + compressor.flush()
    for _ in range(layers - 1):
        packed = zlib.compress(packed, 9)
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(PAGES))))
    stream = StreamObject()
    stream._data = packed
    stream[NameObject("/Length")] = NumberObject(len(packed))
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    buffer = io.BytesIO()
    writer.write(buffer)
    single, double = b"/Filter /FlateDecode", b"/Filter [" + b"/FlateDecode " * layers + b"]"
    at = buffer.getvalue().rfind(single)
    return buffer.getvalue() if layers == 1 else buffer.getvalue()[:at] + double + buffer.getvalue()[at + len(single) :]


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_a_bomb_is_refused_before_it_unpacks(pdf: Pdf, layers: int) -> None:
    """A stream that would fill the memory is refused, packed once or several times."""
    content = bomb(pdf, layers)
    assert len(content) < 400_000
    assert refusal(content) == "展開すると大きくなりすぎる PDF です。元のファイルから作り直してください。"


def test_a_pdf_with_holes_gives_entries_or_a_sentence(pdf: Pdf) -> None:
    """Bytes overwritten anywhere never end in anything but entries or a sentence."""
    whole = pdf(PAGES)
    for at in range(20, len(whole), max(1, len(whole) // 60)):
        broken = bytearray(whole)
        broken[at : at + 30] = b"\x00<<>>[]()endobj 9 9 R xref \xff"[:30]
        try:
            assert load(RawFile("a.pdf", bytes(broken))).entries
        except LoadError as refused:
            assert str(refused).endswith("。")


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_pdf_cut_or_shuffled_gives_entries_or_a_sentence(pdf: Pdf, data: st.DataObject) -> None:
    """Pieces left out or put elsewhere end in words too."""
    whole = pdf(PAGES)
    start, end = sorted(data.draw(st.lists(st.integers(9, len(whole)), min_size=2, max_size=2)))
    broken = whole[:start] + whole[end:] + data.draw(st.sampled_from([b"", whole[start:end]]))
    try:
        assert load(RawFile("a.pdf", broken)).entries
    except LoadError as refused:
        assert str(refused).endswith("。")


def test_a_page_of_endless_lines_is_read_without_its_tables(drawn: Drawn) -> None:
    """A drawing of tens of thousands of strokes does not hold the run up."""

    def page(canvas: Canvas) -> None:
        canvas.drawString(60, 800, "図面の題名がここにある。")
        for n in range(2 * drawings.MAX_LINES):
            canvas.line(60 + n * 0.1, 100, 60 + n * 0.1, 700)

    loaded = load(RawFile("a.pdf", drawn(page)))
    assert loaded.entries[0].body == "図面の題名がここにある。"
    assert any(w.startswith("図形や文字が多すぎて表を組み立てられなかったページ: 1") for w in loaded.warnings)


def test_a_page_of_endless_letters_is_read_as_it_comes(drawn: Drawn) -> None:
    """Past the bound the order of the file is kept, and the report says so."""

    def page(canvas: Canvas) -> None:
        canvas.setFont("HeiseiMin-W3", 1)
        for row in range(200):
            canvas.drawString(10, 820 - 4 * row, "窓口" * (glyphs.MAX_CHARACTERS // 400 + 10))

    loaded = load(RawFile("a.pdf", drawn(page)))
    assert loaded.entries[0].body.count("窓口") == 200 * (glyphs.MAX_CHARACTERS // 400 + 10)
    assert any(w.startswith("図形や文字が多すぎて") for w in loaded.warnings)
