"""The marks and words by which a reader tells things apart; never colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from assistant.answering.answer import STATUSES
from knowledge import taxonomy

#: Outcome → the mark that stands before its word.
OUTCOME_MARKS: Mapping[str, str] = {"success": "○", "partial": "△", "failure": "×", "discontinued": "―"}
KINDS: Mapping[str, str] = {"case": "事例", "guideline": "行動指針", "policy": "資料"}
_OUTCOME_OF: Mapping[str, str] = {term.label: code for code, term in taxonomy.OUTCOMES.items()}


class Mark(NamedTuple):
    """How a supported sentence is marked: class, sign and word."""

    code: str
    sign: str
    word: str


#: Status → its mark; what is not supported is told in words.
STATUS_MARKS: Mapping[str, Mark] = {
    "verified": Mark("check", "✓", STATUSES["verified"]),
    "paraphrase": Mark("reworded", "≒", STATUSES["paraphrase"]),
}


class Outcome(NamedTuple):
    """How a case ended: code, mark and word."""

    code: str
    mark: str
    word: str


class Heading(NamedTuple):
    """A heading without the outcome that the writer put before it."""

    outcome: Outcome | None
    title: str


def status_mark(status: str) -> Mark | None:
    """Return how a sentence with a status is marked, or None where it has no mark."""
    return STATUS_MARKS.get(status)


def outcome(code: str) -> Outcome:
    """Return mark and word of an outcome."""
    return Outcome(code, OUTCOME_MARKS[code], taxonomy.OUTCOMES.label_of(code))


def split_heading(heading: str) -> Heading:
    """Split ``成功｜title``; a heading without an outcome stays whole."""
    word, bar, title = heading.partition("｜")
    if bar and word in _OUTCOME_OF:
        return Heading(outcome(_OUTCOME_OF[word]), title)
    return Heading(None, heading)


def premise_label(value: str) -> str:
    """Return the label of a premise ``field:code``, or nothing when there is no such premise."""
    name, _, code = value.partition(":")
    vocabulary = taxonomy.VOCABULARIES.get(name)
    return vocabulary.label_of(code) if vocabulary is not None and code in vocabulary else ""


def day(when: date | None) -> str:
    """Return a date as it is read in Japan."""
    return f"{when.year}年{when.month}月{when.day}日" if when else ""


def number(value: float) -> str:
    """Return a figure with thousands separated and no idle decimals."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def web_address(url: str) -> str:
    """Return ``url`` if a browser may be sent there (http or https with a host), else nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""
