"""What every suite takes and gives: a Setup goes in; Measures, each with its scores by sample, come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from assistant.answering import Assistant
from knowledge.search import KnowledgeBase

Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """The system that is judged, opened on the starter knowledge, and the day on which it answers.

    ``data`` is its data directory; a suite that must write (other hubs' entries, records) makes its own under ``scratch``.
    """

    knowledge: KnowledgeBase
    assistant: Assistant
    data: Path
    scratch: Path
    today: date
    progress: Progress = no_progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a measure says of one sample; ``slices`` names its kind (intent, role, industry, outcome, owner_type, half …).

    ``question``, ``answer`` and ``why`` are for people who read the worst cases.
    """

    sample: str
    value: float
    slices: Mapping[str, str] = field(default_factory=dict)
    question: str = ""
    answer: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One metric over all samples. ``kind``: the mean of the scores, or ``events`` (scores 0/1 that ought to be rare: ≤ 3/n).

    ``name`` is unique in its suite and stable; ``label`` is Japanese; ``better`` tells which way is good; ``unit`` "" for a share.
    """

    name: str
    label: str
    scores: tuple[Score, ...]
    better: Literal["higher", "lower"] = "higher"
    kind: Literal["mean", "events", "quantile"] = "mean"
    unit: str = ""
    quantile: float = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table beside the measures: a confusion table, a curve, a list. ``plot`` names how it may be drawn."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    plot: Literal["", "line", "bar", "heat"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteResult:
    """What a suite found. ``data``: file → sha256 of what it read. ``notes``: limits, one Japanese sentence each."""

    suite: str
    measures: tuple[Measure, ...]
    tables: tuple[Table, ...] = ()
    data: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class Suite(Protocol):
    """A suite by name."""

    def __call__(self, setup: Setup) -> SuiteResult:
        """Run it."""
        ...
