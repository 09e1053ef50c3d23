"""Suite: does the anonymisation gate find everything that identifies someone, and how often does it cry wolf?

Leak view: a span is found only when every character of it lies in some finding, of whatever kind.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from eval.labelled import NAMES, Passage, Span
from eval.metrics import Metric, share
from ingest.anonymise import Finding, Known

Find: TypeAlias = Callable[[str, Sequence[Known]], Sequence[Finding]]

SILENT = 0.8  # findings of at least this certainty are replaced without asking
RECALL_BARS = {"numbered": 0.99, "address": 0.99, "names-in-record": 0.95, "names-not-in-record": 0.85}
ALARM_BARS = {"policy-pdf": 1.0, "starter-cases": 0.5}  # findings per 1,000 characters
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Recall:
    """Share of spans covered in full, with 95 % interval, and the share covered by silent findings alone."""

    found: Metric
    silently: float | None
    bar: float | None = None

    @property
    def reached(self) -> bool | None:
        """Return whether the figure reaches its bar; None without a bar or without spans."""
        return None if self.bar is None or self.found.mean is None else self.found.mean >= self.bar


@dataclass(frozen=True, slots=True)
class Alarms:
    """Findings where nothing is to be found; ``worst`` are (text around, kind) of some of them."""

    name: str
    characters: int
    findings: int
    silent: int
    kinds: Mapping[str, int]
    worst: tuple[tuple[str, str], ...] = ()
    bar: float | None = None

    @property
    def per_thousand(self) -> float | None:
        """Return findings per 1,000 characters; None without text."""
        return 1000 * self.findings / self.characters if self.characters else None

    @property
    def reached(self) -> bool | None:
        """Return whether the rate is at most its bar."""
        return None if self.bar is None or self.per_thousand is None else self.per_thousand <= self.bar


@dataclass(frozen=True, slots=True)
class HalfResult:
    """One system on one half; ``misses`` are (passage id, type, what was left, text), ``stray`` (text around, kind).

    A stray finding touches no span: a false alarm, or a mark that the annotator forgot.
    """

    groups: Mapping[str, Recall]
    types: Mapping[str, Recall]
    findings: int
    silent: int
    precision: Metric
    clean: Alarms
    misses: tuple[tuple[str, str, str, str], ...]
    stray: tuple[tuple[str, str], ...]
    seconds: float
    characters: int


@dataclass(frozen=True, slots=True)
class PrivacyResult:
    """All systems (rules, full) on both halves and on texts without clients; ``notes`` say what was not measured."""

    halves: Mapping[str, Mapping[str, HalfResult]]
    elsewhere: Mapping[str, tuple[Alarms, ...]]
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return every figure; sentences of the dev half only, so that nobody tunes on the test half."""
        return {
            "bars": {"recall": RECALL_BARS, "false_alarms_per_1000": ALARM_BARS},
            "notes": list(self.notes),
            "systems": {
                system: {
                    "halves": {half: _half_json(half, result) for half, result in halves.items()},
                    "elsewhere": {a.name: _alarms_json(a, show=True) for a in self.elsewhere.get(system, ())},
                }
                for system, halves in self.halves.items()
            },
        }


def run(
    systems: Mapping[str, Find],
    halves: Mapping[str, Sequence[Passage]],
    elsewhere: Mapping[str, Sequence[str]],
    notes: Sequence[str] = (),
    progress: Callable[[int], None] = lambda _characters: None,
) -> PrivacyResult:
    """Let every system read both halves and the ``elsewhere`` texts, in which every finding is a false alarm."""
    measured = {
        system: {half: _half(find, passages, progress) for half, passages in halves.items()}
        for system, find in systems.items()
    }
    rest = {
        system: tuple(_elsewhere(find, name, texts, progress) for name, texts in elsewhere.items())
        for system, find in systems.items()
    }
    return PrivacyResult(measured, rest, tuple(notes))


def covered(span: Span, findings: Sequence[Finding]) -> bool:
    """Return whether every character of the span lies in some finding."""
    left = span.start
    for finding in sorted(findings, key=lambda f: f.start):
        if finding.start > left:
            break
        left = max(left, finding.end)
    return left >= span.end


def group_of(span: Span) -> str:
    """Return the group whose bar judges the span: names by whether the record gives them, addresses, numbered."""
    if span.type in NAMES:
        return "names-in-record" if span.known else "names-not-in-record"
    return "address" if span.type == "address" else "numbered"


