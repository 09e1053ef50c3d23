"""Reads the model's JSON while it is still being written: a sentence comes out as soon as its object is closed.

Accepts the whole shape, an array, one object a line, or objects inside a code fence or chatter; what is not an object with a
``text`` is passed over. Linear in the text: no object is parsed twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MOST_CHARACTERS = 40_000  # of one reply
_DEEPEST = 8
SHAPE: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "maxItems": 20,
            "items": {
                "type": "object",
                "properties": {
                    "part": {"type": "integer", "minimum": 1, "maximum": 9},
                    "text": {"type": "string", "maxLength": 200},
                    "refs": {
                        "type": "array",
                        "maxItems": 3,
                        "items": {
                            "type": "object",
                            "properties": {
                                "id": {"type": "string", "maxLength": 8},
                                "quote": {"type": "string", "maxLength": 80},
                            },
                            "required": ["id", "quote"],
                            "additionalProperties": False,
                        },
                    },
                },
                "required": ["part", "text", "refs"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}


class UnreadableError(ValueError):
    """A reply that is too long or too deep to be a draft."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence as the model wrote it: its part of the answer (from 1), and (source id, quote) pairs, nothing checked."""

    text: str
    refs: tuple[tuple[str, str], ...]
    part: int = 1


class Reader:
    """Takes pieces of a reply, gives back the sentences that they complete."""

    def __init__(self) -> None:
        self._text = ""
        self._at = 0
        self._open: list[tuple[int, bool]] = []  # where each open object begins, and whether it held a sentence
        self._quoted = self._escaped = False

    @property
    def said(self) -> str:
        """Return everything that was read."""
        return self._text

    def read(self, piece: str) -> Iterator[Drafted]:
        """Yield the sentences that a piece completes; raise UnreadableError beyond MOST_CHARACTERS."""
        if len(self._text) + len(piece) > MOST_CHARACTERS:
            raise UnreadableError("the reply is too long")
        self._text += piece
        while self._at < len(self._text):
            character = self._text[self._at]
            self._at += 1
            if self._escaped:
                self._escaped = False
            elif self._quoted:
                self._escaped = character == "\\"
                self._quoted = character != '"'
            elif character == '"':
                self._quoted = bool(self._open)  # a quotation mark in chatter opens nothing
            elif character == "{":
                if len(self._open) == _DEEPEST:
                    raise UnreadableError("the reply is nested too deeply")
                self._open.append((self._at - 1, False))
            elif character == "}" and self._open:
                yield from self._closed()

    def _closed(self) -> Iterator[Drafted]:
        start, held = self._open.pop()
        found = None if held else _sentence(self._text[start : self._at])
        if self._open and (held or found):
            self._open[-1] = (self._open[-1][0], True)
        if found:
            yield found


def _sentence(text: str) -> Drafted | None:
    if '"text"' not in text:
        return None
    try:
        given = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(given.get("text"), str) or not given["text"].strip():
        return None
    refs, part = given.get("refs"), given.get("part")
    pairs = [(r.get("id"), r.get("quote")) for r in refs if isinstance(r, dict)] if isinstance(refs, list) else []
    return Drafted(
        text=given["text"],
        refs=tuple((i, q) for i, q in pairs if isinstance(i, str) and isinstance(q, str)),
        part=part if type(part) is int and 1 <= part <= 9 else 1,
    )
