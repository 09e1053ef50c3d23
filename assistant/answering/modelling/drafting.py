"""Turns a sentence as the model wrote it into one that can be verified: plain prose that cites places in entries."""

from __future__ import annotations

import re
import unicodedata

from assistant.answering.answer import Citation, Sentence
from assistant.answering.modelling.documents import Document
from assistant.answering.modelling.reading import Drafted
from assistant.answering.quoting import Sources

MOST_SENTENCES = 20
_LONGEST = 200  # characters of a sentence
_QUOTE = range(12, 121)  # characters: a shorter one is found anywhere, a longer one is no quote but a copy
_MARKER = re.compile(r"[\[［【]\s*[SsＳ]?\s*\d{1,2}\s*[\]］】]")
#: What prose has no use for and a reader's browser might load or run.
_MARKUP = re.compile(
    r"[a-z][a-z0-9+.-]*://|www\.|javascript:|data:|<\s*[a-z/!?]|&#?\w+;|\]\s*\(|!\[|```|^\s*[#|>]", re.I
)


def sentence(drafted: Drafted, documents: dict[str, Document], sources: Sources) -> Sentence | None:
    """Return an unverified sentence with its citations; None when it is no plain sentence.

    A source id that was not given out, and a quote of another length, are no citation.
    """
    text = _MARKER.sub("", _plain(drafted.text)).strip()
    if not 2 <= len(text) <= _LONGEST or _MARKUP.search(text):
        return None
    cited = [_citation(_plain(quote), documents.get(_id(name)), sources) for name, quote in drafted.refs[:3]]
    return Sentence(text=text, citations=tuple(c for c in cited if c))


def _citation(quote: str, document: Document | None, sources: Sources) -> Citation | None:
    if document is None or len(quote) not in _QUOTE:
        return None
    section = document.section_of(quote)
    at = document.entry.body.find(quote, section.start, section.end)
    start = at if at >= 0 else section.start
    return Citation(
        number=sources.number(document.entry),
        entry_id=document.entry.id,
        anchor=section.anchor,
        quote=quote,
        start=start,
        end=start + len(quote),
        page=section.page,
    )


def _id(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip(" []()").upper()


def _plain(text: str) -> str:
    """Return a text on one line without control, format and unassigned characters."""
    line = re.sub(r"\s+", " ", text)
    return "".join(c for c in line if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")).strip()
