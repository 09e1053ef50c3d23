"""An entry's texts laid end to end, so that one name gets one stand-in everywhere, and put back after replacement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import accumulate
from typing import Any

from knowledge.entries import Case, Entry, Figure

_BETWEEN = "\n\n\n\n"  # no identifier reaches over so many line ends
_CODED = frozenset({"id", "body", "visibility", "origin", "size", "industry", "owner_type", "stage", "phase"})
_CODED_TOO = frozenset({"period", "outcome", "mission", "category", "partner", "scheme"})


@dataclass(frozen=True, slots=True, order=True)
class Replacement:
    """``words`` in place of the characters ``start`` to ``end`` of the joined text."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a character of the joined text belongs: a field of the entry (``body``, ``title``, ``figures`` …) and offset."""

    field: str
    offset: int


class Texts:
    """Every free text of an entry: title, body, headings, figures, tools and other written fields."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._names, self._parts = zip(*_texts_of(entry), strict=True)
        self._starts = [0, *accumulate(len(part) + len(_BETWEEN) for part in self._parts)]
        self.joined = _BETWEEN.join(self._parts)

    def place(self, at: int) -> Place:
        """Return the field and the offset in it of a character of the joined text."""
        number = max(n for n, start in enumerate(self._starts[:-1]) if start <= at)
        return Place(self._names[number].partition(" ")[0], at - self._starts[number])

    def spans(self) -> list[tuple[str, int, str]]:
        """Return (field, offset in the joined text, text) of the title and the body."""
        return [
            (name, start, part)
            for name, start, part in zip(self._names, self._starts, self._parts, strict=False)
            if name in ("title", "body")
        ]

    def replaced(self, replacements: Sequence[Replacement]) -> Entry:
        """Return the entry with the replacements made; sections keep their text, wherever it has moved.

        ``replacements`` are in order and do not overlap.
        """
        new = {name: self._new_text(number, replacements) for number, name in enumerate(self._names)}
        entry = self._entry
        start = self._starts[self._names.index("body")]
        sections = tuple(
            replace(
                section,
                heading=new[f"sections {number}"],
                start=_moved(start + section.start, replacements) - _moved(start, replacements),
                end=_moved(start + section.end, replacements) - _moved(start, replacements),
            )
            for number, section in enumerate(entry.sections)
        )
        written: dict[str, Any] = {name: text for name, text in new.items() if " " not in name}
        entry = replace(entry, sections=sections, **written)
        return _with_figures(entry, new) if isinstance(entry, Case) else entry

    def _new_text(self, number: int, replacements: Sequence[Replacement]) -> str:
        begin, text = self._starts[number], self._parts[number]
        pieces, at = [], 0
        for change in replacements:
            start, end = max(0, change.start - begin), min(len(text), change.end - begin)
            if change.end > begin and change.start < begin + len(text):
                pieces += [text[at:start], change.words]
                at = end
        return "".join([*pieces, text[at:]])


def _texts_of(entry: Entry) -> list[tuple[str, str]]:
    """Return (name, text) of each free text; a name with a number is an item of a list."""
    texts = [("title", entry.title), ("body", entry.body)]
    texts += [(f"sections {n}", section.heading) for n, section in enumerate(entry.sections)]
    for field in fields(entry):
        value = getattr(entry, field.name)
        if isinstance(value, str) and field.name not in _CODED | _CODED_TOO | {"title"}:
            texts.append((field.name, value))
    if isinstance(entry, Case):
        texts += [(f"tools {n}", tool) for n, tool in enumerate(entry.tools)]
        for n, figure in enumerate(entry.figures):
            texts += [(f"figures {n} {part}", getattr(figure, part)) for part in ("name", "unit", "span")]
    return texts


def _with_figures(case: Case, new: dict[str, str]) -> Case:
    tools = tuple(new[f"tools {n}"] for n in range(len(case.tools)))
    figures = tuple(
        Figure(
            name=new[f"figures {n} name"],
            before=figure.before,
            after=figure.after,
            unit=new[f"figures {n} unit"],
            span=new[f"figures {n} span"],
        )
        for n, figure in enumerate(case.figures)
    )
    return replace(case, tools=tools, figures=figures)


def _moved(at: int, replacements: Sequence[Replacement]) -> int:
    """Return where a place of the old text lies in the new one; inside a replacement it is that one's end."""
    shift = 0
    for change in replacements:
        if change.end <= at:
            shift += len(change.words) - (change.end - change.start)
        elif change.start < at:
            return change.start + shift + len(change.words)
        else:
            break
    return at + shift