def _half(find: Find, passages: Sequence[Passage], progress: Callable[[int], None]) -> HalfResult:
    rows: list[tuple[Span, bool, bool]] = []
    misses, stray, clean = [], [], []
    findings_in_all = 0
    silent, began = 0, time.perf_counter()
    for passage in passages:
        findings = list(find(passage.text, passage.known))
        sure = [f for f in findings if f.certainty >= SILENT]
        silent += len(sure)
        findings_in_all += len(findings)
        for finding in findings:
            if not any(finding.start < span.end and span.start < finding.end for span in passage.spans):
                stray.append((_around(passage.text, finding), finding.kind))
        for span in passage.spans:
            hit = covered(span, findings)
            rows.append((span, hit, covered(span, sure)))
            if not hit:
                misses.append((passage.id, span.type, passage.text[span.start : span.end], passage.text))
        if not passage.spans:
            clean.append((passage.text, findings))
        progress(len(passage.text))
    seconds = time.perf_counter() - began
    groups: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    types: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for span, hit, quiet in rows:
        for group in ("all", group_of(span), "evasive" if span.evasive else "plain"):
            groups[group].append((hit, quiet))
        types[span.type].append((hit, quiet))
    order = ["all", *RECALL_BARS, "plain", "evasive"]
    return HalfResult(
        groups={name: _recall(name, groups[name]) for name in order},
        types={name: _recall(name, types[name]) for name in sorted(types)},
        findings=findings_in_all,
        silent=silent,
        precision=share("precision", findings_in_all - len(stray), findings_in_all),
        clean=_alarms("clean-passages", clean),
        misses=tuple(misses),
        stray=tuple(stray),
        seconds=seconds,
        characters=sum(len(p.text) for p in passages),
    )


def _recall(name: str, hits: Sequence[tuple[bool, bool]]) -> Recall:
    found = share(name, sum(hit for hit, _ in hits), len(hits))
    quiet = sum(quiet for _, quiet in hits) / len(hits) if hits else None
    return Recall(found, quiet, RECALL_BARS.get(name))


def _elsewhere(find: Find, name: str, texts: Sequence[str], progress: Callable[[int], None]) -> Alarms:
    read = []
    for text in texts:
        read.append((text, list(find(text, ()))))
        progress(len(text))
    return _alarms(name, read)


def _alarms(name: str, read: Sequence[tuple[str, Sequence[Finding]]]) -> Alarms:
    found = [(text, f) for text, findings in read for f in findings]
    first_of_text = [(text, f) for text, findings in read for f in findings[:1]]
    shown = first_of_text if len(first_of_text) >= _SHOWN else found
    step = max(1, len(shown) // _SHOWN)
    return Alarms(
        name,
        characters=sum(len(text) for text, _ in read),
        findings=len(found),
        silent=sum(f.certainty >= SILENT for _, f in found),
        kinds=dict(Counter(f.kind for _, f in found).most_common()),
        worst=tuple((_around(text, f), f.kind) for text, f in shown[::step][:_SHOWN]),
        bar=ALARM_BARS.get(name),
    )


def _around(text: str, finding: Finding) -> str:
    before, after = text[max(0, finding.start - 20) : finding.start], text[finding.end : finding.end + 20]
    return " ".join(f"{before}【{text[finding.start : finding.end]}】{after}".split())


def _half_json(half: str, result: HalfResult) -> dict[str, Any]:
    by_type: dict[str, list[str]] = defaultdict(list)
    for passage, kind, _, _ in result.misses:
        by_type[kind].append(passage)
    shown: dict[str, Any] = {"missed_ids": dict(by_type)}
    if half == "dev":
        shown["misses"] = [
            {"id": passage, "type": kind, "left": left, "text": text} for passage, kind, left, text in result.misses
        ]
        shown["stray"] = [{"text": text, "kind": kind} for text, kind in result.stray]
    return {
        "groups": {name: _recall_json(r) for name, r in result.groups.items()},
        "types": {name: _recall_json(r) for name, r in result.types.items()},
        "findings": result.findings,
        "silent_share": result.silent / result.findings if result.findings else None,
        "precision": asdict(result.precision),
        "clean": _alarms_json(result.clean, show=half == "dev"),
        "seconds": round(result.seconds, 2),
        "characters": result.characters,
        **shown,
    }


def _recall_json(recall: Recall) -> dict[str, Any]:
    m = recall.found
    return {
        "recall": m.mean,
        "interval": [m.low, m.high],
        "n": m.n,
        "silently": recall.silently,
        "bar": recall.bar,
        "reached": recall.reached,
    }


def _alarms_json(alarms: Alarms, show: bool) -> dict[str, Any]:
    values = asdict(alarms) | {"per_1000": alarms.per_thousand, "reached": alarms.reached}
    values["worst"] = [{"text": text, "kind": kind} for text, kind in alarms.worst] if show else []
    return values
