"""Whether a passage says what a sentence says in other words: the checks in order, from the plain to the fine."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assistant.answering.verification.amounts import amounts, computed_amounts
from assistant.answering.verification.clauses import clauses
from assistant.answering.verification.direction import points_alike
from assistant.answering.verification.edits import alters
from assistant.answering.verification.folding import plain
from assistant.answering.verification.modality import is_stronger
from assistant.answering.verification.negation import denies_alike
from assistant.answering.verification.roles import acts_alike, same_bindings, same_owner, unknown_actor
from assistant.answering.verification.wording import Wording
from assistant.plans.arithmetic.figures import Result

COVERAGE = 0.75  # of a sentence's content words; on eval/datasets/paraphrases.jsonl, from 0.8 on honest ones are lost


@dataclass(frozen=True, slots=True)
class Ground:
    """One place of a source: its sentences, what they are about (title, heading, trade), and the section around them."""

    text: str
    about: str
    nearby: str = ""


def meaning_differs(sentence: str, ground: str, computed: Collection[Result] = ()) -> str:
    """Return how a sentence says something else than its ground in figures, denial, direction, part or certainty; "" if it agrees."""
    said, told = amounts(sentence), amounts(ground)
    allowed = [*told, *(computed_amounts(sentence, computed) if computed else [])]
    for amount in said:
        if not amount.said_by(allowed):
            return "数字や単位が出典と合いません"
    parts, places = clauses(sentence), clauses(ground)
    if not parts or not places:
        return "出典の記述が短すぎます"
    if not denies_alike(parts, places):
        return "「する・しない」が出典と合いません"
    if not points_alike(sentence, parts, said, ground, places, told):
        return "増減・前後・要否などの向きが出典と合いません"
    if alters(sentence, ground):
        return "写した文の一部が、出典と違います"
    if is_stronger(sentence, parts, ground, places):
        return "出典より強く言い切っています"
    if not (acts_alike(parts, places) and same_owner(sentence, said, ground, told) and same_bindings(sentence, ground)):
        return "誰の、何のことかが出典と合いません"
    return ""


def unsupported(sentence: str, ground: Ground, wording: Wording, computed: Collection[Result] = ()) -> str:
    """Return in Japanese why a sentence is not what its ground says, or "" when it is a fair paraphrase."""
    said, source, about = plain(sentence), plain(ground.text), plain(ground.about)
    reason = meaning_differs(said, source, computed)
    if reason:
        return reason
    foreign = unknown_actor(said, source + about + plain(ground.nearby)) or wording.foreign(said, source, about)
    if foreign:
        return f"「{foreign[:20]}」は出典のこの箇所にありません"
    if wording.coverage(said, source, about) < COVERAGE:
        return "引用した箇所からは、ここまで言えません"
    return ""
