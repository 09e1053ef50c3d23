"""Text with everything that identifies someone replaced by readable stand-ins, the same one for the same name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.anonymise.detect import find
from ingest.anonymise.finding import LABELS, Finding
from ingest.anonymise.folded import fold
from ingest.anonymise.known import Known
from ingest.anonymise.letters import Letters
from ingest.anonymise.names.firms import firm_core
from ingest.anonymise.names.honorifics import AFTER_NAME

_ROUNDS = 5  # a replacement can bring two strangers side by side; in practice the second round finds nothing
_SHOP = re.compile(
    r"(?:[店屋堂亭庵]|食堂|酒場|喫茶|カフェ|サロン|美容室|理容室?|薬局|工房|ストア|ショップ|ベーカリー)$"
)
_AREA = re.compile(r"(?:地区|[都府県郡市区町村島])$")


@dataclass(frozen=True, slots=True)
class Masked:
    """The masked text and what was replaced; spans of the findings count in the text before masking.

    ``words``, where it is set, holds mere suspicions as they were typed: to be searched at once, never kept, shown or sent on.
    """

    text: str
    findings: tuple[Finding, ...]
    words: str = ""

    @property
    def searched(self) -> str:
        """Return the text to search with."""
        return self.words or self.text


def mask(text: str, known: Sequence[Known] = ()) -> Masked:
    """Replace what ``find`` sees: 株式会社山田 → A社, 田中さん → Aさん, numbers and addresses by their label in ［ ］."""
    return mask_by(lambda seen: find(seen, known), text)


def mask_by(see: Callable[[str], Sequence[Finding]], text: str) -> Masked:
    """Replace what ``see`` finds, again until it finds nothing more."""
    findings = first = see(text)
    letters = Letters.apart_from(text)
    for _ in range(_ROUNDS):
        if not findings:
            break
        text = replace(text, findings, letters)
        findings = see(text)
    return Masked(text, tuple(first))


def replace(text: str, findings: Sequence[Finding], letters: Letters) -> str:
    """Return ``text`` with each finding's span replaced by its stand-in."""
    pieces: list[str] = []
    at = 0
    for finding, words in zip(findings, stand_ins(text, findings, letters), strict=True):
        pieces += [text[at : finding.start], words]
        at = finding.end
    return "".join([*pieces, text[at:]])


def stand_ins(text: str, findings: Sequence[Finding], letters: Letters) -> list[str]:
    """Return what stands for each finding: 株式会社山田 → A社, 田中さん → A, numbers → their label in ［ ］."""
    whole = _whole_names(findings)
    return [_stand_in(text, finding, whole, letters) for finding in findings]


def _stand_in(text: str, finding: Finding, whole: dict[tuple[str, str], str], letters: Letters) -> str:
    core = _core(finding.text)
    name = f"{finding.kind} {whole.get((finding.kind, core), core)}"
    if finding.kind == "firm":
        return letters.of(name) + ("店" if _SHOP.search(fold(finding.text).text) else "社")
    if finding.kind == "person":
        return letters.of(name) + ("" if AFTER_NAME.match(text, finding.end) else "さん")
    if finding.kind == "place":
        area = _AREA.search(finding.text)
        return letters.of(name) + (area.group() if area else "地区")
    return f"［{LABELS[finding.kind]}］"


def _whole_names(findings: Sequence[Finding]) -> dict[tuple[str, str], str]:
    """Return kind and short name → the one longer name of the text that holds it, so that both get one letter."""
    whole: dict[tuple[str, str], str] = {}
    for kind in ("person", "firm", "place"):
        cores = sorted({_core(f.text) for f in findings if f.kind == kind}, key=len)
        for at, short in enumerate(cores):
            longer = [
                core for core in cores[at + 1 :] if (core.startswith(short) if kind == "person" else short in core)
            ]
            if len(longer) == 1 and len(short) > 1:
                whole[kind, short] = longer[0]
    return whole


def _core(name: str) -> str:
    return firm_core(fold(name).kana)
