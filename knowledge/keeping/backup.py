"""The catalog as one file, taken while others write, and put back on an empty machine.

A backup is a ZIP of ``manifest.json``, ``catalog.db`` (entries, versions, passages, vectors, review state and sources), the
databases beside it (``further_files``: the hub's own records) and the generation of indexes in use, so that nothing has to be
built before the first answer. Not in it, on purpose: the originals in the quarantine store and their key. It never holds what
was erased before (``VACUUM INTO`` copies no free pages).
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from knowledge.catalog import ERASED, SCHEMA, Catalog, CatalogError
from knowledge.keeping.durable_file import sync_folder
from knowledge.keeping.erased_rows import PENDING, EraseError, erase_rows, scrub
from knowledge.keeping.further_files import (
    FILES,
    copy_further,
    digest_of,
    examine_further,
    unpack_database,
    unpack_further,
)
from knowledge.keeping.manifest import ABSENT, FORMAT, BackupError, BackupManifest, read_manifest
from knowledge.keeping.packed_indexes import copy_generation, place_generation, unpack_generation

__all__ = ["NOTE", "BackupError", "BackupManifest", "holding_records", "registered", "restore", "take"]
NOTE = "backup:"  # notes under this name tell which backups were taken: path → time and head
_ALWAYS = 1 << 62  # the head of a catalog kept aside: it may hold anything
_STALE = 86_400  # seconds after which a half-written backup is nobody's any more


def take(data: Path, file: Path, force: bool = False, now: datetime | None = None) -> BackupManifest:
    """Write a backup of a live catalog to ``file`` and register it; an existing file is replaced only by ``force``."""
    file = file.resolve()
    if file.exists() and not force:
        raise BackupError(f"{file} はすでにあります。別の名前にするか、--force を付けてください。")
    if not file.parent.is_dir():
        raise BackupError(f"{file.parent} というフォルダがありません。先に作ってください。")
    taken_at = _written(now)
    with _errors(
        "控えを書き出せません。空き容量と書き込みの許可、台帳の状態(python -m knowledge doctor)を確かめてください。"
    ):
        for leftover in file.parent.glob(".backup-*"):  # of a backup that was stopped
            if leftover.stat().st_mtime < time.time() - _STALE:
                shutil.rmtree(leftover)
        room = Path(tempfile.mkdtemp(prefix=".backup-", dir=file.parent))
        try:
            copy = room / "catalog.db"
            with closing(sqlite3.connect(data / "catalog.db", timeout=60)) as live:
                live.execute("VACUUM INTO ?", (str(copy),))
            generation, further = copy_generation(data, room), copy_further(data, room)
            manifest = replace(_describe(copy, taken_at), generation=generation, further=further)
            packed = room / "packed"
            _pack(packed, manifest, room)
            packed.chmod(0o600)
            packed.replace(file)
            sync_folder(file.parent)
        finally:
            shutil.rmtree(room, ignore_errors=True)
    _register(data, file, taken_at, manifest.head, sorted(manifest.further))
    return manifest


def restore(
    file: Path, data: Path, force: bool = False, now: datetime | None = None
) -> tuple[BackupManifest, Path | None]:
    """Put a backup into a data directory; return its manifest and, with ``force``, where the catalog before is kept.

    Everything is unpacked and examined beside the catalog first; one rename then puts each database in place, so a stop at
    any moment leaves of each the old or the new one. Indexes are taken out of use before that: they belong to the old
    catalog. A database that an older backup does not have stays as it is.
    """
    for leftover in data.glob(".restore-*"):  # of a restore that was stopped
        shutil.rmtree(leftover)
    if data.exists() and any(data.iterdir()) and not force:
        raise BackupError(
            f"{data} は空ではありません。空の場所を指定するか、--force を付けてください(いまの台帳は脇に残します)。"
        )
    with _errors(f"{data} に控えを戻せません。空き容量と書き込みの許可を確かめてください。"):
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        room = Path(tempfile.mkdtemp(prefix=".restore-", dir=data))
        try:
            manifest = _unpack(file, room)
            erased = _tombstones(data)
            _examine(room, manifest, erased)
            examine_further(room, data, manifest)
            databases = [*sorted(manifest.further), "catalog.db"]
            aside = _make_way(data, databases, now or datetime.now(UTC))
            for name in databases:
                _place(room / name, data / name)
            if not erased:  # else the indexes still hold it
                place_generation(room, data, manifest.generation)
        finally:
            shutil.rmtree(room, ignore_errors=True)
    _register(data, file.resolve(), manifest.taken_at, manifest.head, sorted(manifest.further))
    if aside:
        kept = [name for name in FILES if (aside / name).exists()]
        _register(data, aside / "catalog.db", _written(now), _ALWAYS, kept)
    return manifest, aside


def registered(catalog: Catalog) -> dict[str, dict[str, Any]]:
    """Return the backups that were taken: path → ``taken_at``, ``head`` and the ``further`` databases in it."""
    return {name.removeprefix(NOTE): json.loads(value) for name, value in catalog.notes(NOTE).items()}


def holding_records(catalog: Catalog, since: date | None) -> list[str]:
    """Name the backups with the hub's own records that were taken on that day or later, with their time."""
    return [
        f"{path}({told['taken_at']})"
        for path, told in sorted(registered(catalog).items())
        if told.get("further") and (since is None or told["taken_at"][:10] >= since.isoformat())
    ]


