"""What an entry leaves in the catalog's tables, and what erasing it does to each of them.

``TREATMENT`` names every column that can hold text; a test fails when a table gets one that is not named there.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from knowledge.catalog import ERASED, Catalog, text_hash
from knowledge.catalog.tables import (
    CHANGES,
    DECISIONS,
    ENTRIES,
    IMPORT_RUNS,
    NOTES,
    ORIGINALS,
    PASSAGES,
    REVIEWS,
    SOURCES,
    VECTORS,
    VERSIONS,
)
from knowledge.premises import dense_context

PENDING = "erasing"  # note with the ids whose indexes are still to be built anew
_ROW = "the row goes"
_PROGRAM = "written by the program, tells nothing of an entry"
#: What happens to each text column, by table.
TREATMENT: Mapping[str, Mapping[str, str]] = {
    "entries": dict.fromkeys(
        ("id", "kind", "title", "visibility", "state", "digest", "record", "source", "written_at"), _ROW
    ),
    "versions": dict.fromkeys(("entry_id", "digest", "record", "source", "written_at"), _ROW),
    "passages": dict.fromkeys(("id", "entry_id", "anchor", "context", "text"), _ROW),
    "vectors": dict.fromkeys(("model", "text_hash", "vector"), "the row goes unless another entry has the same text"),
    "sources": dict.fromkeys(
        ("path", "root", "digest", "state", "detail", "read_at"),
        "the row goes unless another entry comes from the file; then detail is emptied",
    ),
    "changes": {"entry_id": "kept: the tombstone that indexes follow"},
    "notes": dict.fromkeys(("name", "value"), _PROGRAM),
    "reviews": dict.fromkeys(
        (
            "id",
            "entry_id",
            "title",
            "visibility",
            "kinds",
            "state",
            "content_mark",
            "source_mark",
            "item",
            "held_at",
            "changed_at",
        ),
        _ROW,
    ),
    "originals": dict.fromkeys(("item", "review_id", "state"), "marked to be erased by the quarantine store"),
    "decisions": dict.fromkeys(("review_id", "reviewer", "person", "action", "kinds", "note", "decided_at"), _ROW),
    "import_runs": dict.fromkeys(("started_at", "report"), "the row goes when its report names the entry or its file"),
    "alembic_version": {"version_num": _PROGRAM},
}
_BATCH = 500  # entries or hashes in one statement


class EraseError(RuntimeError):
    """An erasure that cannot be carried out; the message is the Japanese sentence the user sees."""


def erase_rows(catalog: Catalog, ids: Sequence[str]) -> None:
    """Delete everything in one transaction, leave tombstones, and note that the files are still to follow."""
    pending = json.loads(catalog.note(PENDING) or "[]")
    with catalog.writing() as db:
        for entry_id in ids:
            paths = set(db.scalars(sa.select(VERSIONS.c.source).where(VERSIONS.c.entry_id == entry_id)))
            for column in (ENTRIES.c.id, VERSIONS.c.entry_id, PASSAGES.c.entry_id):
                db.execute(sa.delete(column.table).where(column == entry_id))
            for path in paths:
                _erase_source(db, path)
            _erase_reviews(db, entry_id)
            for mark in {entry_id, *paths, *(Path(path).name for path in paths)} - {""}:
                for said in {mark, json.dumps(mark)[1:-1]}:
                    db.execute(sa.delete(IMPORT_RUNS).where(IMPORT_RUNS.c.report.contains(said, autoescape=True)))
            db.execute(sa.insert(CHANGES).values(entry_id=entry_id))
            _note(db, f"{ERASED}{entry_id}", "1")
        _note(db, PENDING, json.dumps(list(dict.fromkeys([*pending, *ids]))))
    _erase_unused_vectors(catalog)


def _erase_source(db: sa.Connection, path: str) -> None:
    shared = sa.select(sa.literal(1)).where(ENTRIES.c.source == path).limit(1)
    if db.scalar(shared):
        db.execute(sa.update(SOURCES).where(SOURCES.c.path == path).values(detail=""))
    else:
        db.execute(sa.delete(SOURCES).where(SOURCES.c.path == path))


def _erase_reviews(db: sa.Connection, entry_id: str) -> None:
    reviews = list(db.scalars(sa.select(REVIEWS.c.id).where(REVIEWS.c.entry_id == entry_id)))
    for review_id in reviews:
        db.execute(sa.update(ORIGINALS).where(ORIGINALS.c.review_id == review_id).values(state="erasing"))
        db.execute(sa.delete(DECISIONS).where(DECISIONS.c.review_id == review_id))
        db.execute(sa.delete(REVIEWS).where(REVIEWS.c.id == review_id))


def _erase_unused_vectors(catalog: Catalog) -> None:
    """Delete the vectors of texts that no entry in use has: old versions' texts are not known by their hash any more."""
    used: set[str] = set()
    ids = catalog.entry_ids()
    for at in range(0, len(ids), _BATCH):
        some = ids[at : at + _BATCH]
        entries, passages = catalog.get_many(some), catalog.passages(some)
        for entry_id, entry in entries.items():
            for p in passages[entry_id]:
                used.update((text_hash(p.text), text_hash(dense_context(entry, p))))
    with catalog.writing() as db:
        unused = [h for h in db.scalars(sa.select(VECTORS.c.text_hash).distinct()) if h not in used]
        for at in range(0, len(unused), _BATCH):
            db.execute(sa.delete(VECTORS).where(VECTORS.c.text_hash.in_(unused[at : at + _BATCH])))


def _note(db: sa.Connection, name: str, value: str) -> None:
    db.execute(sa.delete(NOTES).where(NOTES.c.name == name))
    db.execute(sa.insert(NOTES).values(name=name, value=value))


def scrub(data: Path, wait: float) -> None:
    """Write the catalog anew without its free pages, and empty the log: both still hold what was deleted."""
    until = time.monotonic() + wait
    try:
        with closing(sqlite3.connect(data / "catalog.db", timeout=wait, isolation_level=None)) as db:
            db.execute("PRAGMA secure_delete=ON")
            db.execute("VACUUM")
            while db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:  # a reader is at work
                if time.monotonic() > until:
                    raise EraseError(
                        "台帳が使われていて、消去を終えられません。少し待って、同じ命令をもう一度実行してください。"
                    )
                time.sleep(0.1)
    except sqlite3.Error as error:
        raise EraseError("消去を終えられません。空き容量を確かめて、同じ命令をもう一度実行してください。") from error
