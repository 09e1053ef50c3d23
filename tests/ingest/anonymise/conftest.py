"""Sentences with {kind|text} marks, read into plain text and spans."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.anonymise.recogniser import GinzaRecogniser

_MARK = re.compile(r"\{([a-z-]+)\|([^{}]*)\}")
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Marked:
    """A sentence without its marks, and (kind, start, end) of each."""

    text: str
    spans: tuple[tuple[str, int, int], ...]


def read_marked(name: str) -> list[Marked]:
    """Read one table; lines that begin with # are remarks."""
    lines = (_HERE / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    return [_parse(line) for line in lines if line and not line.startswith("#")]


def _parse(line: str) -> Marked:
    text = ""
    spans = []
    at = 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        spans.append((mark.group(1), len(text), len(text) + len(mark.group(2))))
        text += mark.group(2)
        at = mark.end()
    return Marked(text + line[at:], tuple(spans))


@pytest.fixture(scope="session")
def table() -> Callable[[str], list[Marked]]:
    return read_marked


@pytest.fixture(scope="session")
def ginza() -> GinzaRecogniser:
    """GiNZA without the tagger, loaded once for all tests of this folder."""
    return GinzaRecogniser(tagger=lambda: None)
