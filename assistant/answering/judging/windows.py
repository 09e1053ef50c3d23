"""Where something is applied for, certified or issued: the office that a claim names, and the one that a source names."""

from __future__ import annotations

import re

from knowledge import taxonomy

_ACTS = {
    "apply": re.compile(r"申請|申し込|申込"),
    "certify": re.compile(r"認定"),
    "issue": re.compile(r"発行|出して(?:くれ|もら)"),
    "recommend": re.compile(r"推薦"),
}
_MORE = ("税務署", "法務局", "保健所", "裁判所", "警察", "年金事務所", "農業委員会")


def offices(text: str) -> set[str]:
    """Return the offices that a text names, by code (by name where the vocabulary has none)."""
    named = {word for word in _MORE if word in text}
    return named | {m.code for m in taxonomy.mentions(text) if m.field == "partners" and m.code != "yorozu"}


def elsewhere(claim: str, sentence: str) -> bool:
    """Tell whether a sentence names another office than a claim for the same act."""
    if not any(act.search(claim) and act.search(sentence) for act in _ACTS.values()):
        return False
    claimed, said = offices(claim), offices(sentence)
    return bool(claimed and said) and not claimed & said


def agrees(claim: str, sentence: str) -> bool:
    """Tell whether a sentence names an office of a claim for the same act."""
    same = any(act.search(claim) and act.search(sentence) for act in _ACTS.values())
    return same and bool(offices(claim) & offices(sentence))