def _register(data: Path, file: Path, taken_at: str, head: int, further: Sequence[str]) -> None:
    catalog = Catalog.at(data)
    try:
        told = {"taken_at": taken_at, "head": head, "further": list(further)}
        catalog.put_note(f"{NOTE}{file}", json.dumps(told))
    finally:
        catalog.close()


def _written(moment: datetime | None) -> str:
    return (moment or datetime.now(UTC)).isoformat(timespec="seconds")


def _describe(copy: Path, taken_at: str) -> BackupManifest:
    with closing(sqlite3.connect(copy)) as db:
        said = "; ".join(row[0] for row in db.execute("PRAGMA integrity_check"))
        if said != "ok":
            raise BackupError(f"台帳が壊れているため、控えを取れません({said[:200]})。以前の控えに戻してください。")
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        counts = {t: db.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in tables}  # noqa: S608 — our tables
        head = db.execute("SELECT max(seq) FROM changes").fetchone()[0] or 0
        schema = db.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        models = [row[0] for row in db.execute("SELECT DISTINCT model FROM vectors ORDER BY model")]
    return BackupManifest(
        FORMAT, taken_at, head, schema, counts, models, copy.stat().st_size, digest_of(copy), list(ABSENT)
    )


def _pack(packed: Path, manifest: BackupManifest, room: Path) -> None:
    with packed.open("xb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr("manifest.json", json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
            for name in ("catalog.db", *manifest.further):
                archive.write(room / name, name)
            for path in sorted((room / "projections").rglob("*")):
                if path.is_file():
                    archive.write(path, str(path.relative_to(room)))
        out.flush()
        os.fsync(out.fileno())


def _unpack(file: Path, room: Path) -> BackupManifest:
    foreign = BackupError(
        f"{file} は控えとして読めません。壊れているか、別の種類のファイルです。ほかの控えを指定してください。"
    )
    if not file.is_file():
        raise BackupError(f"{file} が見つかりません。場所と名前を確かめてください。")
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = read_manifest(archive.read("manifest.json"), SCHEMA, str(file))
            whole = unpack_database(archive, "catalog.db", manifest.size, manifest.digest, room)
            whole = whole and unpack_further(archive, manifest, room)
            unpack_generation(archive, manifest.generation, room)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        KeyError,
        TypeError,
        ValueError,
        EOFError,
        NotImplementedError,
        zlib.error,
    ) as error:
        raise foreign from error
    except OSError as error:
        raise BackupError(f"{file} を読めないか、空き容量が足りません({error.strerror})。") from error
    if not whole:
        raise foreign
    return manifest


def _tombstones(data: Path) -> list[str]:
    """Return what was erased from the catalog that stands here: a backup from before must not bring it back."""
    try:
        with closing(sqlite3.connect(f"file:{data / 'catalog.db'}?mode=ro", uri=True)) as db:
            found = db.execute("SELECT substr(name, ?) FROM notes WHERE name LIKE ?", (len(ERASED) + 1, f"{ERASED}%"))
            return [row[0] for row in found]
    except sqlite3.Error:  # none here, or broken
        return []


def _examine(room: Path, manifest: BackupManifest, erased: Sequence[str]) -> None:
    """Open what was unpacked as a catalog, which brings an older schema up to date; erase there what was erased here."""
    try:
        catalog = Catalog.at(room)
        try:
            said, head = catalog.integrity(), catalog.head()
            if erased and said == "ok":
                erase_rows(catalog, erased)
                catalog.put_note(PENDING, "[]")  # there are no indexes yet that could hold it
        finally:
            catalog.close()
        scrub(room, wait=5.0)
    except (CatalogError, EraseError) as error:
        raise BackupError("控えの中の台帳を開けません。ほかの控えを指定してください。") from error
    if said != "ok" or head != manifest.head:
        raise BackupError("控えの中の台帳が壊れています。ほかの控えを指定してください。")


def _place(unpacked: Path, present: Path) -> None:
    """Put a database in place durably; it is by then no part of any log."""
    with unpacked.open("rb") as file:
        os.fsync(file.fileno())
    unpacked.chmod(0o600)
    unpacked.replace(present)
    sync_folder(present.parent)


def _make_way(data: Path, databases: Sequence[str], now: datetime) -> Path | None:
    """Take the present indexes out of use and keep the present databases aside; they stay in place until the last moment."""
    present = [data / name for name in databases if (data / name).exists()]
    broken = [path for path in present if not _let_go(path)]
    if not present:
        shutil.rmtree(data / "projections", ignore_errors=True)
        return None
    aside = data / f"before-restore-{now:%Y%m%dT%H%M%S%f}"
    aside.mkdir(mode=0o700)
    (data / "projections" / "current.json").unlink(missing_ok=True)
    shutil.rmtree(data / "projections", ignore_errors=True)  # they can be built again
    for path in present:
        os.link(path, aside / path.name)
    for path in broken:
        for suffix in ("-wal", "-shm"):
            if (log := path.with_name(path.name + suffix)).exists():
                log.rename(aside / log.name)
    return aside


def _let_go(present: Path) -> bool:
    """Make ``catalog.db`` whole by itself, without a log beside it; refuse while a server or an import has it open.

    Return False when it is broken, which may be why it is being replaced.
    """
    try:
        with closing(sqlite3.connect(present, timeout=1)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            mode = db.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError:
        mode = "wal"
    except sqlite3.DatabaseError:
        return False
    if mode != "delete":
        raise BackupError("台帳が使われています。サーバーと登録の処理を止めてから、もう一度実行してください。")
    return True


@contextmanager
def _errors(said: str) -> Iterator[None]:
    """Turn the errors of SQLite and of the file system into ours."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise BackupError(said) from error
