"""PATH… → load → entry → passages → catalog → indexes; unchanged skipped, changed replaced, vanished retired."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ingest import chunker
from ingest.loaders import LOADERS, Loaded, LoadError, RawFile, load, refuse_size
from ingest.loaders.loaded import decode
from ingest.report import FileReport, ImportReport
from knowledge.catalog import Catalog, CatalogError, ForeignEntryError, Source
from knowledge.entries import Entry, Passage
from knowledge.projection import Progress, no_progress

_VERSION = f"{chunker.VERSION}"
UpdateIndexes = Callable[[Progress], object]


def run(
    paths: Sequence[Path],
    catalog: Catalog,
    update_indexes: UpdateIndexes,
    progress: Progress = no_progress,
) -> ImportReport:
    """Import files and folders; one bad file is reported and never stops the rest.

    Raise LoadError when a path does not exist (nothing is read then), CatalogError when the catalog cannot be written.
    """
    began = time.perf_counter()
    for path in paths:
        if not path.exists():
            raise LoadError(f"{path} が見つかりません。場所と名前を確かめてください。")
    unreadable: list[OSError] = []
    found = [(root, file) for root in paths for file in _files(root, unreadable.append)]
    known = catalog.sources()
    reports = [_unreadable_folder(error) for error in unreadable]
    for done, (root, file) in enumerate(found, 1):
        reports.append(_import_file(file, root, catalog, known.get(str(file.resolve()))))
        progress("read", done, len(found))
    if not unreadable:  # else a file that cannot be seen would pass for one that is gone
        reports += _retire_vanished(paths, {str(file.resolve()) for _, file in found}, catalog)
    indexing = time.perf_counter()
    update_indexes(progress)
    ended = time.perf_counter()
    return ImportReport(tuple(reports), ended - began, ended - indexing)


def _unreadable_folder(error: OSError) -> FileReport:
    name = os.fsencode(error.filename or "").decode("utf-8", "replace")
    return FileReport(
        name, "failed", reason=f"フォルダを読めません({error.strerror})。この回は取り下げを見送りました。"
    )


def _files(root: Path, on_error: Callable[[OSError], None]) -> Iterator[Path]:
    if root.is_file():
        yield root
        return
    for folder, folders, names in os.walk(root, onerror=on_error, followlinks=False):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            if not name.startswith(".") and not _is_sidecar(path) and path.is_file():
                yield path


def _is_sidecar(path: Path) -> bool:
    return path.suffix == ".yaml" and path.with_suffix("").suffix.lower() in LOADERS


def _import_file(path: Path, root: Path, catalog: Catalog, known: Source | None) -> FileReport:
    began = time.perf_counter()
    shown = str(path.relative_to(root)) if root.is_dir() else path.name
    if not _is_utf8(shown):
        readable = os.fsencode(shown).decode("utf-8", "replace")
        return FileReport(
            readable, "failed", reason="ファイル名の文字コードが UTF-8 ではありません。名前を付け直してください。"
        )
    if path.suffix.lower() not in LOADERS:
        return FileReport(shown, "skipped", reason=f"対応していない形式です({path.suffix or '拡張子なし'})")
    try:
        report = _import_changed(path, shown, catalog, known)
    except LoadError as error:
        report = FileReport(shown, "failed", reason=str(error))
    except OSError as error:
        report = FileReport(shown, "failed", reason=f"読み込めません({error.strerror or '入出力の誤り'})。")
    except CatalogError:
        raise
    except Exception as error:
        report = FileReport(shown, "failed", reason=f"読み込み中に想定外の誤りが起きました({type(error).__name__})。")
    return replace(report, seconds=round(time.perf_counter() - began, 4))


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _import_changed(path: Path, shown: str, catalog: Catalog, known: Source | None) -> FileReport:
    key = str(path.resolve())
    sidecar = path.with_name(path.name + ".yaml")
    refuse_size(path.stat().st_size)
    content = path.read_bytes()
    beside = decode(sidecar.read_bytes()) if sidecar.is_file() else ""
    digest = hashlib.sha256(content + beside.encode() + _VERSION.encode()).hexdigest()
    if known and known.digest == digest and known.state == "read":
        return FileReport(shown, "unchanged")
    loaded = load(RawFile(shown, content, beside))
    return _record(loaded, key, shown, digest, catalog)


def _record(loaded: Loaded, key: str, shown: str, digest: str, catalog: Catalog) -> FileReport:
    """Write the entries of one file; the file counts as read only after all of them are on disk."""
    errors = list(loaded.errors)
    before = set(catalog.entries_of(key))
    states, kept, passages = set(), set(), 0
    for entry in loaded.entries:
        refusal = _refusal(entry)
        if refusal:
            errors.append(refusal)
            continue
        pieces = chunker.passages_of(entry)
        try:
            states.add(_put(entry, pieces, key, catalog))
        except ForeignEntryError as error:
            errors.append(str(error))
            continue
        kept.add(entry.id)
        passages += len(pieces)
    if not kept:
        raise LoadError(errors[0])
    catalog.retire(before - kept)
    catalog.put_source(
        Source(key, str(Path(key).parent), digest, "read" if not errors else "partly", "\n".join(errors))
    )
    same = states == {"unchanged"} and before == kept
    state = "unchanged" if same else "changed" if before or "added" not in states else "added"
    return FileReport(shown, state, len(kept), loaded.pages, passages, warnings=(*loaded.warnings, *errors))


def _put(entry: Entry, pieces: list[Passage], key: str, catalog: Catalog) -> str:
    """Write an entry; take over its id when the file that it came from is gone (the folder was moved or renamed)."""
    try:
        return catalog.put(entry, pieces, key)
    except ForeignEntryError as error:
        if Path(error.source).exists():
            raise
        catalog.retire([entry.id])
        catalog.put(entry, pieces, key)
        if not catalog.entries_of(error.source):
            catalog.forget_source(error.source)  # should the old file come back, it is read again
        return "changed"


def _refusal(entry: Entry) -> str:
    """Return why an entry may not be registered, or ""."""
    if entry.origin == "contributed" and entry.visibility == "national":
        return (
            f"「{entry.id}」は拠点から提供された事例です。匿名化の確認を通すまで全国には公開できません。"
            "拠点内だけで使う場合は visibility を hub:拠点番号 にしてください。"
        )
    return ""


def _retire_vanished(roots: Sequence[Path], seen: set[str], catalog: Catalog) -> list[FileReport]:
    reports = []
    folders = [str(root.resolve()) + os.sep for root in roots if root.is_dir()]
    for path in sorted(catalog.sources()):
        folder = next((f for f in folders if path.startswith(f)), "")
        if folder and path not in seen:
            count = catalog.retire(catalog.entries_of(path))
            catalog.forget_source(path)
            reports.append(
                FileReport(path.removeprefix(folder), "retired", reason=f"元のファイルがなくなりました({count}件)")
            )
    return reports
