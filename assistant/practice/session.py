"""The values of a practice: its turns, and the record of them that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

MAX_TURNS = 30  # questions of one practice
MAX_TEXT = 2_000  # characters of a question or a proposal


class PracticeError(ValueError):
    """Something in a practice that cannot be done; the message is the Japanese sentence the user sees."""


class UnknownPracticeError(PracticeError):
    """No such practice of this learner."""

    def __init__(self) -> None:
        super().__init__("この練習は見つかりません。消されたか、ほかのブラウザーで始めたものかもしれません。")


class StalePracticeError(PracticeError):
    """The practice went on elsewhere meanwhile."""

    def __init__(self) -> None:
        super().__init__("この練習は、別の画面で先に進んでいます。画面を開き直して、続きからお願いします。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What the learner said (``kind``: question or proposal; names masked) and what the client answered.

    ``reply`` are sentences of the case, word for word, from the section ``anchor``; empty when the case does not tell.
    """

    kind: str
    text: str
    reply: tuple[str, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One practice. ``state``: open, or closed once a proposal was made. ``version`` counts its changes, from 1."""

    id: str
    case_id: str
    state: str
    version: int
    started_at: str
    turns: tuple[Turn, ...] = ()

    @property
    def questions(self) -> tuple[Turn, ...]:
        """Return the turns that asked the client something."""
        return tuple(t for t in self.turns if t.kind == "question")

    @property
    def proposal(self) -> str:
        """Return what was proposed at the end, or ""."""
        return next((t.text for t in self.turns if t.kind == "proposal"), "")


def to_record(turns: tuple[Turn, ...]) -> list[dict[str, Any]]:
    """Return turns as JSON values."""
    return [asdict(turn) for turn in turns]


def from_record(rows: list[Mapping[str, Any]]) -> tuple[Turn, ...]:
    """Return the turns that ``to_record`` wrote."""
    return tuple(Turn(**{**row, "reply": tuple(row["reply"])}) for row in rows)
