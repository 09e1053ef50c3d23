"""What a writer hands to the verification, and the writer that needs no model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from assistant.answering.answer import Block
from assistant.answering.judge import Judgement
from assistant.answering.writing import write
from assistant.answering.writing.desk import Desk

#: The verification: sets the status of every sentence.
Check = Callable[[list[Block]], list[Block]]


@dataclass(frozen=True, slots=True)
class Written:
    """The blocks of an answer, or (not ``whole``) what is written of them so far.

    ``by``: the model's name, "" for the evidence writer. ``fallback``: why the model that is set did not write this.
    """

    blocks: list[Block]
    by: str = ""
    fallback: str = ""
    whole: bool = True


class Writer(Protocol):
    """Writes an answer from what is on the desk."""

    def write(self, desk: Desk, judgement: Judgement, check: Check) -> Iterator[Written]:
        """Yield what is written so far, any number of times, and the whole answer last.

        What is yielded will be verified; ``check`` tells a writer beforehand what will hold.
        """
        ...


class EvidenceWriter:
    """Writes in the entries' own sentences; at once, and always."""

    def write(self, desk: Desk, judgement: Judgement, check: Check) -> Iterator[Written]:
        """Yield the whole answer."""
        yield Written(write(desk, judgement))
