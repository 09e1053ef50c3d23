"""Names known from the record (client, firm, staff, place), found in every spelling: legal form, spaces, kana, width, case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.anonymise.finding import Hit
from ingest.anonymise.names.firms import FORM, firm_core
from ingest.anonymise.folded import Folded, fold


@dataclass(frozen=True, slots=True)
class Known:
    """A name that the record itself gives; ``role`` is person, firm, place or other and chooses the stand-in."""

    name: str
    role: str = "other"


KINDS = {"person": "person", "firm": "firm", "place": "place"}
_HONORIFIC = r"(?= ?(?:様|さん|氏|さま|殿|社長|会長|専務|先生|代表|部長|店長|くん|ちゃん))"


def find_known(folded: Folded, known: Sequence[Known]) -> Iterator[Hit]:
    """Yield each place where one of ``known`` stands; a name of one letter counts only before an honorific."""
    for one in known:
        kind = KINDS.get(one.role, "known")
        name = fold(one.name).text
        yield from find_name(folded, firm_core(name), kind)
        parts = name.split()
        if one.role not in ("firm", "place") and len(parts) == 2 and not FORM.search(name):
            if all(not p.isascii() for p in parts):
                yield from find_name(folded, firm_core(parts[0]), kind, tail=_HONORIFIC)


def find_name(folded: Folded, core: str, kind: str, certainty: float = 1.0, tail: str = "") -> Iterator[Hit]:
    """Yield every place of one name, with a legal form that stands beside it."""
    core = fold(core).kana
    if not core:
        return
    tail = tail or (_HONORIFIC if len(core) == 1 else "")
    edge = (r"(?<![a-z0-9])", r"(?![a-z0-9])") if core.isascii() else ("", "")
    between = r"[ ・]?"
    pattern = re.compile(edge[0] + between.join(re.escape(c) for c in core) + edge[1] + tail)
    for match in pattern.finditer(folded.kana):
        start, end = match.span()
        before = re.search(rf"(?:{FORM.pattern}) ?$", folded.text[max(0, start - 20) : start])
        after = re.compile(rf" ?(?:{FORM.pattern})").match(folded.text, end)
        if before:
            start -= len(before.group())
        elif after:
            end = after.end()
        yield Hit(kind, start, end, certainty)
