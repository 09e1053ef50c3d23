"""What was read of the catalog last, kept in memory until the catalog changes: entries, passages, counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from knowledge.catalog import Catalog
from knowledge.entries import Entry, Passage

_ENTRIES = 5_000  # kept at most; about 50 MB of cases
_PASSAGES = 20_000
_Value = TypeVar("_Value")


class Snapshot:
    """The catalog as of one change; what is asked for is read once. Safe for many threads."""

    def __init__(self, catalog: Catalog, head: int) -> None:
        self.head = head
        self._catalog = catalog
        self._entries: dict[str, Entry] = {}
        self._passages: dict[str, Passage] = {}
        self._visible: dict[tuple[str, ...], Mapping[str, int]] = {}
        self._all: tuple[Entry, ...] | None = None

    def entries(self, entry_ids: Iterable[str]) -> dict[str, Entry]:
        """Return the active entries among these ids."""
        return _kept(self._entries, entry_ids, self._catalog.get_many)

    def passages(self, passage_ids: Iterable[str]) -> dict[str, Passage]:
        """Return these passages; ids that are gone are left out."""
        return _kept(self._passages, passage_ids, self._catalog.passages_by_id)

    def visible(self, partitions: tuple[str, ...]) -> Mapping[str, int]:
        """Return the number of active entries by kind under the given visibilities."""
        if partitions not in self._visible:
            self._visible[partitions] = self._catalog.visible(partitions)
        return self._visible[partitions]

    def all_entries(self) -> tuple[Entry, ...]:
        """Return every active entry, by id."""
        if self._all is None:
            self._all = tuple(self._catalog.entries())
        return self._all

    @property
    def full(self) -> bool:
        """Tell whether more is kept than should be."""
        return len(self._entries) > _ENTRIES or len(self._passages) > _PASSAGES


class AtHand:
    """Hands out the snapshot of the newest change; safe for many threads."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._last = Snapshot(catalog, -1)

    def now(self) -> Snapshot:
        """Return the catalog as it stands now."""
        head, last = self._catalog.head(), self._last
        if last.head != head or last.full:
            self._last = last = Snapshot(self._catalog, head)
        return last


def _kept(
    kept: dict[str, _Value], wanted: Iterable[str], read: Callable[[Sequence[str]], Mapping[str, _Value]]
) -> dict[str, _Value]:
    """Return what is wanted from what is kept, reading what is missing; what is gone is left out."""
    ids = list(wanted)
    missing = [i for i in ids if i not in kept]
    if missing:
        kept.update(read(missing))
    return {i: kept[i] for i in ids if i in kept}
