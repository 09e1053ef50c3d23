"""SQLite files beside the catalog that belong to others and are kept with it: what is in them is nobody's business here.

A file may have a table ``erasures`` (``place``: ``table.column``, ``value``, ``erased_at``, ``pending``): what it names there is
erased again from a backup that was taken before.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import zipfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from knowledge.keeping.manifest import BackupError, BackupManifest

FILES = ("records.db",)  # the hub's own records
_BLOCK = 1 << 20
_NAME = re.compile(r"[a-z_]{1,60}")
Erasure = tuple[str, str, str]  # table.column, value, when


def copy_further(data: Path, room: Path) -> dict[str, dict[str, Any]]:
    """Copy each file that is there as of one moment, without its free pages; return what the manifest says of them."""
    return {name: _copied(data / name, room / name) for name in FILES if (data / name).is_file()}


def unpack_database(archive: zipfile.ZipFile, name: str, size: int, digest: str, room: Path) -> bool:
    """Unpack a database; tell whether it is the one of the manifest."""
    with archive.open(name) as packed, (room / name).open("xb") as out:
        left = size + 1  # a file that says it is small cannot fill the disk
        while left > 0 and (block := packed.read(min(_BLOCK, left))):
            out.write(block)
            left -= len(block)
    return (room / name).stat().st_size == size and digest_of(room / name) == digest


def unpack_further(archive: zipfile.ZipFile, manifest: BackupManifest, room: Path) -> bool:
    """Unpack the files that the manifest names; tell whether each is whole."""
    return all(
        name in FILES and unpack_database(archive, name, int(told["size"]), str(told["digest"]), room)
        for name, told in manifest.further.items()
    )


def examine_further(room: Path, data: Path, manifest: BackupManifest) -> None:
    """Check what was unpacked, and erase there what was erased here since."""
    for name in manifest.further:
        since = [e for e in _erasures(data / name) if e[2] >= manifest.taken_at]
        try:
            with closing(sqlite3.connect(room / name, isolation_level=None)) as db:
                if _said(db) != "ok":
                    raise BackupError(f"控えの中の {name} が壊れています。ほかの控えを指定してください。")
                _erase(db, since)
        except sqlite3.DatabaseError as error:
            raise BackupError(f"控えの中の {name} を開けません。ほかの控えを指定してください。") from error


def digest_of(path: Path) -> str:
    """Return the digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copied(live: Path, copy: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(live, timeout=60)) as db:
        db.execute("VACUUM INTO ?", (str(copy),))
    with closing(sqlite3.connect(copy)) as db:
        if (said := _said(db)) != "ok":
            raise BackupError(
                f"{live.name} が壊れているため、控えを取れません({said[:200]})。以前の控えに戻してください。"
            )
        counts = {t: db.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in _tables(db)}  # noqa: S608 — from SQLite
        schema = db.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    return {"size": copy.stat().st_size, "digest": digest_of(copy), "schema": schema, "counts": counts}


def _erasures(present: Path) -> list[Erasure]:
    try:
        with closing(sqlite3.connect(f"file:{present}?mode=ro", uri=True)) as db:
            return list(db.execute("SELECT place, value, erased_at FROM erasures"))
    except sqlite3.Error:  # no such file or table here, or broken
        return []


def _erase(db: sqlite3.Connection, erasures: Sequence[Erasure]) -> None:
    """Delete what was erased, write that down, and leave no traces in free pages."""
    if not erasures:
        return
    db.execute("PRAGMA secure_delete=ON")
    db.execute("BEGIN IMMEDIATE")
    tables = _tables(db)
    for place, value, erased_at in erasures:
        table, _, column = place.partition(".")
        if not (_NAME.fullmatch(table) and _NAME.fullmatch(column) and table in tables):
            continue
        if column in {row[1] for row in db.execute(f'PRAGMA table_info("{table}")')}:
            db.execute(f'DELETE FROM "{table}" WHERE "{column}" = ?', (value,))  # noqa: S608 — both names are checked
        if "erasures" in tables:
            db.execute("INSERT OR REPLACE INTO erasures VALUES (?, ?, ?, 0)", (place, value, erased_at))
    db.execute("COMMIT")
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _tables(db: sqlite3.Connection) -> list[str]:
    return [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]


def _said(db: sqlite3.Connection) -> str:
    return "; ".join(row[0] for row in db.execute("PRAGMA integrity_check"))
