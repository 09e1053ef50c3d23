"""Where something is applied for, certified or issued: the office that a claim names, and the one that a source names."""

from __future__ import annotations

import re

from knowledge import taxonomy

#: Act → how a claim and how a source speaks of it.
_ACTS = (
    (re.compile(r"申請|申し込|申込|受け付け|受付"), re.compile(r"申請|申し込|申込|受け付け|相談します|相談は")),
    (re.compile(r"認定"), re.compile(r"認定")),
    (re.compile(r"発行|出して(?:くれ|もら)"), re.compile(r"発行")),
    (re.compile(r"推薦"), re.compile(r"推薦")),
)
_MORE = ("税務署", "法務局", "保健所", "裁判所", "警察", "年金事務所", "農業委員会")


def offices(text: str) -> set[str]:
    """Return the offices that a text names, by code (by name where the vocabulary has none)."""
    named = {word for word in _MORE if word in text}
    return named | {m.code for m in taxonomy.mentions(text) if m.field == "partners" and m.code != "yorozu"}


def elsewhere(claim: str, sentence: str) -> bool:
    """Tell whether a sentence names another office than a claim for the same act."""
    claimed = offices(claim)
    return any(claimed and said and not claimed & said for said in _for_its_act(claim, sentence))


def agrees(claim: str, sentence: str) -> bool:
    """Tell whether a sentence names an office of a claim for the same act."""
    claimed = offices(claim)
    return any(claimed & said for said in _for_its_act(claim, sentence))


def _for_its_act(claim: str, sentence: str) -> list[set[str]]:
    """Return the offices of each clause of a sentence that speaks of an act of the claim."""
    acts = [said for claimed, said in _ACTS if claimed.search(claim)]
    return [offices(clause) for clause in re.split(r"(?<!は)、", sentence) if any(act.search(clause) for act in acts)]
