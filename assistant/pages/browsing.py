"""The list of cases: a search, filters with counts as plain links, and pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from assistant.answering.understand import clean
from assistant.api.service import Service
from assistant.pages import labels
from assistant.pages.asked import PREMISES
from assistant.sharing.uses import contributor
from knowledge import taxonomy
from knowledge.entries import Case, Entry
from knowledge.filters import Filters

FACETS = ("outcome", *(name for name in PREMISES if name != "outcome"), "phase")
PAGE = 20
_MOST_FOUND = 200  # entries taken from a search by words
_OPEN_CHOICES = 8  # further choices of a facet are folded away


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: how many cases have it, and the address that sets or unsets it."""

    label: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A field to filter by; ``folded`` are its rarer values."""

    label: str
    choices: tuple[Choice, ...]
    folded: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A case in the list."""

    id: str
    title: str
    outcome: labels.Outcome | None
    facts: tuple[str, ...]
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """One page of the list."""

    words: str
    chosen: Mapping[str, tuple[str, ...]]
    total: int
    first: int
    items: tuple[Item, ...]
    facets: tuple[Facet, ...]
    earlier: str
    later: str

    def removals(self) -> list[tuple[str, str]]:
        """Return what is chosen, with the address that takes each away."""
        return [
            (taxonomy.VOCABULARIES[name].label_of(code), _toggled(self.words, self.chosen, name, code))
            for name, codes in self.chosen.items()
            for code in codes
        ]


def case_list(service: Service, words: str, chosen: Mapping[str, tuple[str, ...]], page: int) -> CaseList:
    """Return a page of the cases that match; raise UnknownCodeError for a code that does not exist."""
    everything = Filters(kinds=("case",))
    Filters(values=dict(chosen))  # an unknown code is an error even where nothing is found
    text = clean(words)
    found: Sequence[Entry] = service.knowledge.browse(everything, service.viewer)
    if text:
        found = [h.entry for h in service.knowledge.search(text, everything, None, service.viewer, limit=_MOST_FOUND)]
    matching = [e for e in found if Filters(values=dict(chosen)).allow(e)]
    first = PAGE * (page - 1)
    shown = matching[first : first + PAGE]
    times = service.cited(shown)
    return CaseList(
        words=text,
        chosen=chosen,
        total=len(matching),
        first=first + 1,
        items=tuple(_item(e, times.get(e.id)) for e in shown if isinstance(e, Case)),
        facets=tuple(facet for name in FACETS if (facet := _facet(found, text, chosen, name)).choices),
        earlier=_href(text, chosen, page - 1) if page > 1 else "",
        later=_href(text, chosen, page + 1) if first + PAGE < len(matching) else "",
    )


def _facet(found: Sequence[Entry], words: str, chosen: Mapping[str, tuple[str, ...]], name: str) -> Facet:
    """Count the values of a field among what the other fields let through: values of one field add up."""
    others = Filters(values={field: codes for field, codes in chosen.items() if field != name})
    counts = Counter(code for e in found if others.allow(e) for code in e.facets().get(name, ()))
    vocabulary = taxonomy.VOCABULARIES[name]
    own = chosen.get(name, ())
    ranked = sorted({*counts, *own}, key=lambda code: (code not in own, -counts[code], code))
    choices = tuple(
        Choice(vocabulary.label_of(code), counts[code], _toggled(words, chosen, name, code), code in own)
        for code in ranked
    )
    return Facet(vocabulary.label, choices[:_OPEN_CHOICES], choices[_OPEN_CHOICES:])


def _item(case: Case, times: int | None = None) -> Item:
    text = case.text_of("分かれ目") or case.text_of(case.sections[0].anchor)
    facts = (
        taxonomy.INDUSTRIES.label_of(case.industry),
        taxonomy.SIZES.label_of(case.size),
        taxonomy.OWNER_TYPES.label_of(case.owner_type),
        taxonomy.STAGES.label_of(case.stage),
        *(taxonomy.TOPICS.label_of(t) for t in case.topics),
        taxonomy.ORIGINS.label_of(case.origin),
        contributor(case),
        f"参照{times:,}回" if times else "",
    )
    excerpt = f"{text[:90]}…" if len(text) > 90 else text
    ended = labels.outcome(case.outcome) if case.outcome else None
    return Item(case.id, case.title, ended, tuple(fact for fact in facts if fact), excerpt)


def _toggled(words: str, chosen: Mapping[str, tuple[str, ...]], name: str, code: str) -> str:
    own = chosen.get(name, ())
    codes = tuple(c for c in own if c != code) if code in own else (*own, code)
    return _href(words, {**chosen, name: codes})


def _href(words: str, chosen: Mapping[str, tuple[str, ...]], page: int = 1) -> str:
    pairs = [("q", words)] if words else []
    pairs += [(name, code) for name, codes in chosen.items() for code in codes]
    pairs += [("page", str(page))] if page > 1 else []
    return f"/cases?{urlencode(pairs)}" if pairs else "/cases"
