"""One module per format; ``load`` picks by file name and turns bytes into entries."""

from __future__ import annotations

from ingest.loaders import jsonlines, markdown, pdf, plaintext
from ingest.loaders.loaded import Loaded, LoadError, RawFile

LOADERS = {
    ".md": markdown.load,
    ".markdown": markdown.load,
    ".jsonl": jsonlines.load,
    ".ndjson": jsonlines.load,
    ".pdf": pdf.load,
    ".txt": plaintext.load,
}
MAX_BYTES = 100_000_000


def load(file: RawFile) -> Loaded:
    """Read one file; raise LoadError with one Japanese sentence when nothing of it can be used."""
    if not file.content.strip():
        raise LoadError("中身が空です。")
    refuse_size(len(file.content))
    return LOADERS[file.suffix](file)


def refuse_size(size: int) -> None:
    """Raise LoadError for a file of more than MAX_BYTES."""
    if size > MAX_BYTES:
        raise LoadError(f"大きすぎます(上限 {MAX_BYTES // 1_000_000} MB)。分けてから登録してください。")


__all__ = ["LOADERS", "LoadError", "Loaded", "RawFile", "load", "refuse_size"]
