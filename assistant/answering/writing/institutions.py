"""Which institution to refer to: the one that a text names first, as the entry that describes it."""

from __future__ import annotations

from assistant.answering.writing.desk import Desk
from knowledge import taxonomy
from knowledge.entries import Entry


def named_in(desk: Desk, text: str) -> Entry | None:
    """Return the entry of the first partner institution that a text names; the hub itself only if it is the only one."""
    places: dict[str, int] = {}
    for code, term in taxonomy.PARTNERS.items():
        found = [text.find(word) for word in (*term.words, term.label) if word in text]
        if found:
            places[code] = min(found) if code != "yorozu" else len(text)
    for code in sorted(places, key=lambda c: places[c]):
        entry = desk.lookup(f"institution-{code}")
        if entry is not None:
            return entry
    return None
