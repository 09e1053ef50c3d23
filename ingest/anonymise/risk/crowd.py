"""How many cases share a combination of premises, counted fast: one bit a case, one number a value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.entries import Case
from knowledge.taxonomy import HUBS, INDUSTRIES

#: Premises by which somebody could recognise a client, in the order in which they are named to a reviewer.
PREMISES = ("industry", "size", "region", "owner_type", "topics")
_SMALL = frozenset({"s1", "s5", "s20"})  # 小規模: up to 20 people, as the law on small firms has it
WIDE_SIZES = {"small": "20人以下", "large": "21人以上"}


@dataclass(frozen=True, slots=True)
class Traits:
    """The premises of one case; "" and an empty set are unknown and match anything."""

    industry: str = ""
    size: str = ""
    region: str = ""
    owner_type: str = ""
    topics: frozenset[str] = frozenset()


def traits_of(case: Case) -> Traits:
    """Return the premises of a case; its region is the hub that alone may see it, or else the hub that gave it."""
    hub = re.search(r"(?:^|hub:)([0-9]{2})$", case.visibility) or re.search(
        r"(?:^|hub:)([0-9]{2})$", case.contributed_by
    )
    region = hub.group(1) if hub else next((h.code for h in HUBS.values() if h.label == case.contributed_by), "")
    return Traits(case.industry, case.size, region, case.owner_type, frozenset(case.topics))


def section_of(industry: str) -> str:
    """Return the section (大分類) of a division, or "" when it is unknown."""
    return INDUSTRIES[industry].group if industry in INDUSTRIES else ""


def wide_size(size: str) -> str:
    """Return the wide band of a size, or "" when it is unknown."""
    return ("small" if size in _SMALL else "large") if size else ""


@dataclass
class Crowd:
    """The cases known so far; ``count`` tells how many could be meant by a combination."""

    _numbers: dict[str, int] = field(default_factory=dict)  # case id → its bit
    _bits: dict[tuple[str, str], int] = field(default_factory=dict)  # (premise, value) → the cases that have it

    @classmethod
    def of(cls, cases: Iterable[Case]) -> Crowd:
        """Count the cases; a second case with an id takes the place of the first."""
        crowd = cls()
        for case_id, traits in {case.id: traits_of(case) for case in cases}.items():
            crowd.add(case_id, traits)
        return crowd

    def add(self, case_id: str, traits: Traits) -> None:
        """Count one more case; one that was counted before gets its new premises."""
        bit = 1 << self._numbers.setdefault(case_id, len(self._numbers))
        for key in [key for key, bits in self._bits.items() if bits & bit]:
            self._bits[key] &= ~bit
        for key in _keys(traits):
            self._bits[key] = self._bits.get(key, 0) | bit

    def count(self, case_id: str, wanted: Iterable[tuple[str, frozenset[str]]]) -> int:
        """Return how many cases have one of the values of every wanted premise, or do not tell it; with the case itself."""
        alike = (1 << len(self._numbers)) - 1
        for premise, values in wanted:
            bits = self._bits.get((premise, ""), 0)
            for value in values:
                bits |= self._bits.get((premise, value), 0)
            alike &= bits
        number = self._numbers.get(case_id)
        return alike.bit_count() + (0 if number is not None and alike >> number & 1 else 1)


def _keys(traits: Traits) -> list[tuple[str, str]]:
    """Return the (premise, value) pairs under which a case is counted; the value "" says that it does not tell."""
    return [
        ("industry", traits.industry),
        ("section", section_of(traits.industry)),
        ("size", traits.size),
        ("wide-size", wide_size(traits.size)),
        ("region", traits.region),
        ("owner_type", traits.owner_type),
        *(("topics", topic) for topic in traits.topics or {""}),
    ]
