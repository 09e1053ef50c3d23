"""The one truth, in SQL: entries with their versions and passages, cached vectors, ingested files, and a change log.

SQLite in WAL mode with ``synchronous=FULL`` by default; any SQLAlchemy URL by setting. A write is acknowledged when its
method returns: it is then on disk. Indexes follow the change log (``head``, ``changed_since``) and can always be rebuilt.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from knowledge.catalog.tables import CHANGES, ENTRIES, NOTES, PASSAGES, SOURCES, VECTORS, VERSIONS
from knowledge.database import Database
from knowledge.entries import Entry, Passage, digest, from_record, to_record

_IN = 500  # values in one IN (…)
SCHEMA = "0002"
MIGRATIONS = Path(__file__).parent / "migrations"


_LAST_CHANGE = "SELECT max(seq) FROM changes"  # as text: every search asks
ERASED = "erased:"  # notes under this name are the tombstones of erased entries


class CatalogError(RuntimeError):
    """The catalog cannot be read or written; the message is the Japanese sentence the user sees."""


class ForeignEntryError(CatalogError):
    """An entry id that another source already uses; nothing was written."""

    def __init__(self, entry_id: str, source: str) -> None:
        super().__init__(
            f"id「{entry_id}」は別のファイル({source})ですでに使われています。"
            "id を変えてください(PDF などの文書では、名前の後ろに .yaml を付けたファイルに id を書けます)。"
        )
        self.source = source


class ErasedEntryError(CatalogError):
    """An entry id that was erased and must not come back by itself; nothing was written."""

    def __init__(self, entry_id: str) -> None:
        super().__init__(
            f"id「{entry_id}」は消去済みのため、登録しません。元のファイルを片付けてください。"
            "別の内容を登録するときは、id を変えてください。"
        )


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its path, the root it was found under, content digest, state and a detail in words."""

    path: str
    root: str
    digest: str
    state: str
    detail: str = ""
    read_at: str = ""


_FAILURES = {
    "open": "知識の台帳(catalog.db)を開けません。壊れているか、書き込みできない場所にあります。",
    "read": "知識の台帳(catalog.db)を読めません。python -m knowledge doctor で確かめてください。",
    "write": "知識の台帳に書き込めません。空き容量と書き込みの許可を確かめてください。",
}


