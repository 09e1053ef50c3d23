"""Slices in words: 業種, 役割 … and their codes as people call them."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.answering.answer import INTENTS, ROLES, STATUSES
from assistant.answering.guideline.findings import CLAUSES
from knowledge import taxonomy

KINDS: Mapping[str, str] = {
    "role": "役割",
    "intent": "知りたいこと",
    "industry": "業種",
    "owner_type": "経営者タイプ",
    "outcome": "結果",
    "size": "規模",
    "stage": "段階",
    "topics": "論点",
    "topic": "論点",
    "kind": "種類",
    "half": "調整用・確認用",
    "clause": "条",
    "status": "根拠の印",
    "way": "変え方",
    "type": "情報の種類",
    "writer": "書き手",
    "carrier": "仕込んだ場所",
    "goal": "狙い",
    "hub": "拠点",
    "set": "質問の組",
    "stage_of_answer": "処理の段階",
}
_VALUES: Mapping[str, Mapping[str, str]] = {
    "role": ROLES,
    "intent": INTENTS,
    "status": STATUSES,
    "clause": CLAUSES,
    "half": {"dev": "調整用", "test": "確認用", "fresh": "規則を書いたあとの質問"},
}


def kind_label(kind: str) -> str:
    """Return what a kind of slice is called."""
    return KINDS.get(kind, kind)


def value_label(kind: str, code: str) -> str:
    """Return what a slice is called: the code itself where it has no other name."""
    known = _VALUES.get(kind, {}).get(code)
    if known:
        return f"{code} {known}" if kind == "clause" else known
    vocabulary = taxonomy.VOCABULARIES.get("topics" if kind == "topic" else kind)
    if vocabulary is None or code not in vocabulary:
        return code
    return vocabulary.label_of(code)
