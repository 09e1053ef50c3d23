"""Pages that are pictures are read with the installed Tesseract, and the report names them."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.loaders import LoadError, RawFile, load
from ingest.loaders.pdf.ocr import Tesseract, find_tesseract, recognise

Drawn = Callable[..., bytes]
FONTS = ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc", "NotoSansCJK-Bold.ttc")
SENTENCES = ("補助金の上限は五十万円である。", "申請の締切は七月二十五日とする。", "相談の窓口は商工会議所である。")


@pytest.fixture(scope="session")
def scan() -> Image.Image:
    """Return a picture of a page; it is here that the tests skip, or fail under CI, when a part is absent."""
    found = [path for name in FONTS for path in Path("/usr/share/fonts").rglob(name)]
    program = shutil.which("tesseract")
    known = subprocess.run([program, "--list-langs"], capture_output=True, check=True).stdout if program else b""
    if not found or b"jpn" not in known.split():
        missing = "Noto CJK の書体" if not found else "tesseract-ocr と tesseract-ocr-jpn"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{missing} がありません")
        pytest.skip(f"{missing} is not installed")
    picture = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(found[0]), 44)
    for row, sentence in enumerate(SENTENCES):
        pen.text((140, 200 + 120 * row), sentence, font=font, fill=0)
    return picture


def scanned(picture: Image.Image) -> Callable[[Canvas], None]:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")

    def page(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(io.BytesIO(buffer.getvalue())), 0, 0, 595, 842)

    return page


def text_page(canvas: Canvas) -> None:
    canvas.drawString(60, 700, "この頁には文字があり、読み取らなくてよい。")


def test_a_scanned_page_is_read_when_it_is_asked_for(
    drawn: Drawn, scan: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With YOROZU_OCR=1 the picture becomes text under its page, and the report asks to check it."""
    monkeypatch.setenv("YOROZU_OCR", "1")
    loaded = load(RawFile("scan.pdf", drawn(text_page, scanned(scan))))
    (entry,) = loaded.entries
    assert [s.anchor for s in entry.sections] == ["p1", "p2"]
    read = entry.text_of("p2").replace("\n", "")
    right = sum(letter in read for sentence in SENTENCES for letter in sentence)
    assert right >= 0.9 * sum(map(len, SENTENCES)), read
    assert " " not in read
    assert "OCR で読み取ったページ: 2。読み違いがあり得るので、元の紙面と見比べてください。" in loaded.warnings
    assert not any(w.startswith("文字を取り出せなかった") for w in loaded.warnings)


def test_a_scan_alone_is_a_document_when_it_is_asked_for(
    drawn: Drawn, scan: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the setting it is refused with the way to read it; with it, it comes in."""
    content = drawn(scanned(scan))
    monkeypatch.delenv("YOROZU_OCR", raising=False)
    with pytest.raises(LoadError, match=r"tesseract-ocr-jpn.*YOROZU_OCR=1"):
        load(RawFile("scan.pdf", content))
    monkeypatch.setenv("YOROZU_OCR", "1")
    assert load(RawFile("scan.pdf", content)).pages == 1


def test_a_picture_without_text_stays_reported(
    drawn: Drawn, scan: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What OCR reads nothing from is named as before."""
    monkeypatch.setenv("YOROZU_OCR", "1")
    blank = Image.new("L", scan.size, 255)
    loaded = load(RawFile("scan.pdf", drawn(text_page, scanned(blank))))
    assert any(w.startswith("文字を取り出せなかったページ: 2") for w in loaded.warnings)


def test_a_setting_without_the_program_gives_the_advice(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Tesseract is not installed nothing stops, and the sentence says what to install."""
    monkeypatch.setenv("YOROZU_OCR", "1")
    monkeypatch.setenv("PATH", "")
    loaded = load(RawFile("scan.pdf", drawn(text_page, lambda canvas: canvas.rect(50, 50, 9, 9))))
    told: list[Any] = [w for w in loaded.warnings if w.startswith("文字を取り出せなかったページ: 2")]
    assert "tesseract-ocr-jpn" in told[0]


def test_pages_past_the_time_for_one_file_are_left(drawn: Drawn) -> None:
    """A thick scan does not last for ever; what is not read stays reported."""
    document = pdfium.PdfDocument(drawn(text_page))
    assert recognise(Tesseract("/bin/false"), document, [1], seconds=0.0) == {}
    assert recognise(Tesseract("/bin/false"), document, [1]) == {}
    document.close()


@pytest.mark.parametrize("says", ["exit 1", "echo eng"])
def test_a_tesseract_without_japanese_is_none(tmp_path: Path, says: str) -> None:
    """A program that fails, or knows no Japanese, is not asked."""
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\n{says}\n")
    program.chmod(0o755)
    assert find_tesseract({"PATH": str(tmp_path), "YOROZU_OCR": "1"}) is None


def test_a_tesseract_that_stops_leaves_the_page_reported(
    drawn: Drawn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page on which the program fails is a page without text, not the end of the run."""
    program = tmp_path / "tesseract"
    program.write_text('#!/bin/sh\n[ "$1" = --list-langs ] && echo jpn && exit 0\nexit 3\n')
    program.chmod(0o755)
    monkeypatch.setenv("YOROZU_OCR", "1")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    loaded = load(RawFile("scan.pdf", drawn(text_page, lambda canvas: canvas.rect(50, 50, 9, 9))))
    assert any(w.startswith("文字を取り出せなかったページ: 2") for w in loaded.warnings)
