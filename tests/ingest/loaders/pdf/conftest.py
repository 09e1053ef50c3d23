"""PDFs drawn for the tests, and where the published ones lie."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.loaders import RawFile, load
from ingest.loaders.loaded import Loaded
from knowledge.entries import Policy

PUBLISHED = Path(__file__).parents[4].parent / "shared" / "data" / "policy-pdf"
Draw = Callable[[Canvas], None]


@pytest.fixture(scope="session")
def drawn() -> Callable[..., bytes]:
    """Return a function that makes a PDF of pages, each drawn by a function that is given the canvas."""
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))

    def make(*pages: Draw, size: tuple[float, float] = (595, 842)) -> bytes:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=size, invariant=1)
        for draw in pages:
            canvas.setFont("HeiseiMin-W3", 10)
            draw(canvas)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    return make


@pytest.fixture(scope="session")
def read() -> Callable[[bytes], tuple[list[str], Loaded]]:
    """Return a function that loads a PDF and gives the text of its sections."""

    def texts(content: bytes) -> tuple[list[str], Loaded]:
        loaded = load(RawFile("sample.pdf", content))
        (entry,) = loaded.entries
        assert isinstance(entry, Policy)
        return [entry.text_of(section.anchor) for section in entry.sections], loaded

    return texts


@pytest.fixture(scope="session")
def published() -> Path:
    """Return the folder of the ten published PDFs; skip where it is absent."""
    if not PUBLISHED.is_dir():
        pytest.skip(f"{PUBLISHED} is absent: the published documents are not part of the repository")
    return PUBLISHED
