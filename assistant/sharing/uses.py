"""How often contributed cases were cited: by hub and day, nothing of who asked or what."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from assistant.answering import Answer
from assistant.records import Records
from assistant.records.sharing import SharingRows
from knowledge import taxonomy
from knowledge.entries import Entry


def contributor(entry: Entry) -> str:
    """Return who contributed an entry, as far as it is told: a hub by its name, or what review left of it."""
    code = entry.contributed_by.removeprefix("hub:")
    return taxonomy.HUBS.label_of(code) if code in taxonomy.HUBS else entry.contributed_by


class Uses:
    """Counts the answers that cited a contributed case, and thanks for them."""

    def __init__(self, records: Records, today: Callable[[], date] = date.today) -> None:
        self._rows, self._today = SharingRows(records), today

    def count(self, answer: Answer, hub: str) -> None:
        """Add one use for each contributed case that this answer cites."""
        cited = [s.entry_id for s in answer.sources if s.kind == "case" and s.origin == "contributed"]
        if cited:
            self._rows.used(cited, hub, self._today())

    def of(self, entry_ids: Iterable[str]) -> dict[str, int]:
        """Return how often each entry was cited; entries that never were are left out."""
        return self._rows.times(list(entry_ids))

    def thanks(self, entry_id: str) -> list[tuple[str, date, int]]:
        """Return hub, day and times of each use of an entry, the newest first: whom it helped, and when."""
        return self._rows.trail(entry_id)
