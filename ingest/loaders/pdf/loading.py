"""A PDF becomes one policy document with a section for each page that has text."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path

import pypdf
import pypdfium2 as pdfium

from ingest.loaders.layout import first_title
from ingest.loaders.loaded import Loaded, LoadError, RawFile, document_facts
from ingest.loaders.pdf.ocr import ADVICE, SECONDS, find_tesseract, recognise
from ingest.loaders.pdf.opening import PARSE_ERRORS, open_pdf
from ingest.loaders.pdf.outline import headings
from ingest.loaders.pdf.pages.glyphs import clean
from ingest.loaders.pdf.pages.page import Page, read_page
from ingest.loaders.pdf.running import drop_running
from ingest.loaders.pdf.text import page_texts
from knowledge.entry_file import EntryError, build_document

_MIN_TEXT = 8  # characters; a page with fewer is a picture or blank
_DULL_TITLES = ("Microsoft Word", "Microsoft PowerPoint", "PowerPoint プレゼンテーション", "untitled", "無題")


def load(file: RawFile) -> Loaded:
    """Read the text of a PDF in reading order, tables as rows; tell what could not be read, or read only by OCR."""
    document = open_pdf(file.content)
    try:
        return _load(file, document)
    finally:
        document.close()


def _load(file: RawFile, document: pdfium.PdfDocument) -> Loaded:
    pages, broken = read_pages(document)
    texts = page_texts(pages, drop_running(pages))
    scant = [n for n in _scant(texts) if n not in broken]
    unlisted = [n for n in scant if not pages[n - 1].blocks and _bare(document, n)]
    for number, text in _by_pypdf(file.content, unlisted).items():
        texts[number - 1] = text or ""
        if text is None:
            broken.append(number)
    pictures = [n for n in _scant(texts) if n not in broken]
    reader = find_tesseract(os.environ) if pictures else None
    by_ocr = recognise(reader, document, pictures) if reader else {}
    for number, text in by_ocr.items():
        texts[number - 1] = f"{texts[number - 1]}\n{text}".strip()
    if len(_scant(texts)) == len(texts):
        raise LoadError(f"文字の入っていない PDF です(紙を読み取った画像の可能性があります)。{ADVICE}")
    facts, warnings = document_facts(file, _title(document, texts[0], Path(file.name).stem))
    advice = f"OCR で読めないか、{SECONDS:g}秒で終わりませんでした。" if reader else ADVICE
    told = (
        ("文字を取り出せなかったページ", set(pictures) - set(by_ocr), f"(図や画像の可能性があります)。{advice}"),
        ("OCR で読み取ったページ", by_ocr, "。読み違いがあり得るので、元の紙面と見比べてください。"),
        ("壊れていて読めなかったページ", broken, ""),
        *_notes(pages),
    )
    warnings += [f"{what}: {_ranges(sorted(numbers))}{after}" for what, numbers, after in told if numbers]
    named = headings(document)
    sections = [(f"{n}ページ {named.get(n, '')}".strip(), n, text) for n, text in enumerate(texts, 1) if text.strip()]
    try:
        return Loaded((build_document(facts, sections),), pages=len(pages), warnings=tuple(warnings))
    except EntryError as error:
        raise LoadError(str(error)) from error


def _scant(texts: Sequence[str]) -> list[int]:
    """Return the numbers of pages that are pictures or blank, or nearly so."""
    return [n for n, text in enumerate(texts, 1) if len(text.strip()) < _MIN_TEXT]


def read_pages(document: pdfium.PdfDocument) -> tuple[list[Page], list[int]]:
    """Return every page, and the numbers of those that cannot be read."""
    pages, broken = [], []
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            try:
                pages.append(read_page(page))
            finally:
                page.close()
        except pdfium.PdfiumError:
            pages.append(Page([], 0.0))
            broken.append(number)
    return pages, broken


def _notes(pages: Sequence[Page]) -> list[tuple[str, list[int], str]]:
    """Return what to tell about pages: the words before their numbers, the numbers, the words after."""
    numbered = list(enumerate(pages, 1))
    return [
        (
            "目に見えない文字(白い文字など)のあるページ",
            [n for n, page in numbered if page.hidden],
            "。隠れた文字も登録されます。",
        ),
        (
            "文字化けしている可能性のあるページ",
            [n for n, page in numbered if page.garbled],
            "。本文を確かめてください。",
        ),
        ("図形や文字が多すぎて表を組み立てられなかったページ", [n for n, page in numbered if page.cut], ""),
    ]


def _bare(document: pdfium.PdfDocument, number: int) -> bool:
    """Tell whether pdfium finds nothing at all on a page: it is blank, or its content cannot be unpacked."""
    page = document[number - 1]
    try:
        return next(iter(page.get_objects(max_depth=1)), None) is None
    finally:
        page.close()


def _by_pypdf(content: bytes, numbers: Sequence[int]) -> dict[int, str | None]:
    """Return the text that pypdf finds on pages, None for a page whose content is broken."""
    found: dict[int, str | None] = {}
    try:
        reader = pypdf.PdfReader(io.BytesIO(content)) if numbers else None
    except PARSE_ERRORS:
        return found
    for number in numbers if reader else ():
        try:
            found[number] = clean(reader.pages[number - 1].extract_text()) if reader else ""
        except PARSE_ERRORS:
            found[number] = None
    return found


def _title(document: pdfium.PdfDocument, first_page: str, stem: str) -> str:
    named = clean(document.get_metadata_value("Title") or "").strip()
    if len(named) >= 4 and not named.startswith(_DULL_TITLES):
        return " ".join(named.split())[:80]
    return first_title(first_page.splitlines()) or stem


def _ranges(numbers: Sequence[int]) -> str:
    parts: list[list[int]] = []
    for n in numbers:
        if parts and n == parts[-1][1] + 1:
            parts[-1][1] = n
        else:
            parts.append([n, n])
    return "、".join(str(a) if a == b else f"{a}〜{b}" for a, b in parts)
