"""Which entries a search may return.

Semantics, tested in ``tests/knowledge/test_filters.py``: values of one field are OR, fields are AND; an entry without a
field matches that field only when ``unknown`` names it; visibility (national, and the viewer's own hub) always holds and
comes from the viewer, never from a filter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge import taxonomy
from knowledge.entries import KINDS, Entry

FIELDS = (
    "industry",
    "size",
    "owner_type",
    "owner_traits",
    "stage",
    "topics",
    "phase",
    "outcome",
    "category",
    "partners",
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose eyes a search has: a hub's member (``hub`` = "13") or nobody in particular (national entries only)."""

    hub: str = ""

    def partitions(self) -> tuple[str, ...]:
        """Return the visibilities that this viewer may see."""
        return ("national", f"hub:{self.hub}") if self.hub else ("national",)

    def may_see(self, entry: Entry) -> bool:
        """Tell whether the entry lies in one of the viewer's partitions."""
        return entry.visibility in self.partitions()


@dataclass(frozen=True, slots=True)
class Filters:
    """Coded conditions on entries; empty means every entry that the viewer may see."""

    kinds: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for kind in self.kinds:
            if kind not in KINDS:
                raise taxonomy.UnknownCodeError(f"種類「{kind}」は case、guideline、policy のどれかです。")
        for name, codes in self.values.items():
            if name not in FIELDS:
                raise taxonomy.UnknownCodeError(f"絞り込み「{name}」は使えません。使えるもの: {'、'.join(FIELDS)}")
            for code in codes:
                taxonomy.VOCABULARIES[name].require(code)

    def allow(self, entry: Entry) -> bool:
        """Tell whether one entry meets the conditions (visibility is the viewer's matter)."""
        if self.kinds and entry.kind not in self.kinds:
            return False
        if not self.values:
            return True
        facets = entry.facets()
        return all(
            any(code in facets[name] for code in codes) if facets.get(name) else name in self.unknown
            for name, codes in self.values.items()
            if codes
        )


def facet_terms(entry: Entry) -> list[str]:
    """Return the entry's coded fields as index terms (``industry:09``); ``name:?`` marks a field it does not have."""
    facets = entry.facets()
    terms = [f"{name}:{code}" for name, codes in facets.items() for code in codes]
    return terms + [f"{name}:?" for name in FIELDS if not facets.get(name)]


def required_terms(filters: Filters) -> list[list[str]]:
    """Return the conditions as index terms: every inner list needs at least one of its terms."""
    return [
        [f"{name}:{code}" for code in codes] + ([f"{name}:?"] if name in filters.unknown else [])
        for name, codes in filters.values.items()
        if codes
    ]
