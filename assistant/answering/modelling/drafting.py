"""A draft as it grows: each sentence of the model's becomes one that can be verified, and is verified at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from assistant.answering.answer import Block, Citation, Sentence
from assistant.answering.modelling.documents import Document
from assistant.answering.modelling.reading import Drafted
from assistant.answering.quoting import Sources
from assistant.answering.written import Check
from ingest.instructions import instructs

MOST_SENTENCES = 20
_LEAST_SUPPORTED = 0.5  # of the sentences: below it the evidence answer is the better one
_GIVE_UP = 5  # sentences without one that is supported
_LONGEST = 200  # characters of a sentence
_QUOTE = range(12, 121)  # characters: a shorter one is found anywhere, a longer one is no quote but a copy
_MARKER = re.compile(r"[\[［【]\s*[SsＳ]?\s*\d{1,2}\s*[\]］】]")
_NAME = re.compile(r"[ァ-ヴー]{2,}|[a-z0-9]*[a-z][a-z0-9]*|[一-龥々]{2,}")
#: How a finished sentence ends, its stop aside: in a word that bends or closes it, maybe with a remark in brackets.
_FINISHED = re.compile(r"[ぁ-ん][」』]?(?:[（(][^（）()]*[）)])?[」』]?$")
#: What prose has no use for and a reader's browser might load or run.
_MARKUP = re.compile(
    r"[a-z][a-z0-9+.-]*://|www\.|javascript:|data:|<\s*[a-z/!?]|&#?\w+;|\]\s*\(|!\[|```|^\s*[#|>]", re.I
)


class Draft:
    """The sentences of one reply that are plain prose, with their verification."""

    def __init__(self, sources: Sources, documents: Mapping[str, Document], parts: Sequence[str], check: Check) -> None:
        """Take what numbers the sources, the documents by the id that the model knows, the headings, and the verification."""
        self._sources = sources
        self._documents = documents
        self._parts = parts
        self._check = check
        self._given = "\n".join(document.text for document in documents.values())
        self._kept: list[tuple[int, Sentence]] = []
        self._seen: set[str] = set()
        self._supported = 0
        self.written = 0

    def add(self, drafted: Drafted) -> bool:
        """Verify a sentence and keep it; tell whether it was a new one (small models go round in circles)."""
        if drafted.text in self._seen:
            return False
        self._seen.add(drafted.text)
        self.written += 1
        made = sentence(drafted, self._documents, self._sources)
        if made is None:
            return False
        (checked,) = self._check([Block(kind="summary", heading="", sentences=(made,))])[0].sentences
        if not self._rests_on_what_was_given(checked):
            return False
        self._supported += checked.status != "unverified"
        self._kept.append((min(drafted.part, len(self._parts)), checked))
        return True

    def _rests_on_what_was_given(self, said: Sentence) -> bool:
        """Tell whether a sentence may be shown at all: it quotes what the model was given, or, unsupported, names nothing new.

        The rest of a source was kept from the model for a reason; a name that no source has comes from the question or from nowhere.
        """
        if said.status == "unverified":
            return not foreign_names(said.text, self._given)
        texts = {d.entry.id: d.text for d in self._documents.values()}
        return all(c.quote in texts.get(c.entry_id, "") for c in said.citations)

    @property
    def holds(self) -> bool:
        """Tell whether enough of what was written is supported."""
        return 0 < self._supported >= _LEAST_SUPPORTED * self.written

    @property
    def hopeless(self) -> bool:
        """Tell whether it is no use to read on."""
        return self.written >= _GIVE_UP and not self._supported

    def blocks(self) -> list[Block]:
        """Return a block for each part that has sentences, in the order of the parts."""
        return [
            Block(kind="summary", heading=heading, sentences=said)
            for number, heading in enumerate(self._parts, 1)
            if (said := tuple(s for part, s in self._kept if part == number))
        ]


def sentence(drafted: Drafted, documents: Mapping[str, Document], sources: Sources) -> Sentence | None:
    """Return an unverified sentence with its citations; None when it is no plain, finished sentence (a torn-off piece is none).

    A source id that was not given out, and a quote of another length, are no citation.
    """
    text = _MARKER.sub("", _plain(drafted.text)).strip(" -・•")
    if not 2 <= len(text) <= _LONGEST or _MARKUP.search(text) or instructs(text):
        return None
    if not _FINISHED.search(text.rstrip("。．.！!？?… ")):
        return None
    cited = [_citation(_plain(quote), documents.get(_id(name)), sources) for name, quote in drafted.refs[:3]]
    return Sentence(text=text, citations=tuple(c for c in cited if c))


def _citation(quote: str, document: Document | None, sources: Sources) -> Citation | None:
    if document is None or len(quote) not in _QUOTE or instructs(quote):
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


def foreign_names(text: str, given: str) -> list[str]:
    """Return the names, compounds and letters of a text that another does not have; figures are the verification's."""
    known = unicodedata.normalize("NFKC", given).casefold()
    return [n for n in _NAME.findall(unicodedata.normalize("NFKC", text).casefold()) if n not in known]


def _id(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip(" []()").upper()


def _plain(text: str) -> str:
    """Return a text on one line without control, format and unassigned characters."""
    line = re.sub(r"\s+", " ", text)
    return "".join(c for c in line if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")).strip()
