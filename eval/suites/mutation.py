"""Suite of the suites: each deliberate defect is switched on alone; does a bound of the fast share turn red?

A defect is looked at by the suites that have to see it; ``whole`` lets every suite of the share look. A suite that dies of a
defect has not seen it: only a figure beyond its bound counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval import gate
from eval.hashes import sha256_of
from eval.mutation.defect import Defect
from eval.mutation.defects import DEFECTS
from eval.suite import Measure, Score, Setup, SuiteResult, Table
from eval.thresholds import read_thresholds

_ALL = (*gate.SUITES, *gate.SLOWER)


@dataclass(frozen=True, slots=True)
class Seen:
    """Suite → the bounds that it finds broken, and what suites died of."""

    reds: Mapping[str, Sequence[str]]
    died: Sequence[str]

    @property
    def told(self) -> list[str]:
        """Return every broken bound."""
        return [line for lines in self.reds.values() for line in lines]


def run(setup: Setup, defects: Mapping[str, Defect] = DEFECTS) -> SuiteResult:
    """Measure the share undamaged, and then with each defect."""
    total = len(defects) + 1
    asked = {suite for defect in defects.values() for suite in _looking(setup, defect)}
    sound = look(setup, [suite for suite in _ALL if suite in asked])
    setup.progress(1, total)
    found: dict[str, Seen] = {}
    for done, defect in enumerate(defects.values(), 2):
        with defect.switched_on():
            found[defect.name] = look(setup, _looking(setup, defect))
        setup.progress(done, total)
    wrong = [*sound.told, *sound.died]
    return SuiteResult(
        suite="mutation",
        measures=(
            Measure(
                name="caught",
                label="わざと入れた不具合のうち、見つけたもの",
                scores=tuple(_score(defects[name], seen) for name, seen in found.items()),
                kind="events",
            ),
            Measure(
                name="sound",
                label="壊していないときに、どの基準も満たした(1: はい)",
                scores=(Score(sample="sound", value=float(not wrong), answer="、".join(wrong)),),
            ),
        ),
        tables=(_table(defects, found), _list(defects, found)),
        data={gate.BOUNDS.name: sha256_of(gate.BOUNDS)},
        notes=(
            "不具合は一つずつ入れています。表の数は、その測定で満たせなくなった基準の数、– は測っていないことを表します。",
            "途中で止まった測定は、見つけたことに数えません。",
            "ふだんは、その不具合を見つけるはずの測定だけを動かします。--whole では、どの不具合でもすべての測定を動かします。",
        ),
    )


def look(setup: Setup, suites: Sequence[str]) -> Seen:
    """Run the suites on the share, and return what is broken."""
    bounds = read_thresholds(gate.BOUNDS)
    ran = gate.run(setup, suites)
    return Seen(
        {r.name: gate.broken([r], bounds) for r in ran if not r.error}, [f"{r.name}: {r.error}" for r in ran if r.error]
    )


def _looking(setup: Setup, defect: Defect) -> list[str]:
    return [suite for suite in _ALL if setup.whole or suite in defect.seen_by]


def _score(defect: Defect, seen: Seen) -> Score:
    why = "、".join(seen.died) or ("" if seen.told else "この不具合を見つける測定がありません。")
    return Score(
        sample=defect.name,
        value=float(bool(seen.told)),
        question=defect.label,
        answer="、".join(seen.told) or "どの基準も満たしたままです。",
        why=why,
    )


def _table(defects: Mapping[str, Defect], found: Mapping[str, Seen]) -> Table:
    rows = [
        (defects[name].label, *(str(len(seen.reds[suite])) if suite in seen.reds else "–" for suite in _ALL))
        for name, seen in found.items()
    ]
    return Table(title="どの不具合を、どの測定が見つけたか", columns=("不具合", *_ALL), rows=tuple(rows), plot="heat")


def _list(defects: Mapping[str, Defect], found: Mapping[str, Seen]) -> Table:
    rows = [(name, defects[name].label, "、".join(seen.told) or "なし") for name, seen in found.items()]
    return Table(title="満たせなくなった基準", columns=("名前", "不具合", "基準と、そのときの値"), rows=tuple(rows))
