"""Letters for names, by order of appearance only: nothing of a name can be worked out from its letter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LETTERED = re.compile(
    r"(?<![A-Za-z])([A-Z]{1,2})(?=[社店市町村区県郡都府島]|地区|さん|様|さま|氏|殿|くん|ちゃん|君|先生|社長|会長|専務|常務|代表|部長|課長|係長|店長|診断士|税理士)"
)


@dataclass
class Letters:
    """Hands out A, B, C … to names; letters the text already uses are left out, nothing is kept after the call."""

    used: set[str]
    given: dict[str, str] = field(default_factory=dict)

    @classmethod
    def apart_from(cls, text: str) -> Letters:
        """Return letters of which none stands for a name in ``text`` already."""
        return cls({m.group(1) for m in _LETTERED.finditer(text)})

    def of(self, name: str) -> str:
        """Return the letter of ``name``, the same at every call."""
        if name not in self.given:
            number = 0
            while _letters(number) in self.used:
                number += 1
            self.given[name] = _letters(number)
            self.used.add(self.given[name])
        return self.given[name]


def _letters(number: int) -> str:
    return (_letters(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)
