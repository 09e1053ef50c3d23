"""Opens a PDF, or says in one Japanese sentence why it cannot be opened."""

from __future__ import annotations

import io
import logging
import re
import zlib

import pypdf
import pypdfium2 as pdfium
from pypdf.errors import PyPdfError
from pypdfium2 import raw

from ingest.loaders.loaded import LoadError

MAX_PAGES = 2_000
MAX_UNPACKED = 300_000_000  # bytes of one stream
_MAX_MENDED = 30_000_000  # bytes; a larger broken file is not worth the minutes
_SMALL = 60_000  # bytes; a shorter stream stays below the bound however well it is packed
_STREAM = re.compile(rb"<<((?:(?!endobj).){0,2000}?)>>\s*stream\r?\n", re.DOTALL)
PARSE_ERRORS = (
    PyPdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    RecursionError,
    OSError,
    AssertionError,
    NotImplementedError,
    zlib.error,
)

logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns about every oddity of a page; ours are in the report


def open_pdf(content: bytes) -> pdfium.PdfDocument:
    """Return the document; raise LoadError when it is locked, broken, without pages, or too large unpacked."""
    if b"%PDF-" not in content[:1024]:
        raise LoadError("PDF として読めません。ファイルが壊れているか、別の形式です。")
    _refuse_bomb(content)
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise LoadError("パスワードで保護された PDF です。保護を外してから登録してください。") from error
        document = _mended(content)
    count = len(document)
    if count == 0:
        raise LoadError("ページのない PDF です。")
    if count > MAX_PAGES:
        raise LoadError(f"ページが多すぎます({count:,}ページ、上限 {MAX_PAGES:,})。分けてから登録してください。")
    return document


def _mended(content: bytes) -> pdfium.PdfDocument:
    """Write a file that pdfium refuses anew with pypdf, which finds objects that no table lists."""
    broken = "PDF が壊れていて開けません。元のファイルから作り直してください。"
    if len(content) > _MAX_MENDED:
        raise LoadError(broken)
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        count = len(reader.pages)
        if count == 0:
            raise LoadError("ページのない PDF です。")
        if count > MAX_PAGES:
            raise LoadError(f"ページが多すぎます({count:,}ページ、上限 {MAX_PAGES:,})。分けてから登録してください。")
        buffer = io.BytesIO()
        pypdf.PdfWriter(clone_from=reader).write(buffer)
        return pdfium.PdfDocument(buffer.getvalue())
    except LoadError:
        raise
    except (*PARSE_ERRORS, pdfium.PdfiumError) as error:
        raise LoadError(broken) from error


def _refuse_bomb(content: bytes) -> None:
    """Raise LoadError when a packed stream would fill the memory; what is not packed plainly is left to pdfium."""
    for found in _STREAM.finditer(content):
        packed = found[1].count(b"FlateDecode") + found[1].count(b"/Fl ")
        end = content.find(b"endstream", found.end())
        length = (end if end > 0 else len(content)) - found.end()
        if packed > 1 and length > 200:
            _unpack(content[found.end() : found.end() + length], packed)
        elif packed and length > _SMALL:
            _unpack(memoryview(content)[found.end() : found.end() + length], 1)


def _unpack(packed: bytes | memoryview, times: int) -> None:
    layers = [zlib.decompressobj() for _ in range(min(times, 8))]
    done = [0] * len(layers)

    def feed(depth: int, piece: bytes | memoryview) -> None:
        while len(piece):
            out = layers[depth].decompress(piece, 1_000_000)
            done[depth] += len(out)
            if done[depth] > MAX_UNPACKED:
                raise LoadError("展開すると大きくなりすぎる PDF です。元のファイルから作り直してください。")
            if depth + 1 < len(layers):
                feed(depth + 1, out)
            piece = layers[depth].unconsumed_tail
            if not out:
                return

    try:
        feed(0, packed)
    except zlib.error:
        return  # encrypted or broken: pdfium will say
