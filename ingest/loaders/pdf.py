"""PDF documents with text: page by page, headers dropped, lines joined; pages without text are named."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pypdf
from pypdf.errors import PyPdfError

from ingest.loaders.layout import drop_repeated, first_title, join_lines
from ingest.loaders.loaded import Loaded, LoadError, RawFile, document_facts
from knowledge.entry_file import EntryError, build_document

MAX_PAGES = 2_000
_MIN_TEXT = 8  # characters; a page with fewer is a picture or blank
_DULL_TITLES = ("Microsoft Word", "Microsoft PowerPoint", "PowerPoint プレゼンテーション", "untitled", "無題")

logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns about every oddity of a page; ours are in the report


def load(file: RawFile) -> Loaded:
    """Read a PDF as one policy document with a section for each page that has text."""
    reader = _open(file.content)
    texts, unreadable = [], []
    for number, page in enumerate(reader.pages, 1):
        try:
            texts.append(page.extract_text())
        except Exception:
            texts.append("")
            unreadable.append(number)
    pages = [join_lines(lines) for lines in drop_repeated([_clean(t) for t in texts])]
    empty = [n for n, text in enumerate(pages, 1) if len(text.strip()) < _MIN_TEXT]
    if len(empty) == len(pages):
        raise LoadError(
            "文字の入っていない PDF です(紙を読み取った画像の可能性があります)。OCR で文字を付けてから登録してください。"
        )
    facts, warnings = document_facts(file, _title(reader, texts[0], Path(file.name).stem))
    if empty:
        warnings.append(f"文字を取り出せなかったページ: {_ranges(empty)}(図や画像の可能性があります)")
    if unreadable:
        warnings.append(f"壊れていて読めなかったページ: {_ranges(unreadable)}")
    sections = [(f"{n}ページ", n, text) for n, text in enumerate(pages, 1) if n not in set(empty)]
    try:
        return Loaded((build_document(facts, sections),), pages=len(pages), warnings=tuple(warnings))
    except EntryError as error:
        raise LoadError(str(error)) from error


def _open(content: bytes) -> pypdf.PdfReader:
    if b"%PDF-" not in content[:1024]:
        raise LoadError("PDF として読めません。ファイルが壊れているか、別の形式です。")
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise LoadError("パスワードで保護された PDF です。保護を外してから登録してください。")
        count = len(reader.pages)
    except LoadError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise LoadError("PDF が壊れていて開けません。元のファイルから作り直してください。") from error
    if count == 0:
        raise LoadError("ページのない PDF です。")
    if count > MAX_PAGES:
        raise LoadError(f"ページが多すぎます({count:,}ページ、上限 {MAX_PAGES:,})。分けてから登録してください。")
    return reader


def _title(reader: pypdf.PdfReader, first_page: str, stem: str) -> str:
    try:
        named = str((reader.metadata and reader.metadata.title) or "").strip()
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError):
        named = ""
    if len(named) >= 4 and not named.startswith(_DULL_TITLES):
        return named[:80]
    return first_title(_clean(first_page).splitlines()) or stem


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "").replace("\u00a0", " ")


def _ranges(numbers: list[int]) -> str:
    parts: list[list[int]] = []
    for n in numbers:
        if parts and n == parts[-1][1] + 1:
            parts[-1][1] = n
        else:
            parts.append([n, n])
    return "、".join(str(a) if a == b else f"{a}〜{b}" for a, b in parts)
