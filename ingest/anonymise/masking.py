"""Text with everything that identifies someone replaced by readable stand-ins, the same one for the same name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.anonymise.detect import find
from ingest.anonymise.finding import LABELS, Finding
from ingest.anonymise.firms import FORM, firm_core
from ingest.anonymise.folded import fold

_ROUNDS = 5  # a replacement can bring two strangers side by side; in practice the second round finds nothing
_LETTERED = re.compile(
    r"(?<![A-Za-z])([A-Z]{1,2})(?=社|さん|様|さま|氏|殿|くん|ちゃん|君|先生|社長|会長|専務|常務|代表|部長|課長|店長)"
)
_BEFORE_HONORIFIC = re.compile(
    r" ?(?:様|さん|氏|さま|殿|くん|ちゃん|君|先生|社長|会長|専務|常務|代表|副社長|部長|課長|係長|店長|理事長|工場長|院長|所長|取締役|税理士|社労士|診断士|弁護士|サン|サマ)"
)


@dataclass(frozen=True, slots=True)
class Masked:
    """The masked text and what was replaced; spans of the findings count in the text before masking."""

    text: str
    findings: tuple[Finding, ...]


@dataclass
class _Letters:
    """Hands out A, B, C … to names; letters the text already uses are left out, nothing is kept after the call."""

    used: set[str]
    given: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        if name not in self.given:
            number = 0
            while _letters(number) in self.used:
                number += 1
            self.given[name] = _letters(number)
            self.used.add(self.given[name])
        return self.given[name]


def _letters(number: int) -> str:
    return (_letters(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)


def mask(text: str, known: Sequence[str] = ()) -> Masked:
    """Replace what ``find`` sees: 株式会社山田 → A社, 田中さん → Aさん, numbers and addresses by their label in ［ ］."""
    findings = find(text, known)
    first = findings
    letters = _Letters({m.group(1) for m in _LETTERED.finditer(text)})
    for _ in range(_ROUNDS):
        if not findings:
            break
        text = _replace(text, findings, letters)
        findings = find(text, known)
    return Masked(text, tuple(first))


def _replace(text: str, findings: Sequence[Finding], letters: _Letters) -> str:
    firms = {
        _core(f.text) for f in findings if f.kind == "firm" or (f.kind == "known" and FORM.search(fold(f.text).text))
    }
    pieces: list[str] = []
    at = 0
    for finding in findings:
        pieces += [text[at : finding.start], _stand_in(text, finding, firms, letters)]
        at = finding.end
    return "".join([*pieces, text[at:]])


def _stand_in(text: str, finding: Finding, firms: set[str], letters: _Letters) -> str:
    core = _core(finding.text)
    if core in firms:
        return letters.of(f"firm {core}") + "社"
    if finding.kind in ("person", "known"):
        if _BEFORE_HONORIFIC.match(text, finding.end):
            return letters.of(f"person {core}")
        return letters.of(f"person {core}") + "さん" if finding.kind == "person" else f"［{LABELS['known']}］"
    return f"［{LABELS[finding.kind]}］"


def _core(name: str) -> str:
    return firm_core(fold(name).kana)
