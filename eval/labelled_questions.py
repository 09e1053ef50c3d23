"""Questions of all users with what a person reads in them: the intent, the premises that are told, and what is ruled out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.answering.answer import INTENTS, ROLES
from eval.halves import half_of
from eval.samples import DATASETS, DatasetError
from knowledge.taxonomy import VOCABULARIES

UNDERSTANDING = DATASETS / "understanding.jsonl"
FIELDS = ("industry", "owner_type", "owner_traits", "size", "stage", "topics")
KINDS = ("plain", "long", "keywords", "kana", "typo", "dialect", "negation", "no-ask", "two", "trap")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledQuestion:
    """``facets``: field → codes, the main one first; ``excluded``: ``field:code`` that the words rule out."""

    id: str
    role: str
    kind: str
    intent: str
    question: str
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excluded: tuple[str, ...] = ()

    @property
    def half(self) -> str:
        """Return ``dev`` or ``test``."""
        return half_of(self.id)


def read_labelled_questions(path: Path = UNDERSTANDING) -> list[LabelledQuestion]:
    """Read the questions; raise DatasetError with the line that cannot be used."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path} を UTF-8 の文字として読めません。") from error
    found: dict[str, LabelledQuestion] = {}
    for number, line in enumerate(lines, 1):
        try:
            asked = _question(line)
        except (TypeError, ValueError, AttributeError) as error:
            raise DatasetError(f"{path.name} の {number} 行目が読めません。項目と符号を確かめてください。") from error
        if asked.id in found:
            raise DatasetError(f"{path.name} の {number} 行目の id {asked.id} は、すでに使われています。")
        found[asked.id] = asked
    return list(found.values())


def _question(line: str) -> LabelledQuestion:
    row = json.loads(line)
    row["facets"] = {name: tuple(codes) for name, codes in row.get("facets", {}).items()}
    row["excluded"] = tuple(row.get("excluded", ()))
    asked = LabelledQuestion(**row)
    if asked.role not in ROLES or asked.intent not in INTENTS or asked.kind not in KINDS or not asked.question.strip():
        raise ValueError(asked)
    told = [(name, code) for name, codes in asked.facets.items() for code in codes]
    if any(name not in FIELDS for name, _ in told):
        raise ValueError(told)
    ruled_out = [(name, code) for name, _, code in (e.partition(":") for e in asked.excluded)]
    for name, code in (*told, *ruled_out):
        if code not in VOCABULARIES.get(name, {}):
            raise ValueError(f"{name}:{code}")
    return asked
