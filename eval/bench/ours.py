"""This stack as a system under test: one entry a group of passages, catalog, both indexes and hybrid search."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from knowledge.embedding import Embedder
from knowledge.entries import Passage, Policy, Section, passage_id
from knowledge.search import KnowledgeBase

_TOGETHER = 20  # passages of one document
_LIMIT = 20


class Yorozu:
    """Documents without a title of their own, as the rivals have none either."""

    def __init__(self, embedder: Embedder, room: Path) -> None:
        self._knowledge = KnowledgeBase(room, embedder)
        self._own: dict[str, str] = {}

    def ingest(self, passages: Sequence[tuple[str, str]]) -> None:
        """Write the documents, embedding ahead as an import does, and build the indexes."""
        with self._knowledge.projection.vectors.ahead() as ahead:
            for at in range(0, len(passages), _TOGETHER):
                entry, parts = _document(f"document-{at}", passages[at : at + _TOGETHER])
                self._own |= {part.id: own for part, (own, _) in zip(parts, passages[at : at + _TOGETHER], strict=True)}
                self._knowledge.catalog.put(entry, parts, f"{entry.id}.txt")
                ahead.add(entry, parts)
        self._knowledge.update()
        self._knowledge.search("準備")

    def search(self, question: str) -> list[str]:
        """Return the passages of the best documents, best first."""
        found = [s for hit in self._knowledge.search(question, limit=_LIMIT) for s in hit.passages]
        return [self._own[s.passage.id] for s in sorted(found, key=lambda s: -s.score)]


def _document(entry_id: str, passages: Sequence[tuple[str, str]]) -> tuple[Policy, list[Passage]]:
    body, parts = "", []
    for n, (own, text) in enumerate(passages):
        start = len(body)
        body += text + "\n"
        part = passage_id(entry_id, own)
        end = start + len(text)
        parts.append(
            Passage(
                id=part,
                entry_id=entry_id,
                anchor="本文",
                ordinal=n,
                text=text,
                start=start,
                end=end,
                tokens=end - start,
            )
        )
    section = Section(anchor="本文", heading="本文", start=0, end=len(body))
    return Policy(id=entry_id, title="文書", body=body, sections=(section,), publisher="", category="document"), parts


SYSTEMS: Mapping[str, Callable[[Embedder, Path], Yorozu]] = {"yorozu": Yorozu}
