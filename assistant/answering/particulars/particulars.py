"""Reads what a question asks for with the vector that it is searched with anyway."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answering.meaning import Meaning
from assistant.answering.particulars.kinds import KINDS, Kinds, load_kinds

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*")
_ASKS = re.compile(r"[?？]$|(?:か|教えて(?:ください|下さい|ほしい)?|知りたい(?:です)?|ください|下さい)[。]?$")
_SHORTEST, _LONGEST = 4, 120  # characters of an asking sentence


@dataclass(frozen=True, slots=True)
class Particular:
    """What a question seems to ask for: one of KINDS; ``sure`` when hardly any question that can be answered reads like it."""

    kind: str
    sure: bool


class Particulars:
    """Says whether a question asks for a particular that no source holds; silent for other models; safe for many threads."""

    def __init__(self, meaning: Meaning, kinds: Kinds | None = None) -> None:
        self._meaning = meaning
        self._kinds = kinds or load_kinds()

    def of(self, text: str) -> Particular | None:
        """Return what a question asks for that no source holds; None for most questions."""
        vector = self._meaning(text, self._kinds.model)
        if vector is None:
            return None
        scores = self._kinds.scores(asking(text), vector)
        if scores[0] < self._kinds.likely:
            return None
        return Particular(KINDS[int(scores[1:].argmax())], bool(scores[0] >= self._kinds.sure))


def asking(text: str) -> str:
    """Return the last sentence that asks, the last of all where none does; its end, when it is long."""
    found: list[str] = [s.strip() for s in _SENTENCE.findall(text) if len(s.strip()) >= _SHORTEST] or [text.strip()]
    asked = [s for s in found if _ASKS.search(s)]
    return (asked or found)[-1][-_LONGEST:]
