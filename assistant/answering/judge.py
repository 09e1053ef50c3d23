"""Decides, before anything is written, whether the evidence can carry an answer, and what the question assumes wrongly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.evidence import Evidence
from assistant.answering.schemes import mentions_scheme, plain, schemes_named
from assistant.answering.understand import Understood
from knowledge.entries import Entry
from knowledge.search import Hit

#: Evidence strength = Σ weight · value, fitted by logistic regression on 249 answerable questions and 36 from other worlds
#: (eval/datasets), in-sample; what it refuses and lets through today: docs/retrieval.md.
_COVERAGE, _COSINE, _PREMISES, _OFFSET = 2.7, 97.0, 0.9, -86.5
NOTHING = -0.75
CAVEAT = 0.25
_UNKNOWN = 0.878  # stands for a cosine while only keywords are searched: words then decide between caveat and nothing
_WORDS_SUFFICE = 0.6  # of the question's words: bare keywords lie far from any sentence, yet name what they want
_AMOUNT = re.compile(
    r"\d[\d.]*(?:億|万|千)?円|\d+(?:\.\d+)?(?:%|割)|\d+/\d+|\d+分の\d+|\d+(?:年間|年度|年|か月|ヶ月|月|週間|日間|日|時間|回|号|倍)"
)
_OWN = re.compile(r"(?:従業員|社員|年商|売上|うち|当社|弊社|私|創業|パート)[^、。]{0,8}$")  # the asker's own figures
_CLAIM = re.compile(r"よね|と聞|ですね|なので|だから|でしょう|もらえ")


@dataclass(frozen=True, slots=True)
class WrongPremise:
    """Something the question takes for granted that the sources do not bear out."""

    kind: str  # "number" or "unknown-scheme"
    claimed: str
    hit: Hit | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """``verdict``: answer, caveat (say that the evidence is thin) or nothing (say so and offer a person)."""

    verdict: str
    wrong_premises: tuple[WrongPremise, ...] = ()


def judge(understood: Understood, evidence: Evidence) -> Judgement:
    """Weigh the evidence for a question."""
    hits = [*evidence.cases, *evidence.clauses, *evidence.policies, *evidence.playbooks]
    if not hits:
        return Judgement("nothing")
    wrong = _wrong_premises(understood, evidence.policies) if understood.intent == "policy" else ()
    strength = evidence_strength(understood, evidence)
    if strength < NOTHING and not wrong:
        return Judgement("nothing")
    return Judgement("answer" if strength >= CAVEAT else "caveat", wrong)


def evidence_strength(understood: Understood, evidence: Evidence) -> float:
    """Return how well the best of the evidence fits the question: word coverage, cosine, and whether premises were read."""
    hits = [*evidence.cases, *evidence.clauses, *evidence.policies, *evidence.playbooks]
    coverage = max((evidence.score(_searched_text(h)) for h in hits), default=0.0)
    cosine = max((h.cosine for h in hits if h.cosine is not None), default=0.0)
    if evidence.keywords_only:
        cosine = max(cosine, _UNKNOWN)
    strength = _COVERAGE * coverage + _COSINE * cosine + _PREMISES * bool(understood.premises) + _OFFSET
    return max(strength, NOTHING) if coverage >= _WORDS_SUFFICE else strength


def _searched_text(hit: Hit) -> str:
    return f"{hit.entry.title}\n" + "\n".join(p.passage.text for p in hit.passages[:3])


def _wrong_premises(understood: Understood, hits: Sequence[Hit]) -> tuple[WrongPremise, ...]:
    """Compare the schemes and amounts that a question names with what the sources say."""
    folded = plain(understood.text)
    found = []
    for name in schemes_named(understood.text):
        if hits and not any(mentions_scheme(h.entry, name) for h in hits):
            found.append(WrongPremise("unknown-scheme", name, None))
    if not found and hits and _CLAIM.search(folded):
        best = hits[0]
        about = plain(best.entry.body)
        for match in _AMOUNT.finditer(folded):
            if not _stated(match.group(), about) and not _OWN.search(folded[: match.start()]):
                found.append(WrongPremise("number", match.group(), best))
    return tuple(found[:2])


def _stated(amount: str, about: str) -> bool:
    """Tell whether a text states an amount; a year counts in either calendar (2017年 = 平成29年)."""
    year = re.fullmatch(r"(20\d\d)年", amount)
    eras = [f"令和{int(year[1]) - 2018}年", f"平成{int(year[1]) - 1988}年"] if year else []
    return any(form in about for form in (amount, *eras))


def names_amount(entry: Entry, text: str) -> bool:
    """Tell whether a text of an entry states an amount, a rate or a limit."""
    return bool(_AMOUNT.search(plain(text))) and text in entry.body
