"""The catalog as one file, taken while others write, and put back on an empty machine.

A backup is a ZIP of ``manifest.json``, ``catalog.db`` (entries, versions, passages, vectors, review state and sources) and the
generation of indexes in use, so that nothing has to be built before the first answer. Not in it, on purpose: the originals in the quarantine store and their key. It never holds what was erased before (``VACUUM INTO`` copies no free pages).
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import sqlite3
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from knowledge.catalog import ERASED, SCHEMA, Catalog, CatalogError
from knowledge.keeping.durable_file import sync_folder, write_durably
from knowledge.keeping.erased_rows import PENDING, EraseError, erase_rows, scrub

FORMAT = 1
NOTE = "backup:"  # notes under this name tell which backups were taken: path → time and head
_ABSENT = ("quarantine originals and their key",)
_GENERATION = re.compile(r"[a-z0-9-]{1,80}")
_ALWAYS = 1 << 62  # the head of a catalog kept aside: it may hold anything
_BLOCK = 1 << 20
_STALE = 86_400  # seconds after which a half-written backup is nobody's any more


class BackupError(RuntimeError):
    """A backup that cannot be taken or put back; the message is the Japanese sentence the user sees."""


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """What a backup holds: when it was taken, the last change in it, its schema, counts by table, models, and a digest."""

    format: int
    taken_at: str
    head: int
    schema: str
    counts: dict[str, int]
    models: list[str]
    size: int
    digest: str
    absent: list[str]
    generation: str = ""


def take(data: Path, file: Path, force: bool = False, now: datetime | None = None) -> BackupManifest:
    """Write a backup of a live catalog to ``file`` and register it; an existing file is replaced only by ``force``."""
    file = file.resolve()
    if file.exists() and not force:
        raise BackupError(f"{file} はすでにあります。別の名前にするか、--force を付けてください。")
    if not file.parent.is_dir():
        raise BackupError(f"{file.parent} というフォルダがありません。先に作ってください。")
    taken_at = (now or datetime.now(UTC)).isoformat(timespec="seconds")
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
            manifest = replace(_describe(copy, taken_at), generation=_copy_generation(data, room))
            packed = room / "packed"
            _pack(packed, manifest, room)
            packed.chmod(0o600)
            packed.replace(file)
            sync_folder(file.parent)
        finally:
            shutil.rmtree(room, ignore_errors=True)
    _register(data, file, taken_at, manifest.head)
    return manifest


def restore(
    file: Path, data: Path, force: bool = False, now: datetime | None = None
) -> tuple[BackupManifest, Path | None]:
    """Put a backup into a data directory; return its manifest and, with ``force``, where the catalog before is kept.

    Everything is unpacked and examined beside the catalog first; one rename then puts it in place, so a stop at any moment
    leaves the old catalog or the new one. Indexes are taken out of use before that: they belong to the old catalog.
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
            aside = _make_way(data, now or datetime.now(UTC))
            (room / "catalog.db").chmod(0o600)
            (room / "catalog.db").replace(data / "catalog.db")
            sync_folder(data)
            if not erased:  # else the indexes still hold it
                _place_generation(room, data, manifest.generation)
        finally:
            shutil.rmtree(room, ignore_errors=True)
    if aside:
        _register(data, aside / "catalog.db", manifest.taken_at, _ALWAYS)
    return manifest, aside


def registered(catalog: Catalog) -> dict[str, dict[str, Any]]:
    """Return the backups that were taken: path → ``taken_at`` and ``head``."""
    return {name.removeprefix(NOTE): json.loads(value) for name, value in catalog.notes(NOTE).items()}


def _register(data: Path, file: Path, taken_at: str, head: int) -> None:
    catalog = Catalog.at(data)
    try:
        catalog.put_note(f"{NOTE}{file}", json.dumps({"taken_at": taken_at, "head": head}))
    finally:
        catalog.close()


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
        FORMAT, taken_at, head, schema, counts, models, copy.stat().st_size, _digest(copy), list(_ABSENT)
    )


def _copy_generation(data: Path, room: Path) -> str:
    """Copy the generation in use, which nobody may sweep away meanwhile; return its name, or "" when there is none."""
    folder = data / "projections"
    if not (folder / "current.json").is_file():
        return ""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            name = str(json.loads((folder / "current.json").read_text())["generation"])
            if _GENERATION.fullmatch(name):
                shutil.copytree(folder / name, room / "projections" / name)
                return name
        except (OSError, ValueError, KeyError, TypeError, shutil.Error):  # indexes can be built again
            shutil.rmtree(room / "projections", ignore_errors=True)
    return ""


def _pack(packed: Path, manifest: BackupManifest, room: Path) -> None:
    with packed.open("xb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr("manifest.json", json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
            archive.write(room / "catalog.db", "catalog.db")
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
            manifest = BackupManifest(**json.loads(archive.read("manifest.json")))
            if manifest.format > FORMAT or manifest.schema > SCHEMA:
                raise BackupError(
                    f"{file} は、より新しい版のプログラムで取った控えです。プログラムを新しくしてから戻してください。"
                )
            with archive.open("catalog.db") as packed, (room / "catalog.db").open("xb") as out:
                left = manifest.size + 1  # a file that says it is small cannot fill the disk
                while left > 0 and (block := packed.read(min(_BLOCK, left))):
                    out.write(block)
                    left -= len(block)
                out.flush()
                os.fsync(out.fileno())
            _unpack_generation(archive, manifest.generation, room)
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
    if (room / "catalog.db").stat().st_size != manifest.size or _digest(room / "catalog.db") != manifest.digest:
        raise foreign
    return manifest


def _unpack_generation(archive: zipfile.ZipFile, name: str, room: Path) -> None:
    if not _GENERATION.fullmatch(name):
        return
    for info in archive.infolist():
        parts = Path(info.filename).parts
        if parts[:2] == ("projections", name) and ".." not in parts:
            target = room.joinpath(*parts)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with archive.open(info) as packed, target.open("xb") as out:
                shutil.copyfileobj(packed, out)


def _place_generation(room: Path, data: Path, name: str) -> None:
    """Put the indexes of the backup beside its catalog; without them they are built again."""
    if (room / "projections" / name).is_dir() and name:
        (data / "projections").mkdir(exist_ok=True, mode=0o700)
        (room / "projections" / name).rename(data / "projections" / name)
        write_durably(data / "projections" / "current.json", json.dumps({"generation": name}))


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


def _make_way(data: Path, now: datetime) -> Path | None:
    """Take the present indexes out of use and keep the present catalog aside; it stays in place until the last moment."""
    present = data / "catalog.db"
    if not present.exists():
        shutil.rmtree(data / "projections", ignore_errors=True)
        return None
    aside = data / f"before-restore-{now:%Y%m%dT%H%M%S%f}"
    whole = _let_go(present)
    aside.mkdir(mode=0o700)
    (data / "projections" / "current.json").unlink(missing_ok=True)
    shutil.rmtree(data / "projections", ignore_errors=True)  # they can be built again
    os.link(present, aside / "catalog.db")
    if not whole:
        for suffix in ("-wal", "-shm"):
            if (log := data / f"catalog.db{suffix}").exists():
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


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _errors(said: str) -> Iterator[None]:
    """Turn the errors of SQLite and of the file system into ours."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise BackupError(said) from error
