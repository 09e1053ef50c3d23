"""One module per format; ``load`` picks by file name and turns bytes into entries."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from ingest.freshness import estimate
from ingest.instructions import instructs
from ingest.loaders import archive, jsonlines, markdown, plaintext
from ingest.loaders.loaded import Loaded, LoadError, RawFile
from ingest.loaders.office import legacy
from ingest.orders import is_order
from knowledge.entries import Policy
from knowledge.entry_file import parse_front_matter


def _at_need(module: str, function: str = "load") -> Callable[[RawFile], Loaded]:
    """Return a loader whose module is imported at its first file: parsers of PDF and Office take a second together."""

    def load_with(file: RawFile) -> Loaded:
        loaded: Loaded = getattr(import_module(f"ingest.loaders.{module}"), function)(file)
        return loaded

    return load_with


LOADERS: dict[str, Callable[[RawFile], Loaded]] = {
    ".md": markdown.load,
    ".markdown": markdown.load,
    ".jsonl": jsonlines.load,
    ".ndjson": jsonlines.load,
    ".json": jsonlines.load,
    ".pdf": _at_need("pdf"),
    ".txt": plaintext.load,
    ".docx": _at_need("office.docx"),
    ".xlsx": _at_need("office.spreadsheet", "load_workbook"),
    ".xlsm": _at_need("office.spreadsheet", "load_workbook"),
    ".csv": _at_need("office.spreadsheet", "load_delimited"),
    ".tsv": _at_need("office.spreadsheet", "load_delimited"),
    ".pptx": _at_need("office.slides"),
    ".html": _at_need("web"),
    ".htm": _at_need("web"),
    ".doc": legacy.load,
    ".xls": legacy.load,
    ".ppt": legacy.load,
    archive.SUFFIX: archive.load,  # only a zip inside of a zip comes here; the pipeline opens others with archive.members
}
MAX_BYTES = 100_000_000
_LINES = re.compile(r"[^。！？\n]+[。！？]?")


def load(file: RawFile) -> Loaded:
    """Read one file; raise LoadError with one Japanese sentence when nothing of it can be used."""
    if not file.content.strip():
        raise LoadError("中身が空です。")
    refuse_size(len(file.content))
    loaded = _disarmed(LOADERS[file.suffix](file))
    return loaded if _states_its_facts(file) else _dated(loaded, file)


def _disarmed(loaded: Loaded) -> Loaded:
    """Take titles and publishers that give orders to a machine away, and tell of texts that do: those stay, never quoted."""
    entries, told = [], []
    for entry in loaded.entries:
        if is_order(entry.title):
            entry = replace(entry, title=f"題名を伏せた文書（{entry.id}）")
            told.append("題名にAIへの指示のような文があるため、題名を伏せました。")
        if isinstance(entry, Policy) and (is_order(entry.publisher) or instructs(entry.url)):
            entry = replace(entry, publisher="", url="")
            told.append("発行者か公開元の欄にAIへの指示のような文があるため、その欄を空にしました。")
        lines = sum(map(instructs, _LINES.findall(entry.body)))
        if lines:
            told.append(f"AIへの指示のような文が{lines}か所あります。回答には引用しません。中身を確かめてください。")
        entries.append(entry)
    return replace(loaded, entries=tuple(entries), warnings=(*told, *loaded.warnings)) if told else loaded


def _states_its_facts(file: RawFile) -> bool:
    """Tell whether a file carries front matter or fields of its own, to which nothing is added by guessing."""
    if file.suffix in (".md", ".markdown"):
        return file.content.removeprefix(codecs.BOM_UTF8).startswith(b"---")
    return file.suffix in (".jsonl", ".ndjson", ".json")


def _dated(loaded: Loaded, file: RawFile) -> Loaded:
    """Fill in how fresh a document seems to be, where its side-car does not say it."""
    stated = parse_front_matter(file.sidecar) if file.sidecar.strip() else {}
    entries, told = [], []
    for entry in loaded.entries:
        if isinstance(entry, Policy):
            entry, warnings = estimate(entry, file.name, stated)
            told += warnings
        entries.append(entry)
    return replace(loaded, entries=tuple(entries), warnings=(*told, *loaded.warnings))


def refuse_size(size: int) -> None:
    """Raise LoadError for a file of more than MAX_BYTES."""
    if size > MAX_BYTES:
        raise LoadError(f"大きすぎます(上限 {MAX_BYTES // 1_000_000} MB)。分けてから登録してください。")


__all__ = ["LOADERS", "LoadError", "Loaded", "RawFile", "load", "refuse_size"]
