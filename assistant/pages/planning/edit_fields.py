"""Reads the fields of the edit form one by one; what cannot be taken is collected as a sentence by field."""

from __future__ import annotations

from datetime import date

from assistant.consultations.consultation import Person
from assistant.pages.days import read_day
from assistant.pages.planning.edit_form import Texts, several
from assistant.plans.plan import Said

_MOST = 4_000  # characters of a text
_LOOSE = "日付は 2026-12-01 のように入力してください。"


class Fields:
    """The texts of a form without the parts that were removed; ``wrong`` has a sentence for each field not taken."""

    def __init__(self, texts: Texts, removed: frozenset[str], by: Person) -> None:
        self.texts = {n: t for n, t in texts.items() if not any(n.startswith(f"{part}.") for part in removed)}
        self.wrong: dict[str, str] = {}
        self._by = by

    def saids(self, path: str, old: tuple[Said, ...]) -> tuple[Said, ...]:
        """Return the texts of a list; one that stays keeps its speaker, an emptied one is gone."""
        known = {plain(said.text): said for said in old}
        texts = [self.text(name) for name in several(self.texts, path)]
        return tuple(known.get(text, Said(text=text, by=self._by)) for text in texts if text)

    def said(self, name: str, old: Said | None, lacking: str) -> Said:
        """Return a text with its speaker: the old one where nothing changed."""
        text = self.needed(name, lacking) if lacking else self.text(name)
        if old is not None and plain(old.text) == text:
            return old
        return Said(text=text, by=self._by)

    def text(self, name: str, otherwise: str = "") -> str:
        """Return what a field says."""
        return self._fitting(name, self.texts.get(name, otherwise))

    def needed(self, name: str, lacking: str) -> str:
        """Return what a field says; an empty one is told with ``lacking``."""
        text = self.text(name)
        if not text:
            self.wrong[name] = lacking
        return text

    def _fitting(self, name: str, text: str) -> str:
        if len(text) > _MOST:
            self.wrong[name] = f"{_MOST:,}文字までにまとめてください。"
        return text[:_MOST]

    def day(self, name: str, lacking: str = "") -> date | None:
        """Return a date, or None for none; ``lacking`` tells that one is needed."""
        text = self.text(name)
        try:
            if text:
                return read_day(text)
        except ValueError:
            self.wrong[name] = _LOOSE
            return None
        if lacking:
            self.wrong[name] = lacking
        return None

    def one(self, name: str, allowed: tuple[str, ...], otherwise: str) -> str:
        """Return a choice that is allowed, else ``otherwise``."""
        text = self.text(name, otherwise)
        return text if text in allowed else otherwise


def plain(text: str) -> str:
    """Return a text as a form sends it back."""
    return text.replace("\r\n", "\n").strip()
