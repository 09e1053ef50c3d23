"""What the import asks of the gate, and what the gate answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from ingest.anonymise import Known
from knowledge.entries import Entry


class GateError(RuntimeError):
    """The gate is closed; the message is the Japanese sentence the user sees."""


@dataclass(frozen=True, slots=True)
class Admission:
    """What the gate made of one entry: ``entry`` as it may enter, or None.

    Without an entry, ``held`` tells that it waits for people, ``decided`` ("accepted", "rejected") what they said of the
    same content before, and ``reason`` why it was refused.
    """

    entry: Entry | None
    held: bool = False
    decided: str = ""
    reason: str = ""


class Gate(Protocol):
    """What stands before the catalog: nothing that identifies a client passes."""

    def judges(self, entry: Entry) -> bool:
        """Tell whether this entry goes through the gate."""
        ...

    def admit(
        self, entries: Sequence[tuple[Entry, Sequence[Known]]], source: str, progress: Callable[[int], None]
    ) -> Iterator[Admission]:
        """Yield what becomes of each entry, in order; raise GateError when nothing can be judged: nothing enters then."""
        ...

    def withdraw(self, source: str) -> None:
        """Take back what waits from a file that is gone."""
        ...

    def hidden_key(self, path: str) -> str:
        """Return a name for a path that tells nobody what the path says, with the same folders for the same folders."""
        ...

    def clean(self, text: str, known: Sequence[Known] = ()) -> str:
        """Return a message without what identifies someone."""
        ...
