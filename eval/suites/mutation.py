"""Suite of the suites: each deliberate defect is switched on alone; does a bound of the fast share turn red?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval import gate
from eval.hashes import sha256_of
from eval.mutation.defect import Defect
from eval.mutation.defects import DEFECTS
from eval.suite import Measure, Score, Setup, SuiteResult, Table
from eval.thresholds import read_thresholds


def run(setup: Setup) -> SuiteResult:
    """Measure the share undamaged, and then with each defect."""
    total = len(DEFECTS) + 1
    sound = caught(setup, None)
    setup.progress(1, total)
    found: dict[str, Mapping[str, Sequence[str]]] = {}
    for done, defect in enumerate(DEFECTS.values(), 2):
        with defect.switched_on():
            found[defect.name] = caught(setup, defect)
        setup.progress(done, total)
    told = [line for lines in sound.values() for line in lines]
    return SuiteResult(
        suite="mutation",
        measures=(
            Measure(
                name="caught",
                label="わざと入れた不具合のうち、見つけたもの",
                scores=tuple(_score(DEFECTS[name], reds) for name, reds in found.items()),
            ),
            Measure(
                name="sound",
                label="壊していないときに、どの基準も満たした(1: はい)",
                scores=(Score(sample="sound", value=float(not told), answer="、".join(told)),),
            ),
        ),
        tables=(_table(found), _list(found)),
        data={gate.BOUNDS.name: sha256_of(gate.BOUNDS)},
        notes=(
            "不具合は一つずつ入れています。表の数は、その測定で満たせなくなった基準の数、– は測っていないことを表します。",
            f"遅い測定({'、'.join(gate.SLOWER)})は、それに関わる不具合でだけ動かしています。",
        ),
    )


def caught(setup: Setup, defect: Defect | None) -> dict[str, list[str]]:
    """Return by suite which bounds are broken; every suite for the undamaged system."""
    names = (*gate.SUITES, *(gate.SLOWER if defect is None else defect.also))
    bounds = read_thresholds(gate.BOUNDS)
    return {ran.name: gate.broken([ran], bounds) for ran in gate.run(setup, names)}


def _score(defect: Defect, reds: Mapping[str, Sequence[str]]) -> Score:
    told = [line for lines in reds.values() for line in lines]
    return Score(
        sample=defect.name,
        value=float(bool(told)),
        question=defect.label,
        answer="、".join(told) or "どの基準も満たしたままです。",
        why="" if told else "この不具合を見つける測定がありません。",
    )


def _table(found: Mapping[str, Mapping[str, Sequence[str]]]) -> Table:
    suites = (*gate.SUITES, *gate.SLOWER)
    rows = [
        (DEFECTS[name].label, *(str(len(reds[suite])) if suite in reds else "–" for suite in suites))
        for name, reds in found.items()
    ]
    return Table(title="どの不具合を、どの測定が見つけたか", columns=("不具合", *suites), rows=tuple(rows), plot="heat")


def _list(found: Mapping[str, Mapping[str, Sequence[str]]]) -> Table:
    rows = [
        (name, DEFECTS[name].label, "、".join(line for lines in reds.values() for line in lines) or "なし")
        for name, reds in found.items()
    ]
    return Table(title="満たせなくなった基準", columns=("名前", "不具合", "基準と、そのときの値"), rows=tuple(rows))
