"""The client of a practice: answers from what the case tells of the time before the support, and else does not know."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from assistant.answering.quoting import sentence_spans
from knowledge.embedding import Embedder
from knowledge.entries import Case

OPENING = ("相談のきっかけ", "表面の課題")  # what the client tells by themself
KNOWN = (*OPENING, "前提条件", "本質的課題")  # what they can be asked about; the rest happened later
_MOST = 2  # sentences of one answer
#: Strength = cosine above a usual pair of this model + share of the question's words, rare ones counting more, and whether
#: the fact has the sort of thing that is asked for. Chosen on the 44 questions of eval/datasets/practice.jsonl, in-sample.
_USUAL, _PER_COSINE, _PER_COVERAGE = 0.80, 9.0, 0.8
ANSWERS = 0.63
_DEEP = 0.15  # more is asked of the case's essence: it was found by asking about it
_NEAR = 0.8  # of the best sentence's strength: a second one is told too
_SORTS: tuple[tuple[str, str], ...] = (
    (r"いくら|何円|金額|月商|年商|売上高|値段|単価|原価|時給|月給|借入", r"\d[\d,]*(?:万|億|千)?円|\d+(?:%|割)"),
    (r"何人|人数|従業員|社員|スタッフ|働いて", r"\d+人|夫婦|家族|パート|アルバイト|両親|一人"),
    (r"手元|預金|現金|貯え|通帳", r"預金|現金|残り|手元|借入|返済"),
    (r"いつ|何年|何歳|どのくらい前|期間", r"\d+(?:年|か月|歳|代|月)|毎朝|先月|昨年"),
)
_WORRIED = re.compile(r"(?:心配|お?困|悩|不安|気になって|ご希望|望|どうされたい|どうしたい|今日は(?:どんな|どの))")
_PLAIN = 1.0  # strength of a plain answer; below it, whoever is asked for their worry says what they came for
_SORTED = 0.25  # added where the fact has the sort, taken where it lacks it

Terms = Callable[[str], Collection[str]]
Rarity = Callable[[Collection[str]], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence of the case and the section it stands in."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the client says: facts word for word; none when the case does not tell."""

    facts: tuple[Fact, ...] = ()


def facts_of(case: Case, anchors: Collection[str] = KNOWN) -> tuple[Fact, ...]:
    """Return the sentences of the named sections, in order."""
    found = []
    for section in case.sections:
        if section.anchor in anchors:
            spans = sentence_spans(case.body, section.start, section.end)
            found += [Fact(case.body[start:end], section.anchor) for start, end in spans]
    return tuple(found)


class Client:
    """Answers questions about one case after another; holds no state of its own."""

    def __init__(self, embedder: Embedder, terms: Terms, rarity: Rarity) -> None:
        self._embedder, self._terms, self._rarity = embedder, terms, rarity

    def answer(self, case: Case, question: str) -> Reply:
        """Return the facts that answer a question best, in the order of the case."""
        facts = facts_of(case)
        strengths = self.strengths(question, facts)
        ranked = sorted(zip(strengths, facts, strict=True), key=lambda pair: -pair[0])
        if _WORRIED.search(question) and ranked[0][0] < _PLAIN:
            return Reply(tuple(f for f in facts if f.anchor == "表面の課題")[:_MOST])
        told = [f for s, f in ranked if s >= ANSWERS + (_DEEP if f.anchor == "本質的課題" else 0.0)][:_MOST]
        if not told:
            return Reply()
        strongest = next(s for s, f in ranked if f == told[0])
        kept = {f for s, f in ranked if f in told and s >= _NEAR * strongest}
        return Reply(tuple(f for f in facts if f in kept))

    def strengths(self, question: str, facts: Collection[Fact]) -> list[float]:
        """Return how well each fact answers a question: about 0 for an unrelated one, 1 and more for a plain answer."""
        query = self._embedder.encode_query(question)
        cosines = self._embedder.encode_passages([f.text for f in facts]) @ query
        weights = self._rarity(self._terms(question))
        total = sum(weights.values())
        found = []
        for fact, cosine in zip(facts, cosines, strict=True):
            shared = weights.keys() & set(self._terms(fact.text))
            coverage = sum(weights[t] for t in shared) / total if total else 0.0
            found.append(_PER_COSINE * (float(cosine) - _USUAL) + _PER_COVERAGE * coverage + _sort(question, fact.text))
        return found


def _sort(question: str, fact: str) -> float:
    """Return what the sort of thing asked for (an amount, people, a time) adds or takes."""
    wanted = [told for asked, told in _SORTS if re.search(asked, question)]
    return 0.0 if not wanted else _SORTED if any(re.search(told, fact) for told in wanted) else -_SORTED
