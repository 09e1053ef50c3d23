"""Checks every sentence against the stored text of what it cites; only what is found there is marked 確認済.

A quote counts when the entry, read anew from the catalog, has it at the cited place (else anywhere in the cited section);
or when it matches after NFKC, space and punctuation folding: then the source's own words are shown. Linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.answering.answer import Block, Citation, Sentence
from knowledge.entries import Entry

_MIN_FOLDED = 12  # characters; shorter strings match by chance
_CLUSTER = re.compile(r".[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*", re.DOTALL)  # a character with its voicing marks


def verify(blocks: list[Block], lookup: Callable[[str], Entry | None]) -> list[Block]:
    """Return the blocks with every sentence's status set."""
    entries: dict[str, Entry | None] = {}
    for block in blocks:
        for sentence in block.all_sentences():
            for citation in sentence.citations:
                if citation.entry_id not in entries:
                    entries[citation.entry_id] = lookup(citation.entry_id)
    return [block.changed(lambda sentence: verify_sentence(sentence, entries)) for block in blocks]


def verify_sentence(sentence: Sentence, entries: Mapping[str, Entry | None]) -> Sentence:
    """Return the sentence as verified (in the source's own words) or unverified with the reason."""
    if sentence.status == "note" and not sentence.citations:
        return sentence
    if not sentence.citations:
        return replace(sentence, status="unverified", reason="出典がありません")
    checked: list[Citation] = []
    for citation in sentence.citations:
        entry = entries.get(citation.entry_id)
        found = find_quote(citation, entry) if entry else None
        if found is None:
            return replace(sentence, status="unverified", reason="引用した文が出典に見つかりません")
        checked.append(found)
    said = next((citation.quote for citation in checked if _says(citation.quote, sentence.text)), None)
    if said is None:
        return replace(sentence, status="unverified", reason="文が引用の範囲を超えています", citations=tuple(checked))
    return replace(sentence, status="verified", text=said, citations=tuple(checked))


def find_quote(citation: Citation, entry: Entry) -> Citation | None:
    """Return the citation at the place where the entry really has the quote, or None."""
    if not citation.quote.strip():
        return None
    section = next((s for s in entry.sections if s.anchor == citation.anchor), None)
    if section is None:
        return None
    if (
        section.start <= citation.start < citation.end <= section.end
        and entry.body[citation.start : citation.end] == citation.quote
    ):
        return citation
    at = entry.body.find(citation.quote, section.start, section.end)
    if at >= 0:
        return replace(citation, start=at, end=at + len(citation.quote))
    wanted, _ = _folded(citation.quote, 0)
    if len(wanted) < _MIN_FOLDED:
        return None
    stored, places = _folded(entry.body[section.start : section.end], section.start)
    at = stored.find(wanted)
    if at < 0:
        return None
    start, end = places[at][0], places[at + len(wanted) - 1][1]
    return replace(citation, start=start, end=end, quote=entry.body[start:end])


def _says(quote: str, text: str) -> bool:
    return text in quote or _folded(text, 0)[0] in _folded(quote, 0)[0]


def _folded(text: str, offset: int) -> tuple[str, list[tuple[int, int]]]:
    """Fold a text to letters, digits and signs that carry meaning; return it with the span of each character."""
    out: list[str] = []
    places: list[tuple[int, int]] = []
    for cluster in _CLUSTER.finditer(text):
        for folded in unicodedata.normalize("NFKC", cluster.group()).lower():
            if folded in ".-%/" or unicodedata.category(folded)[0] in "LNS":
                out.append(folded)
                places.append((offset + cluster.start(), offset + cluster.end()))
    return "".join(out), places
