"""What every suite takes and gives: a Setup goes in; Measures, each with its scores by sample, come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from assistant.answering import Assistant
from assistant.answering.written import Writer
from eval.samples import DATASETS
from knowledge.search import KnowledgeBase

Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """The system that is judged, opened on the starter knowledge, and the day on which it answers.

    ``data`` is its data directory; a suite that must write (other hubs' entries, records) makes its own under ``scratch``.
    ``datasets`` is where the samples lie; ``whole`` asks for what takes minutes too; ``writer`` words the assistant's answers.
    """

    knowledge: KnowledgeBase
    assistant: Assistant
    data: Path
    scratch: Path
    today: date
    progress: Progress = no_progress
    datasets: Path = DATASETS
    whole: bool = False
    writer: Writer | None = None


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
    A score that reaches ``enough`` has not failed (usually 1, or 0 where lower is better). Samples named ``a/…`` belong to the
    same question ``a``: intervals are drawn over questions.
    """

    name: str
    label: str
    scores: tuple[Score, ...]
    better: Literal["higher", "lower"] = "higher"
    kind: Literal["mean", "events", "quantile"] = "mean"
    unit: str = ""
    quantile: float = 0.95
    enough: float | None = None


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