def _failure(doing: str) -> CatalogError:
    return CatalogError(_FAILURES[doing])


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Catalog(Database):
    """Reads and writes the truth; safe for many threads, and for many processes on one SQLite file."""

    def __init__(self, url: str, clock: Callable[[], datetime] = _utc_now) -> None:
        self._clock = clock
        super().__init__(url, MIGRATIONS, SCHEMA, _failure)

    @classmethod
    def at(cls, data: Path) -> Catalog:
        """Open (or create) the SQLite catalog in a data directory."""
        try:
            data.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise CatalogError(
                f"データの置き場所 {data} を作れません。書き込みできる場所を指定してください。"
            ) from error
        return cls(f"sqlite:///{data / 'catalog.db'}")

    # -- writing ---------------------------------------------------------------------------------------------------

    def put(self, entry: Entry, passages: Sequence[Passage], source: str) -> str:
        """Write one entry with its passages; return ``added``, ``changed`` or ``unchanged``.

        Raise ForeignEntryError when an active entry of another source has the same id, ErasedEntryError when it was erased.
        """
        new_digest = hashlib.sha256((digest(entry) + "".join(p.id for p in passages)).encode()).hexdigest()
        with self.writing() as db:
            if db.scalar(sa.select(NOTES.c.name).where(NOTES.c.name == f"{ERASED}{entry.id}")):
                raise ErasedEntryError(entry.id)
            row = db.execute(sa.select(ENTRIES).where(ENTRIES.c.id == entry.id)).mappings().first()
            if row and row["state"] == "active" and row["source"] != source:
                raise ForeignEntryError(entry.id, row["source"])
            if row and row["state"] == "active" and row["digest"] == new_digest:
                return "unchanged"
            version = row["version"] + 1 if row else 1
            written = {
                "digest": new_digest,
                "record": json.dumps(to_record(entry), ensure_ascii=False),
                "source": source,
                "written_at": self._clock().isoformat(timespec="seconds"),
            }
            facts = {"kind": entry.kind, "title": entry.title, "visibility": entry.visibility, "state": "active"}
            if row:
                db.execute(
                    sa.update(ENTRIES).where(ENTRIES.c.id == entry.id).values(version=version, **facts, **written)
                )
            else:
                db.execute(sa.insert(ENTRIES).values(id=entry.id, version=version, **facts, **written))
            db.execute(sa.insert(VERSIONS).values(entry_id=entry.id, version=version, **written))
            db.execute(sa.delete(PASSAGES).where(PASSAGES.c.entry_id == entry.id))
            if passages:
                db.execute(sa.insert(PASSAGES), [_passage_row(p) for p in passages])
            db.execute(sa.insert(CHANGES).values(entry_id=entry.id))
        return "changed" if row and row["state"] == "active" else "added"

    def retire(self, entry_ids: Iterable[str]) -> int:
        """Take entries out of use (their versions stay on record); return how many were active."""
        count = 0
        with self.writing() as db:
            for entry_id in entry_ids:
                done = db.execute(
                    sa.update(ENTRIES)
                    .where(ENTRIES.c.id == entry_id, ENTRIES.c.state == "active")
                    .values(state="retired")
                )
                if done.rowcount:
                    count += 1
                    db.execute(sa.delete(PASSAGES).where(PASSAGES.c.entry_id == entry_id))
                    db.execute(sa.insert(CHANGES).values(entry_id=entry_id))
        return count

    def put_source(self, source: Source) -> None:
        """Record that a file was read, replacing what was recorded under its path."""
        values = {
            "root": source.root,
            "digest": source.digest,
            "state": source.state,
            "detail": source.detail,
            "read_at": self._clock().isoformat(timespec="seconds"),
        }
        with self.writing() as db:
            if not db.execute(sa.update(SOURCES).where(SOURCES.c.path == source.path).values(**values)).rowcount:
                db.execute(sa.insert(SOURCES).values(path=source.path, **values))

    def forget_source(self, path: str) -> None:
        """Remove the record of a file."""
        with self.writing() as db:
            db.execute(sa.delete(SOURCES).where(SOURCES.c.path == path))

    def put_note(self, name: str, value: str) -> None:
        """Remember a small fact about this catalog."""
        with self.writing() as db:
            if not db.execute(sa.update(NOTES).where(NOTES.c.name == name).values(value=value)).rowcount:
                db.execute(sa.insert(NOTES).values(name=name, value=value))

    def put_vectors(self, model: str, vectors: Mapping[str, npt.NDArray[np.float32]]) -> None:
        """Cache vectors by the hash of the text they were made from."""
        query = sa.select(VECTORS.c.text_hash).where(VECTORS.c.model == model)
        with self.writing() as db:
            known = {row["text_hash"] for row in _rows_in(db, query, VECTORS.c.text_hash, list(vectors))}
            rows = [
                {"model": model, "text_hash": h, "vector": v.astype(np.float32).tobytes()}
                for h, v in vectors.items()
                if h not in known
            ]
            if rows:
                db.execute(sa.insert(VECTORS), rows)

    # -- reading ---------------------------------------------------------------------------------------------------

    def get(self, entry_id: str) -> Entry | None:
        """Return the active entry with this id."""
        return self.get_many([entry_id]).get(entry_id)

    def get_many(self, entry_ids: Sequence[str]) -> dict[str, Entry]:
        """Return the active entries among these ids."""
        query = sa.select(ENTRIES.c.id, ENTRIES.c.record).where(ENTRIES.c.state == "active")
        with self.reading() as db:
            rows = _rows_in(db, query, ENTRIES.c.id, entry_ids)
            return {row["id"]: _entry(row["record"]) for row in rows}

    def retired(self, entry_id: str) -> Entry | None:
        """Return an entry that was taken out of use, as it last stood."""
        query = sa.select(ENTRIES.c.record).where(ENTRIES.c.id == entry_id, ENTRIES.c.state == "retired")
        with self.reading() as db:
            record = db.scalar(query)
        return _entry(record) if record else None

    def entries(self, kind: str = "") -> Iterator[Entry]:
        """Yield every active entry (of one kind), by id."""
        query = sa.select(ENTRIES.c.record).where(ENTRIES.c.state == "active").order_by(ENTRIES.c.id)
        if kind:
            query = query.where(ENTRIES.c.kind == kind)
        with self.reading() as db:
            for row in db.execute(query):
                yield from_record(json.loads(row.record))

    def entry_ids(self) -> list[str]:
        """Return the ids of every active entry."""
        with self.reading() as db:
            return list(db.scalars(sa.select(ENTRIES.c.id).where(ENTRIES.c.state == "active").order_by(ENTRIES.c.id)))

    def version_of(self, entry_id: str) -> int:
        """Return the current version number of an active entry, 0 if there is none."""
        with self.reading() as db:
            found = db.scalar(sa.select(ENTRIES.c.version).where(ENTRIES.c.id == entry_id, ENTRIES.c.state == "active"))
        return found or 0

    def passages(self, entry_ids: Sequence[str]) -> dict[str, list[Passage]]:
        """Return the passages of these entries in order."""
        found: dict[str, list[Passage]] = {entry_id: [] for entry_id in entry_ids}
        with self.reading() as db:
            for row in _rows_in(db, sa.select(PASSAGES), PASSAGES.c.entry_id, entry_ids):
                found[row["entry_id"]].append(Passage(**row))
        for passages in found.values():
            passages.sort(key=lambda p: p.ordinal)
        return found

    def passage_count(self, entry_ids: Sequence[str]) -> int:
        """Return how many passages these entries have."""
        counted = sa.select(sa.func.count().label("n"))
        with self.reading() as db:
            return sum(int(row["n"]) for row in _rows_in(db, counted, PASSAGES.c.entry_id, entry_ids))

    def passages_by_id(self, passage_ids: Sequence[str]) -> dict[str, Passage]:
        """Return these passages; ids that are gone are left out."""
        with self.reading() as db:
            return {row["id"]: Passage(**row) for row in _rows_in(db, sa.select(PASSAGES), PASSAGES.c.id, passage_ids)}

    def vectors(self, model: str, text_hashes: Sequence[str]) -> dict[str, npt.NDArray[np.float32]]:
        """Return the cached vectors among these text hashes."""
        query = sa.select(VECTORS.c.text_hash, VECTORS.c.vector).where(VECTORS.c.model == model)
        with self.reading() as db:
            rows = _rows_in(db, query, VECTORS.c.text_hash, text_hashes)
            return {row["text_hash"]: np.frombuffer(row["vector"], np.float32) for row in rows}

    def sources(self, root: str = "") -> dict[str, Source]:
        """Return what was recorded of ingested files (under one root), by path."""
        query = sa.select(SOURCES)
        if root:
            query = query.where(SOURCES.c.root == root)
        with self.reading() as db:
            return {row["path"]: Source(**row) for row in db.execute(query).mappings()}

    def entries_of(self, source: str) -> list[str]:
        """Return the ids of the active entries that came from one file."""
        query = sa.select(ENTRIES.c.id).where(ENTRIES.c.source == source, ENTRIES.c.state == "active")
        with self.reading() as db:
            return list(db.scalars(query))

    def note(self, name: str) -> str:
        """Return what was remembered under a name, or ""."""
        with self.reading() as db:
            return db.scalar(sa.select(NOTES.c.value).where(NOTES.c.name == name)) or ""

    def notes(self, prefix: str) -> dict[str, str]:
        """Return what was remembered under names that begin with ``prefix``."""
        query = sa.select(NOTES.c.name, NOTES.c.value).where(NOTES.c.name.startswith(prefix, autoescape=True))
        with self.reading() as db:
            return {row.name: row.value for row in db.execute(query)}

    def head(self) -> int:
        """Return the number of the last change."""
        with self.reading() as db:
            return db.exec_driver_sql(_LAST_CHANGE).scalar() or 0

    def changed_since(self, seq: int) -> list[str]:
        """Return the ids of entries that changed after ``seq``, each once."""
        query = sa.select(CHANGES.c.entry_id).where(CHANGES.c.seq > seq).distinct()
        with self.reading() as db:
            return list(db.scalars(query))

    def counts(self) -> dict[str, int]:
        """Return the number of active entries by kind, of passages, and of cached vectors."""
        with self.reading() as db:
            kinds = db.execute(
                sa.select(ENTRIES.c.kind, sa.func.count()).where(ENTRIES.c.state == "active").group_by(ENTRIES.c.kind)
            )
            found = {str(kind): int(n) for kind, n in kinds}
            found["passages"] = db.scalar(sa.select(sa.func.count()).select_from(PASSAGES)) or 0
            found["vectors"] = db.scalar(sa.select(sa.func.count()).select_from(VECTORS)) or 0
        return found

    def visible(self, partitions: Sequence[str]) -> dict[str, int]:
        """Return the number of active entries by kind under the given visibilities."""
        counted = sa.select(ENTRIES.c.kind, sa.func.count()).where(
            ENTRIES.c.state == "active", ENTRIES.c.visibility.in_(partitions)
        )
        with self.reading() as db:
            return {str(kind): int(n) for kind, n in db.execute(counted.group_by(ENTRIES.c.kind))}

    def damaged_entries(self) -> list[str]:
        """Return the ids of active entries that are not as they were written: their digest or their passages do not fit."""
        damaged = []
        query = sa.select(ENTRIES).where(ENTRIES.c.state == "active").order_by(ENTRIES.c.id)
        with self.reading() as db:
            for row in db.execute(query):
                of_entry = sa.select(PASSAGES.c.id, PASSAGES.c.start, PASSAGES.c.end, PASSAGES.c.text)
                passages = list(db.execute(of_entry.where(PASSAGES.c.entry_id == row.id).order_by(PASSAGES.c.ordinal)))
                if not _as_written(row, passages):
                    damaged.append(row.id)
        return damaged

    def damaged_vectors(self) -> int:
        """Return how many cached vectors are not of length 1."""
        damaged = 0
        with self.reading() as db:
            for blob in db.scalars(sa.select(VECTORS.c.vector)):
                length = float(np.linalg.norm(np.frombuffer(blob, np.float32))) if len(blob) % 4 == 0 else 0.0
                damaged += not abs(length - 1.0) < 1e-3
        return damaged


