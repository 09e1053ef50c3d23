"""Opens the queue over a data directory: its key, its quarantine, and where accepted cases go."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from ingest import chunker
from ingest.quarantine import Quarantine
from ingest.quarantine_key import find_key
from ingest.review.editing import Detects
from ingest.review.problems import ReviewError
from ingest.review.queue import Publish, ReviewQueue, not_on_disk
from knowledge.catalog import Catalog
from knowledge.catalog.reviews import Reviews
from knowledge.entries import Entry

FOLDER = "quarantine"


def open_queue(
    data: Path,
    catalog: Catalog,
    detector: Detects,
    environment: Mapping[str, str] = os.environ,
    gone: Callable[[str], bool] = not_on_disk,
) -> ReviewQueue:
    """Return the queue of a data directory, with what a stop cut off finished.

    Raise QuarantineError when there is no usable key, ReviewError when YOROZU_REVIEWERS_NATIONAL is no number of people.
    """
    quarantine = Quarantine(data / FOLDER, find_key(data, environment))
    queue = ReviewQueue(Reviews(catalog), quarantine, publisher(catalog), detector, needed(environment), gone=gone)
    queue.recover()
    return queue


def needed(environment: Mapping[str, str] = os.environ) -> int:
    """Return how many different people must approve what the whole country will see (YOROZU_REVIEWERS_NATIONAL)."""
    text = environment.get("YOROZU_REVIEWERS_NATIONAL", "2").strip()
    if text not in {str(n) for n in range(1, 10)}:
        raise ReviewError("YOROZU_REVIEWERS_NATIONAL は 1〜9 の人数で指定してください。")
    return int(text)


def publisher(catalog: Catalog) -> Publish:
    """Return what writes an accepted entry with its passages; the indexes are brought up to the catalog afterwards."""

    def publish(entry: Entry, source: str) -> str:
        return catalog.put(entry, chunker.passages_of(entry), source)

    return publish
