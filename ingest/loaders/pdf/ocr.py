"""Reads pages that are pictures with Tesseract, where it is installed with Japanese and asked for (YOROZU_OCR=1)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium

from ingest.loaders.layout import join_lines
from ingest.loaders.pdf.pages.glyphs import clean

SETTING = "YOROZU_OCR"
ADVICE = "OCR で読むには、tesseract-ocr と tesseract-ocr-jpn を入れ、環境変数 YOROZU_OCR=1 を付けて取り込んでください。"
_MIN_TEXT = 4  # characters; fewer are specks
_DPI = 300
_MAX_PIXELS = 25_000_000
SECONDS = 200.0  # for the pages of one file; the time limit of a whole file lies above it
_PAGE_SECONDS = 60.0
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef、。]"
_SPLIT = re.compile(rf"(?<={_WIDE})[ \u3000]+(?={_WIDE})")


class OcrError(RuntimeError):
    """A page that Tesseract could not read, or not in time."""


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The installed program with its Japanese language data."""

    program: str

    def read(self, page: pdfium.PdfPage) -> str:
        """Return the text of a rendered page; raise OcrError when it cannot be read."""
        scale = min(_DPI / 72, (_MAX_PIXELS / max(1.0, page.get_width() * page.get_height())) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            rows = memoryview(bitmap.buffer).cast("B")
            width, stride = bitmap.width, bitmap.stride
            pixels = b"".join(bytes(rows[y * stride : y * stride + width]) for y in range(bitmap.height))
            picture = b"P5 %d %d 255\n" % (width, bitmap.height) + pixels
        finally:
            bitmap.close()
        arguments = [self.program, "stdin", "stdout", "-l", "jpn", "--psm", "3", "--dpi", str(round(scale * 72))]
        try:
            done = subprocess.run(  # noqa: S603 (a fixed program, the picture on its standard input)
                [*arguments, "-c", "preserve_interword_spaces=1"],
                input=picture,
                capture_output=True,
                timeout=_PAGE_SECONDS,
                check=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise OcrError("文字認識(OCR)が途中で止まりました。") from error
        text = _SPLIT.sub("", clean(done.stdout.decode("utf-8", "replace").replace("\f", "\n")))
        return join_lines([line for line in text.splitlines() if line.strip()])


def find_tesseract(environment: Mapping[str, str]) -> Tesseract | None:
    """Return Tesseract if the setting asks for it and it is there with Japanese, else None."""
    program = shutil.which("tesseract", path=environment.get("PATH"))
    if environment.get(SETTING) != "1" or program is None:
        return None
    try:
        known = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=True)  # noqa: S603
    except (subprocess.SubprocessError, OSError):
        return None
    return Tesseract(program) if b"jpn" in known.stdout.split() else None


def recognise(
    reader: Tesseract, document: pdfium.PdfDocument, numbers: Sequence[int], seconds: float = SECONDS
) -> dict[int, str]:
    """Return what is read by page number; pages without text are left out, and those that would last too long."""
    found: dict[int, str] = {}
    end = time.monotonic() + seconds
    for number in numbers:
        if time.monotonic() >= end:
            break
        page = document[number - 1]
        try:
            text = reader.read(page)
        except (OcrError, pdfium.PdfiumError):
            continue
        finally:
            page.close()
        if len(text.strip()) >= _MIN_TEXT:
            found[number] = text
    return found