def _rows_in(
    db: sa.Connection, query: sa.Select[Any], column: sa.Column[str], values: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Yield the rows whose column has one of the values, in as many statements as the database's bound needs."""
    unique = list(dict.fromkeys(values))
    for at in range(0, len(unique), _IN):
        part = query.where(column.in_(unique[at : at + _IN]))
        yield from (dict(row) for row in db.execute(part).mappings())


@functools.lru_cache(maxsize=1_000)
def _entry(record: str) -> Entry:
    """Return the entry of a record; the same text is the same value, and values are frozen."""
    return from_record(json.loads(record))


def text_hash(text: str) -> str:
    """Return the key under which the vector of a text is cached."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _as_written(row: Any, passages: Sequence[Any]) -> bool:
    """Compare an entry and its passages with the digest taken when they were written, whatever version wrote them."""
    try:
        record = json.loads(row.record)
        text = json.dumps(record, ensure_ascii=False, sort_keys=True)
        facts = (record["kind"], record["title"], record["visibility"])
        slices = [record["body"][p.start : p.end] for p in passages]
    except (ValueError, KeyError, TypeError):
        return False
    of_entry = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    found = hashlib.sha256((of_entry + "".join(p.id for p in passages)).encode("utf-8", "replace")).hexdigest()
    return (
        found == row.digest and facts == (row.kind, row.title, row.visibility) and slices == [p.text for p in passages]
    )


def _passage_row(passage: Passage) -> dict[str, object]:
    return {name: getattr(passage, name) for name in Passage.__dataclass_fields__}
