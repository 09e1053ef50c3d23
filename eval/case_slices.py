"""Slices by the cases that answer a question: 業種, 経営者タイプ and outcome, where they agree."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.entries import Case, Entry

_FACETS = ("industry", "owner_type", "outcome")


def case_slices(entries: Iterable[Entry]) -> dict[str, str]:
    """Return facet → code of the cases among the entries; of several that differ in a facet, nothing is told."""
    cases = [e.facets() for e in entries if isinstance(e, Case)]
    found = {}
    for name in _FACETS:
        codes = {facets.get(name, ("",))[0] for facets in cases}
        if len(codes) == 1:
            found[name] = codes.pop()
    return found
