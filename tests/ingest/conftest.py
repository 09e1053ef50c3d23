"""Small files of every format, and a catalog to bring them into."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from knowledge.catalog import Catalog
from knowledge.entries import CASE_SECTIONS

FRONT = """kind: case
id: {id}
title: {title}
industry: "09"
size: s5
owner_type: successor
owner_traits: [cautious]
stage: mature
topics: [pricing]
phase: 2
period: 2024-04/2025-03
outcome: failure
origin: {origin}
visibility: {visibility}
"""


@pytest.fixture(scope="session")
def case_text() -> Callable[..., str]:
    """Return a function that writes a case file."""

    def text(
        case_id: str = "case-09-01",
        title: str = "値上げを先送りした和菓子店の話",
        says: str = "値上げの日を決めなかった。",
        origin: str = "synthetic",
        visibility: str = "national",
    ) -> str:
        front = FRONT.format(id=case_id, title=title, origin=origin, visibility=visibility)
        body = "\n".join(f"## {heading}\n{heading}のところで、{says}" for heading in CASE_SECTIONS)
        return f"---\n{front}---\n{body}\n"

    return text


@pytest.fixture(scope="session")
def pdf() -> Callable[..., bytes]:
    """Return a function that makes a PDF from pages of lines; a page of None has a drawing but no text."""
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))

    def make(pages: Sequence[Sequence[str] | None], title: str = "", password: str = "") -> bytes:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, invariant=1)
        if title:
            canvas.setTitle(title)
        for lines in pages:
            canvas.setFont("HeiseiMin-W3", 11)
            canvas.rect(50, 50, 20, 20)
            for row, line in enumerate(lines or ()):
                canvas.drawString(60, 780 - 18 * row, line)
            canvas.showPage()
        canvas.save()
        if not password:
            return buffer.getvalue()
        writer = PdfWriter(PdfReader(buffer))
        writer.encrypt(password, algorithm="AES-256")
        locked = io.BytesIO()
        writer.write(locked)
        return locked.getvalue()

    return make


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog.at(tmp_path / "data")
    yield catalog
    catalog.close()
