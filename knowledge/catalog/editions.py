"""Which policy has a newer edition: the same scheme with a later number or date."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from knowledge.catalog import Catalog
from knowledge.entries import Entry, Policy
from knowledge.filters import Viewer


@dataclass(frozen=True, slots=True)
class Edition:
    """One policy of a scheme; ``guessed`` tells that nobody has confirmed its scheme, number or dates.

    Of an edition that supersedes another one, ``guessed`` speaks of both.
    """

    entry_id: str
    title: str
    visibility: str
    number: int | None
    since: date | None
    dated: date | None
    guessed: bool


class Editions:
    """Knows the editions of every scheme in the catalog; after a change it reads only what changed."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._head = -1
        self._schemes: dict[str, dict[str, Edition]] = {}
        self._scheme_of: dict[str, str] = {}
        self._reading = threading.Lock()

    def newer(self, entry: Entry, viewer: Viewer, today: date) -> Edition | None:
        """Return the newest edition that supersedes an entry by ``today`` and that the viewer may see, if there is one.

        Editions are compared by number where all of them have one, else by date; an edition without a date stands alone.
        """
        if not isinstance(entry, Policy) or not entry.scheme:
            return None
        self._refresh()
        members = [
            edition
            for edition in list(self._schemes.get(entry.scheme, {}).values())
            if edition.visibility in viewer.partitions() and not (edition.since and edition.since > today)
        ]
        own = _edition(entry)
        numbered = all(edition.number is not None for edition in [own, *members])
        best = max(members, key=lambda edition: (_age(edition, numbered), edition.entry_id), default=own)
        place = _age(own, numbered)
        if place == _UNKNOWN or _age(best, numbered) <= place:
            return None
        return replace(best, guessed=best.guessed or own.guessed)

    def _refresh(self) -> None:
        head = self._catalog.head()
        if head == self._head:
            return
        with self._reading:
            if self._head < 0:
                self._take(self._catalog.entries("policy"))
            else:
                changed = self._catalog.changed_since(self._head)
                for entry_id in changed:
                    self._schemes.get(self._scheme_of.pop(entry_id, ""), {}).pop(entry_id, None)
                self._take(self._catalog.get_many(changed).values())
            self._head = head

    def _take(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            if isinstance(entry, Policy) and entry.scheme:
                self._schemes.setdefault(entry.scheme, {})[entry.id] = _edition(entry)
                self._scheme_of[entry.id] = entry.scheme


_UNKNOWN = (-1, date.min)


def _age(edition: Edition, numbered: bool) -> tuple[int, date]:
    if numbered and edition.number is not None:
        return edition.number, edition.dated or date.min
    return (0, edition.dated) if edition.dated else _UNKNOWN


def _edition(policy: Policy) -> Edition:
    return Edition(
        entry_id=policy.id,
        title=policy.title,
        visibility=policy.visibility,
        number=policy.edition,
        since=policy.valid_from,
        dated=policy.valid_from or policy.as_of,
        guessed=bool({"scheme", "edition", "as_of"} & set(policy.guessed)),
    )
