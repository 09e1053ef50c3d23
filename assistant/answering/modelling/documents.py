"""What the model is given to write from: the entries that were found, numbered S1, S2 …, within a budget of tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.evidence import Evidence
from assistant.answering.schemes import mentions_scheme, plain, schemes_named
from assistant.answering.writing.desk import Desk
from ingest.chunker import count_tokens
from ingest.orders import without_orders
from knowledge.entries import Entry, Section
from knowledge.search import Hit

#: The sections of a case that carry its story; whatever else there is can be opened by the reader.
_STORY = ("相談のきっかけ", "本質的課題", "打ち手", "結果", "分かれ目", "学び", "当てはまらない条件")
_GIST = ("分かれ目", "学び")
_LONGEST = 6_000  # characters of one document, however it was named


@dataclass(frozen=True, slots=True)
class Document:
    """An entry as the model sees it: ``sections`` are those that were shown, ``text`` is how."""

    id: str
    entry: Entry
    sections: tuple[Section, ...]
    text: str

    def section_of(self, quote: str) -> Section:
        """Return the section that shares most with a quote: there it is looked for."""
        wanted = _pairs(quote)
        return max(self.sections, key=lambda s: len(wanted & _pairs(self.entry.body[s.start : s.end])))


def documents(desk: Desk, budget: int, count: Callable[[str], int] = count_tokens) -> list[Document]:
    """Return the evidence within ``budget`` tokens, best first.

    Entries that the question names are never cut; then come the best ones whole, then the gist of those that no longer fit.
    """
    found = _ranked(desk.evidence)
    named = [h for h in found if _is_named(h.entry, desk.understood.text)]
    chosen: list[Document] = []
    used = 0
    for hit in (*named, *(h for h in found if h not in named)):
        number = f"S{len(chosen) + 1}"
        for sections in (_told(hit), _gist(hit)):
            document = _document(number, hit.entry, sections)
            tokens = count(document.text)
            if sections and (hit in named or used + tokens <= budget):
                chosen.append(document)
                used += tokens
                break
    return chosen


def by_id(found: Iterable[Document]) -> Mapping[str, Document]:
    """Return documents by their number."""
    return {document.id: document for document in found}


def _ranked(evidence: Evidence) -> list[Hit]:
    """Return what was found, each entry once: both sides of the best pair, then by use, best first."""
    pairs = [hit for pair in evidence.pairs for hit in (pair.good, pair.bad)]
    hits = (*pairs, *evidence.clauses[:2], *evidence.policies[:4], *evidence.playbooks[:1], *evidence.cases)
    return list({hit.entry.id: hit for hit in hits}.values())


def _is_named(entry: Entry, question: str) -> bool:
    asked = plain(question)
    return plain(entry.title) in asked or any(mentions_scheme(entry, name) for name in schemes_named(question))


def _told(hit: Hit) -> tuple[Section, ...]:
    """Return the story of a case; of anything else the sections of its best passages, in reading order."""
    if hit.entry.kind == "case":
        return _named(hit.entry, _STORY)
    anchors = {p.passage.anchor for p in hit.passages[:4]}
    return tuple(s for s in hit.entry.sections if s.anchor in anchors) or hit.entry.sections[:2]


def _gist(hit: Hit) -> tuple[Section, ...]:
    return _named(hit.entry, _GIST) if hit.entry.kind == "case" else _told(hit)[:1]


def _named(entry: Entry, anchors: Sequence[str]) -> tuple[Section, ...]:
    return tuple(s for s in entry.sections if s.anchor in anchors)


def _document(number: str, entry: Entry, sections: Sequence[Section]) -> Document:
    parts = [without_orders(f"[{s.heading or s.anchor}]\n{entry.body[s.start : s.end].strip()}") for s in sections]
    return Document(number, entry, tuple(sections), "\n".join([f"題名: {entry.title}", *parts])[:_LONGEST])


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
