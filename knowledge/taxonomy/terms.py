"""What a closed vocabulary is: codes with labels, everyday words and groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches


class UnknownCodeError(ValueError):
    """A code that is not in its closed list; the message is the Japanese sentence the user sees."""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a vocabulary: a stable code, its label, the words people use, and the group it belongs to."""

    code: str
    label: str
    words: tuple[str, ...] = ()
    group: str = ""


class Vocabulary(Mapping[str, Term]):
    """A closed list of terms under one field name (``industry``, ``topics`` …)."""

    def __init__(self, field: str, label: str, terms: tuple[Term, ...]) -> None:
        self.field = field
        self.label = label
        self._terms = {t.code: t for t in terms}
        if len(self._terms) != len(terms):
            raise ValueError(f"duplicate code in vocabulary {field}")

    def __getitem__(self, code: str) -> Term:
        return self._terms[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    def require(self, code: str) -> Term:
        """Return the term of ``code``; raise UnknownCodeError naming the nearest codes."""
        if code in self._terms:
            return self._terms[code]
        near = get_close_matches(code, self._terms, n=3, cutoff=0.4) or list(self._terms)[:5]
        hint = "、".join(f"{c}({self._terms[c].label})" for c in near)
        raise UnknownCodeError(f"{self.label}「{code}」は一覧にない符号です。近いもの: {hint}")

    def label_of(self, code: str) -> str:
        """Return the Japanese label of a known code; "" (not told) has no label."""
        return self.require(code).label if code else ""
