"""``python -m eval agree FILE``: how far readers agree on a filled-in sheet, where they do not, and what they said of each version."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path

from assistant.answering.guideline.check import violations
from assistant.answering.guideline.findings import CLAUSES
from assistant.answering.guideline.wording import sentences
from eval.metrics import Metric, share
from eval.people.book import JUDGE, READERS
from eval.people.filled import Filled, Reading, read_filled
from eval.people.kappa import ENOUGH, Agreement, agreement
from eval.people.rubric import BAD, GOOD, NONE, keys
from eval.people.sheet import ANSWERS, read_answers
from eval.samples import DatasetError

RULES = "規則"
ALL = "すべて"


@dataclass(frozen=True, slots=True)
class Differing:
    """An item on which two readers do not agree, with what they remarked."""

    number: str
    item: str
    marks: tuple[tuple[str, str], ...]
    remark: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """``pairs``: (one, other) → item → agreement; ``kept``: version → share of answers without a ×, by reader; ``unmarked``: cells."""

    pairs: Mapping[tuple[str, str], Mapping[str, Agreement]]
    differing: tuple[Differing, ...]
    kept: Mapping[str, tuple[Metric, ...]]
    unmarked: Mapping[str, int]

    def as_json(self) -> dict[str, object]:
        """Return the result as JSON values."""
        return {
            "pairs": [
                {"readers": list(pair), "items": {item: asdict(a) for item, a in found.items()}}
                for pair, found in self.pairs.items()
            ],
            "differing": [asdict(d) for d in self.differing],
            "kept": {version: [asdict(m) for m in found] for version, found in self.kept.items()},
            "unmarked": dict(self.unmarked),
        }


def agreed(filled: Filled, versions: Mapping[str, str] | None = None) -> Agreed:
    """Compare all readers pairwise; ``versions`` (number → version) tells whose answers they were."""
    readers = [*filled.readings, _rules(filled)]
    pairs = {(a.reader, b.reader): _compared(a, b) for a, b in combinations(readers, 2)}
    told = {number: (versions or {}).get(number, "") for number in filled.shown}
    kept = {version: tuple(_kept(filled.readings, told, version)) for version in sorted(set(told.values()))}
    unmarked = {r.reader: len(filled.shown) * len(keys()) - sum(map(len, r.marks.values())) for r in filled.readings}
    return Agreed(pairs, tuple(_differing(filled)), kept, unmarked)


def _rules(filled: Filled) -> Reading:
    """Return what the guideline check of the product finds in the same texts: it knows ○ and × only, of the clauses."""
    marks = {}
    for number, one in filled.shown.items():
        found = {clause for clause, _, _ in violations(sentences(one.answer))}
        marks[number] = {clause: BAD if clause in found else GOOD for clause in CLAUSES}
    return Reading(RULES, marks, {})


def _compared(one: Reading, other: Reading) -> dict[str, Agreement]:
    """Return the agreement on all items and on each; against the rules – counts as ○, for they do not know it."""
    plain = RULES in (one.reader, other.reader)

    def pairs(items: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
        return {
            number: [
                (_plain(marks[item], plain), _plain(other.marks[number][item], plain))
                for item in items
                if item in marks and item in other.marks.get(number, {})
            ]
            for number, marks in one.marks.items()
        }

    return {ALL: agreement(pairs(keys())), **{item: agreement(pairs([item])) for item in keys()}}


def _plain(mark: str, plain: bool) -> str:
    return GOOD if plain and mark == NONE else mark


def _differing(filled: Filled) -> Iterator[Differing]:
    one, other = filled.readings[: len(READERS)]
    for number in filled.shown:
        for item in keys():
            marks = [(r.reader, r.marks[number].get(item, "")) for r in (one, other)]
            if all(mark for _, mark in marks) and len({mark for _, mark in marks}) > 1:
                remarks = (f"{r.reader}「{r.remarks[number]}」" for r in (one, other) if r.remarks[number])
                yield Differing(number, item, tuple(marks), " ".join(remarks))


def _kept(readings: Sequence[Reading], versions: Mapping[str, str], version: str) -> Iterator[Metric]:
    """Return for each reader the share of the answers of a version in which nothing got a ×."""
    for reading in readings:
        read = [marks for number, marks in reading.marks.items() if versions[number] == version and marks]
        yield share(reading.reader, sum(BAD not in marks.values() for marks in read), len(read))


def as_text(found: Agreed) -> str:
    """Return the tables for a terminal."""
    lines: list[str] = []
    for (one, other), items in found.pairs.items():
        lines += ["", f"■ {one} と {other}", "| 項目 | 印 | 回答 | 一致 | κ | 95% 区間 |", "|---|---|---|---|---|---|"]
        lines += [f"| {item} {CLAUSES.get(item, '')} | {_row(a)} |" for item, a in items.items() if a.n or item == ALL]
        kappa = items[ALL].kappa
        if JUDGE in (one, other) and RULES not in (one, other):
            enough = kappa is not None and kappa >= ENOUGH
            lines.append(
                f"判定モデルは人と{'' if enough else '十分に'}一致して{'います' if enough else 'いません'}"
                f"(目安は κ {ENOUGH} 以上)。{'' if enough else '判定モデルの印だけで良し悪しを決めないでください。'}"
            )
    lines += ["", "■ × が一つもない回答の割合"]
    for version, shares in found.kept.items():
        lines += [f"- {version or '版は不明'}: " + "、".join(_share(m) for m in shares)]
    lines += ["", f"■ 二人の印が違うところ: {len(found.differing)} 件"]
    lines += [f"- {d.number} {d.item}: {'、'.join(f'{r} {m}' for r, m in d.marks)} {d.remark}" for d in found.differing]
    if blank := [f"{reader} {n} 個" for reader, n in found.unmarked.items() if n]:
        lines += ["", f"印のない欄: {'、'.join(blank)}(数えていません)"]
    return "\n".join(lines).lstrip("\n") + "\n"


def _row(a: Agreement) -> str:
    same = "対象なし" if a.same is None else f"{a.same:.3f}"
    kappa = "対象なし" if a.kappa is None else f"{a.kappa:.3f}"
    edges = "–" if a.low is None else f"{a.low:.3f} 〜 {a.high:.3f}"
    return f"{a.n} | {a.answers} | {same} | {kappa} | {edges}"


def _share(m: Metric) -> str:
    return f"{m.name} 対象なし" if m.mean is None else f"{m.name} {m.mean:.3f}({m.low:.3f} 〜 {m.high:.3f}、n={m.n})"


def main(arguments: list[str]) -> int:
    """Print the agreement; 2 for a sheet that cannot be used."""
    parser = argparse.ArgumentParser(
        prog="python -m eval agree", description="記入した表を読み、読み手どうしの一致(Cohen の κ)を示します。"
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="記入した sheet.xlsx")
    parser.add_argument("--json", action="store_true", help="JSON で表示")
    given = parser.parse_args(arguments)
    try:
        filled = read_filled(given.file)
        beside = given.file.parent / ANSWERS
        versions = {k.number: k.version for k in read_answers(beside)} if beside.exists() else None
        found = agreed(filled, versions)
    except DatasetError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    told = json.dumps(found.as_json(), ensure_ascii=False, indent=1) + "\n" if given.json else as_text(found)
    sys.stdout.write(told)
    return 0
