"""What the starter knowledge must cover, and the data sheet (``docs/corpus.md``) that says what it does cover."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge import taxonomy
from knowledge.corpus_check import CORPUS, CorpusFile, coverage
from knowledge.entries import Case, Guideline, Policy

#: Crisis and change that some case must be about: label → words of which one stands in the case.
EVENTS: Mapping[str, tuple[str, ...]] = {
    "地震": ("地震", "震災"),
    "水害・豪雨": ("豪雨", "浸水", "水害", "洪水"),
    "感染症": ("感染", "コロナ"),
    "関税": ("関税",),
    "エネルギー価格": ("電気代", "燃料", "重油", "ガス代", "電力"),
    "AI": ("AI",),
    "賃上げ・最低賃金": ("最低賃金", "賃上げ"),
    "2024年問題": ("2024年4月", "上限規制", "2024年問題"),
    "廃業・撤退": ("廃業", "閉店", "店じまい", "畳む"),
}
_EASY = ("playbook", "institution", "glossary")  # what owners read
_MEAN_SENTENCE = 65  # characters; official plain-Japanese guides ask for about 60
_LONGEST_SENTENCE = 140
_URL = re.compile(r"https?://[^\s\"'、。）)」』<>|]+")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that the corpus must reach: what is there, and whether that is enough."""

    name: str
    found: str
    met: bool


def requirements(files: Sequence[CorpusFile]) -> list[Requirement]:
    """Compare the corpus with what it must cover."""
    cases = [f.entry for f in files if isinstance(f.entry, Case)]
    policies = [f.entry for f in files if isinstance(f.entry, Policy)]
    clauses = sum(len(f.entry.sections) for f in files if isinstance(f.entry, Guideline))
    terms = sum(len(p.sections) for p in policies if p.category == "glossary")
    groups = {c.contrast_group for c in cases if c.contrast_group}
    found = [
        _at_least("事例", len(cases), 160),
        _at_least("業種（中分類）", len({c.industry for c in cases}), 24),
        _at_least("対比の組", len(groups), 50),
        _at_least("行動指針の条項", clauses, 90),
        _at_least("制度・道具・機関などの資料", len(policies), 45),
        _at_least("用語", terms, 120),
    ]
    for field in ("size", "stage", "owner_type", "topics", "phase"):
        vocabulary = taxonomy.VOCABULARIES[field]
        used = {code for c in cases for code in c.facets().get(field, ())}
        missing = [vocabulary.label_of(c) for c in vocabulary if c not in used]
        found.append(Requirement(f"{vocabulary.label}をすべて含む", "、".join(missing) or "すべて", not missing))
    traits = {t for c in cases for t in c.owner_traits}
    found.append(_at_least("経営者の性格", len(traits), 12))
    found += [_share(cases, *bounds) for bounds in _SHARES]
    for label, words in EVENTS.items():
        found.append(_at_least(f"出来事: {label}", sum(any(w in c.body for w in words) for c in cases), 1))
    return found


#: Outcome, lower and upper bound of its share of the cases.
_SHARES = (("success", 0.45, 0.55), ("partial", 0.10, 0.20), ("failure", 0.30, 0.40), ("discontinued", 0.03, 0.08))


def _at_least(name: str, found: int, wanted: int) -> Requirement:
    return Requirement(f"{name}(目標 {wanted} 以上)", str(found), found >= wanted)


def _share(cases: Sequence[Case], outcome: str, low: float, high: float) -> Requirement:
    share = sum(c.outcome == outcome for c in cases) / len(cases) if cases else 0.0
    label = taxonomy.OUTCOMES.label_of(outcome)
    return Requirement(f"{label}の割合(目標 {low:.0%}〜{high:.0%})", f"{share:.1%}", low <= share <= high)


def reading_problems(files: Iterable[CorpusFile]) -> list[str]:
    """Return the owner-facing entries whose sentences are too long to read easily."""
    problems = []
    for file in files:
        entry = file.entry
        if not isinstance(entry, Policy) or entry.category not in _EASY:
            continue
        text = re.sub(r"^##.*$", "", entry.body, flags=re.MULTILINE)
        lengths = [len(s.strip()) for s in re.findall(r"[^。]+。", text)]
        mean = sum(lengths) / len(lengths) if lengths else 0.0
        if mean > _MEAN_SENTENCE:
            problems.append(f"{file.path.name}: 文の長さの平均が {mean:.0f} 文字です(上限 {_MEAN_SENTENCE} 文字)")
        if lengths and max(lengths) > _LONGEST_SENTENCE:
            problems.append(f"{file.path.name}: {max(lengths)} 文字の文があります(上限 {_LONGEST_SENTENCE} 文字)")
    return problems


def source_problems(files: Iterable[CorpusFile], listed: str | None = None) -> list[str]:
    """Return the URLs of entries that ``SOURCES.md`` does not list exactly once."""
    text = (CORPUS / "SOURCES.md").read_text(encoding="utf-8") if listed is None else listed
    counts = Counter(_URL.findall(text))
    used = {url for f in files for url in _URL.findall(f.path.read_text(encoding="utf-8"))}
    return [
        f"SOURCES.md: {url} が {counts[url]} 回載っています(1回にしてください)"
        for url in sorted(used)
        if counts[url] != 1
    ]


def sheet(files: Sequence[CorpusFile]) -> str:
    """Return the data sheet in Markdown: purpose, how written, coverage, limits, licence."""
    lines = [_ABOUT.strip(), "", "## What must be covered, and what is", "", "| 項目 | 現在 | 達成 |", "|---|---|---|"]
    lines += [f"| {r.name} | {r.found} | {'はい' if r.met else 'いいえ'} |" for r in requirements(files)]
    for name, counts in coverage(files).items():
        lines += ["", f"## {name}", "", "| 区分 | 件数 |", "|---|---|"]
        lines += [f"| {label} | {n} |" for label, n in counts.items()]
    return "\n".join([*lines, "", _LIMITS.strip(), ""])


def write_sheet(files: Sequence[CorpusFile], path: Path) -> None:
    """Write the data sheet."""
    path.write_text(sheet(files), encoding="utf-8")


_ABOUT = """
# Starter knowledge: data sheet

Generated by `python -m knowledge corpus --sheet docs/corpus.md`; a test fails when it is not up to date.

**Purpose.** Public hub cases are success stories only, and failures are never published. These entries give a new hub something
honest to ask on its first day, and give the tests something real to find.

**How written.** One by one, by hand of the project's authors with a language model's help, from the published causes and kinds of
support listed in `knowledge/corpus/SOURCES.md`. Every case is synthetic: no client, firm or place stands behind it. Sums are recomputed by a
check; no two cases share 25 characters in a row. A sample was re-read against a rubric: [corpus-reading](corpus-reading.md).
"""

_LIMITS = """
## Limits and bias

- Synthetic: proportions say nothing about real consultations, and a real hub's cases are messier and less instructive.
- Failures blame the support more often than real ones would, because that is what advisers can change.
- Small manufacturers, shops and restaurants are over-represented; finance, utilities and public services are absent.
- The behaviour guideline is sample text; the official 行動指針 is not public and is neither quoted nor imitated.
- Figures of schemes come mostly from excerpts of secondary pages; each carries its date, and what no page confirmed says 要確認.
- The playbooks' thresholds are the project's own rules of thumb.

Licence: CC BY 4.0.
"""
