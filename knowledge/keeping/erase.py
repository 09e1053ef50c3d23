"""Takes an entry out of every file: rows, old versions, vectors of its texts, free pages, the log, and all indexes.

What remains is the id, in the change log and as a tombstone: it keeps the same document from being registered again unseen.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from knowledge.catalog import ERASED, Catalog
from knowledge.catalog.tables import CHANGES, ENTRIES, REVIEWS, VERSIONS
from knowledge.indexes import reading_copy
from knowledge.indexes.projection import Projection
from knowledge.keeping.backup import registered
from knowledge.keeping.erased_rows import PENDING, EraseError, erase_rows, scrub

_WAIT = 20.0  # seconds for readers to move on, and for the log to be free


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased; ``backups`` still hold it, ``still_open`` names generations that a running program has not left."""

    erased: tuple[str, ...]
    backups: tuple[str, ...]
    still_open: tuple[str, ...]


def erase(
    data: Path, catalog: Catalog, projection: Projection, entry_ids: Sequence[str], wait: float = _WAIT
) -> Erasure:
    """Erase entries and build the indexes anew without them; finish earlier erasures that were stopped."""
    ids = list(dict.fromkeys(entry_ids))
    pending = json.loads(catalog.note(PENDING) or "[]")
    unknown = [i for i in ids if i not in pending and not _known(catalog, i)]
    if unknown:
        raise EraseError(
            f"「{unknown[0]}」という知識はありません。python -m knowledge search で id を確かめてください。"
        )
    holding = _holding(catalog, ids + pending)
    erase_rows(catalog, ids)
    scrub(data, wait)
    projection.update(rebuild=True)
    projection.sweep()
    for leftover in data.glob(".restore-*"):  # of a restore that was stopped
        shutil.rmtree(leftover)
    still_open = _wait_for_readers(data, projection, wait)
    catalog.put_note(PENDING, "[]")
    return Erasure(tuple(dict.fromkeys(ids + pending)), holding, still_open)


def tombstones(catalog: Catalog) -> list[str]:
    """Return the ids that were erased."""
    return [name.removeprefix(ERASED) for name in catalog.notes(ERASED)]


def _known(catalog: Catalog, entry_id: str) -> bool:
    with catalog.reading() as db:
        return any(
            db.scalar(sa.select(sa.literal(1)).where(column == entry_id).limit(1))
            for column in (ENTRIES.c.id, VERSIONS.c.entry_id, REVIEWS.c.entry_id)
        )


def _holding(catalog: Catalog, entry_ids: Iterable[str]) -> tuple[str, ...]:
    """Name the backups taken after any of these entries was first written, with their time."""
    first = sa.select(sa.func.min(CHANGES.c.seq)).where(CHANGES.c.entry_id.in_(list(entry_ids)))
    with catalog.reading() as db:
        seq = db.scalar(first)
    if seq is None:
        return ()
    return tuple(f"{path}({b['taken_at']})" for path, b in sorted(registered(catalog).items()) if b["head"] >= seq)


def _wait_for_readers(data: Path, projection: Projection, wait: float) -> tuple[str, ...]:
    """Wait until no program has an older generation open; a server moves on within seconds. Return those that remain."""
    manifest = projection.current()
    until = time.monotonic() + wait
    while True:
        older = {name for name in reading_copy.held(data / "open") if not manifest or name != manifest.generation}
        if not older or time.monotonic() > until:
            return tuple(sorted(older))
        time.sleep(0.2)
