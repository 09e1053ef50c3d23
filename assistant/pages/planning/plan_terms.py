"""The trade terms that a plan leaves unexplained, each with the first sentence that a glossary has for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from pydantic import BaseModel

from assistant.answering.quoting import sentence_spans
from assistant.answering.writing.glossary import Glossary, Term
from assistant.answering.writing.terms import MOST
from assistant.plans.plan import Cited, Plan, Said
from knowledge.entries import Entry


@dataclass(frozen=True, slots=True)
class PlanTerm:
    """A term and what the glossary says of it, word for word."""

    name: str
    said: Said


def terms_of(plan: Plan, glossary: Glossary, lookup: Callable[[str], Entry | None]) -> tuple[PlanTerm, ...]:
    """Return the rarest terms of a plan, at most as many as an answer explains; what the owner wrote needs no explanation.

    ``lookup`` fetches an entry if the viewer may see it.
    """
    told = plan.intake
    spoken = list(_spoken(plan))
    own = "\n".join([told.worry, told.tried, told.wish, told.own_reasons, *(s.text for s in spoken if s.by == "owner")])
    found = glossary.unexplained([s.text for s in spoken if s.by != "owner"], own)
    explained = ((term.name, _explanation(term, lookup)) for term in found)
    return tuple(islice((PlanTerm(name, said) for name, said in explained if said), MOST))


def _spoken(value: object) -> Iterator[Said]:
    """Yield every text of a plan in the order in which its parts stand."""
    if isinstance(value, Said):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _spoken(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _spoken(part)


def _explanation(term: Term, lookup: Callable[[str], Entry | None]) -> Said | None:
    for entry_id, anchor in term.places:
        entry = lookup(entry_id)
        section = next((s for s in entry.sections if s.anchor == anchor), None) if entry else None
        spans = sentence_spans(entry.body, section.start, section.end) if entry and section else []
        if entry and spans:
            start, end = spans[0]
            quote = entry.body[start:end]
            where = Cited(entry_id=entry.id, anchor=anchor, quote=quote, start=start, end=end, title=entry.title)
            return Said(text=quote, by="source", cited=(where,))
    return None
