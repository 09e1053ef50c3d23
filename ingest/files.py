"""Which files an import sees, which of them are unchanged, and what a reader makes of the others."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import chunker
from ingest.loaders import LOADERS, Loaded, LoadError, RawFile, archive, refuse_size
from ingest.loaders.loaded import decode
from ingest.reading import Reader
from knowledge.catalog import Source

_VERSION = f"{chunker.VERSION}"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file on disk with the name it is shown by: its path below the folder that was given."""

    path: Path
    shown: str


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What reading one file (or one member of an archive) gave.

    ``key`` is its full path; ``state`` is ``read``, or why there is nothing to take: ``unchanged``, ``skipped``, ``failed``.
    """

    shown: str
    key: str
    state: str
    digest: str = ""
    loaded: Loaded | None = None
    reason: str = ""
    seconds: float = 0.0


def find(roots: Sequence[Path], on_error: Callable[[OSError], None]) -> Iterator[FoundFile]:
    """Yield every file below the roots in the order of their names; hidden ones and side-cars are left out."""
    for root in roots:
        if root.is_file():
            yield FoundFile(root, root.name)
            continue
        for folder, folders, names in os.walk(root, onerror=on_error, followlinks=False):
            folders[:] = sorted(f for f in folders if not f.startswith("."))
            for name in sorted(names):
                path = Path(folder) / name
                if not name.startswith(".") and not _is_sidecar(path) and path.is_file():
                    yield FoundFile(path, str(path.relative_to(root)))


def _is_sidecar(path: Path) -> bool:
    return path.suffix == ".yaml" and path.with_suffix("").suffix.lower() in {*LOADERS, archive.SUFFIX}


def read(file: FoundFile, reader: Reader, known: Callable[[str], Source | None], hub: str) -> list[ReadFile]:
    """Read one file unless it is unchanged; an archive gives one ReadFile for itself and one for each member.

    ``known`` tells what was recorded when a file was last read. Nothing is raised: what goes wrong is a state.
    """
    began = time.perf_counter()
    key = str(file.path.resolve())
    if not _is_utf8(file.shown):
        readable = os.fsencode(file.shown).decode("utf-8", "replace")
        reason = "ファイル名の文字コードが UTF-8 ではありません。名前を付け直してください。"
        return [ReadFile(readable, os.fsencode(key).decode("utf-8", "replace"), "failed", reason=reason)]
    suffix = file.path.suffix.lower()
    if suffix not in LOADERS and suffix != archive.SUFFIX:
        return [ReadFile(file.shown, key, "skipped", reason=f"対応していない形式です({suffix or '拡張子なし'})")]
    try:
        results = _read_changed(file, key, known, hub, reader)
    except LoadError as error:
        results = [ReadFile(file.shown, key, "failed", reason=str(error))]
    except OSError as error:
        reason = f"読み込めません({error.strerror or '入出力の誤り'})。"
        results = [ReadFile(file.shown, key, "failed", reason=reason)]
    except Exception as error:
        reason = f"読み込み中に想定外の誤りが起きました({type(error).__name__})。"
        results = [ReadFile(file.shown, key, "failed", reason=reason)]
    return [replace(results[0], seconds=time.perf_counter() - began), *results[1:]]


def _read_changed(
    file: FoundFile, key: str, known: Callable[[str], Source | None], hub: str, reader: Reader
) -> list[ReadFile]:
    sidecar = file.path.with_name(file.path.name + ".yaml")
    refuse_size(file.path.stat().st_size)
    content = file.path.read_bytes()
    beside = decode(sidecar.read_bytes()) if sidecar.is_file() else ""
    digest = hashlib.sha256(content + beside.encode() + _VERSION.encode() + hub.encode()).hexdigest()
    before = known(key)
    if before and before.digest == digest and before.state == "read":
        return [ReadFile(file.shown, key, "unchanged", digest)]
    raw = RawFile(file.shown, content, beside, hub)
    if raw.suffix != archive.SUFFIX:
        return [ReadFile(file.shown, key, "read", digest, reader.load(raw))]
    opened = archive.members(content, file.shown, hub)
    members = [_member(key + m.name.removeprefix(file.shown), digest, m, reader) for m in opened]
    whole = all(m.state in ("read", "skipped") for m in members)
    return [ReadFile(file.shown, key, "read", digest if whole else "", Loaded(())), *members]


def _member(its_key: str, digest: str, member: RawFile, reader: Reader) -> ReadFile:
    """Read one member of an archive, named ``archive.zip/内部/文書.docx``; its own failure is its own."""
    began = time.perf_counter()
    if member.suffix not in LOADERS:
        return ReadFile(
            member.name, its_key, "skipped", reason=f"対応していない形式です({member.suffix or '拡張子なし'})"
        )
    try:
        loaded = reader.load(member)
    except LoadError as error:
        return ReadFile(member.name, its_key, "failed", reason=str(error))
    except Exception as error:
        reason = f"読み込み中に想定外の誤りが起きました({type(error).__name__})。"
        return ReadFile(member.name, its_key, "failed", reason=reason)
    return ReadFile(member.name, its_key, "read", digest, loaded, seconds=time.perf_counter() - began)


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
