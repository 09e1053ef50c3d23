"""The numbers of an answer's sources: 1, 2, 3 … in the order in which a reader meets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.answer import Block, Sentence, Source


def numbered(blocks: Sequence[Block], sources: Sequence[Source]) -> tuple[list[Block], tuple[Source, ...]]:
    """Return the blocks and the sources that they cite, both numbered anew from 1 without holes."""
    places: dict[int, int] = {}
    for block in blocks:
        for sentence in block.all_sentences():
            for citation in sentence.citations:
                places.setdefault(citation.number, len(places) + 1)

    if all(old == new for old, new in places.items()):
        return list(blocks), tuple(sorted((s for s in sources if s.number in places), key=lambda s: s.number))

    def renumbered(sentence: Sentence) -> Sentence:
        return replace(sentence, citations=tuple(replace(c, number=places[c.number]) for c in sentence.citations))

    cited = sorted((s for s in sources if s.number in places), key=lambda s: places[s.number])
    return [b.changed(renumbered) for b in blocks], tuple(replace(s, number=places[s.number]) for s in cited)
