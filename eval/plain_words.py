"""How plainly a text is put: length of its sentences, share of long kanji compounds, trade terms left unexplained."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.writing.glossary import EVERYDAY
from knowledge.entries import Entry, Policy
from knowledge.words import Words

_ENDS = re.compile(r"[。!?！？\n]+")
_COMPOUND = re.compile(r"[一-龯々]{5,}")
_BODY = r"(?!協会|協議会|センター|窓口|ガイドライン|計画)"  # an institution's name is not its trade term
_LEAST_PARAPHRASE = 4  # characters


@dataclass(frozen=True, slots=True)
class Plainness:
    """``words``: content words a sentence; ``compounds``: share (0–1) of the characters in runs of five or more kanji."""

    words: float
    compounds: float


class Readability:
    """Counts over Sudachi's content words, for comparing versions of our own answers.

    It is no school grade and no jReadability: nobody checked it against readers, grammar and the order of thoughts are not
    looked at, and a text of short, empty sentences comes out as plain. Particles and endings are not counted as words.
    """

    def __init__(self, words: Words) -> None:
        self._words = words

    def of(self, texts: Iterable[str]) -> Plainness:
        """Return the plainness of sentences taken together; raise ValueError when there is not one."""
        sentences = [s.strip() for text in texts for s in _ENDS.split(text) if s.strip()]
        if not sentences:
            raise ValueError("no sentence")
        letters = sum(map(len, sentences))
        compounds = sum(len(run) for s in sentences for run in _COMPOUND.findall(s))
        return Plainness(sum(len(self._words.terms(s)) for s in sentences) / len(sentences), compounds / letters)


class Glossary:
    """The trade terms that the knowledge itself explains, with the everyday words it gives for them."""

    def __init__(self, terms: Mapping[str, Sequence[str]]) -> None:
        """Take term → everyday words."""
        self._terms = {t: tuple(w for w in words if len(w) >= _LEAST_PARAPHRASE) for t, words in terms.items()}
        longest = sorted((*terms, *EVERYDAY), key=len, reverse=True)
        self._term = re.compile(f"(?:{'|'.join(map(re.escape, longest))}){_BODY}")

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Glossary:
        """Return the glossary that the entries of that category hold: a heading a term, ``言い換え`` its everyday words."""
        terms: dict[str, list[str]] = {}
        for entry in entries:
            if isinstance(entry, Policy) and entry.category == "glossary":
                for section in entry.sections:
                    told = re.findall(r"言い換え[:：]\s*(.+)", entry.body[section.start : section.end])
                    terms[section.heading] = [w.strip() for line in told for w in line.split("、")]
        return cls(terms)

    def unexplained(self, sentences: Sequence[str], question: str = "") -> list[str]:
        """Return the terms that no sentence beside them explains and that the question did not use first, in order."""
        found: dict[str, bool] = {}
        for at, sentence in enumerate(sentences):
            near = "\n".join(sentences[max(0, at - 1) : at + 2])
            for term in self._term.findall(sentence):
                if term not in EVERYDAY and term not in question:
                    found[term] = found.get(term, False) or self._explained(term, near)
        return [term for term, explained in found.items() if not explained]

    def _explained(self, term: str, near: str) -> bool:
        name = re.escape(term)
        said = re.search(rf"{name}(?:とは|[（(]|は、[^。]{{2,60}}のこと)|[（(]{name}[）)]", near)
        return bool(said) or any(word in near for word in self._terms[term])
