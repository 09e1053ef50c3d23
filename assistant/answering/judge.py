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

#: Measured on the smoke set against questions from other worlds (docs/retrieval.md): below both, nothing is claimed.
MIN_COVERAGE = 0.34  # share of the question's words that the best entry has
MIN_COSINE = 0.865
_AMOUNT = re.compile(r"(?:最大|上限)?(?:額)?(?:は|が|で)?\d[\d,.]*\s*(?:億|万|千)?\s*円|\d+\s*(?:%|割)|\d+\s*/\s*\d+|\d+分の\d+")


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
    coverage = max(evidence.score(_searched_text(h)) for h in hits)
    cosine = max((h.cosine for h in hits if h.cosine is not None), default=0.0)
    wrong = _wrong_premises(understood, evidence.policies) if understood.intent == "policy" else ()
    if understood.premises and understood.intent != "policy":
        return Judgement("answer" if cosine >= MIN_COSINE or coverage >= MIN_COVERAGE else "caveat", wrong)
    if coverage < MIN_COVERAGE and cosine < MIN_COSINE:
        return Judgement("nothing")
    if coverage < MIN_COVERAGE or cosine < MIN_COSINE:
        return Judgement("caveat", wrong)
    return Judgement("answer", wrong)


def _searched_text(hit: Hit) -> str:
    return f"{hit.entry.title}\n" + "\n".join(p.passage.text for p in hit.passages[:3])


def _wrong_premises(understood: Understood, hits: Sequence[Hit]) -> tuple[WrongPremise, ...]:
    """Compare the schemes and amounts that a question names with what the sources say."""
    folded = plain(understood.text)
    found = []
    for name in schemes_named(understood.text):
        if hits and not any(mentions_scheme(h.entry, name) for h in hits):
            found.append(WrongPremise("unknown-scheme", name, None))
    if not found and hits and re.search(r"です(?:よね|か)|ますか|ですね|もらえ|なので|だから|でしょう|と聞", folded):
        claimed = [m.group().strip("はがで") for m in _AMOUNT.finditer(folded)]
        best = hits[0]
        about = plain(best.entry.body)
        for amount in claimed:
            figure = _figure(amount)
            if figure not in about and amount not in about:
                found.append(WrongPremise("number", amount, best))
    return tuple(found[:2])


def _figure(amount: str) -> str:
    return re.sub(r"^(?:最大|上限)(?:額)?(?:は|が|で)?", "", amount).replace(" ", "")


def names_amount(entry: Entry, text: str) -> bool:
    """Tell whether a text of an entry states an amount, a rate or a limit."""
    return bool(_AMOUNT.search(plain(text))) and text in entry.body
