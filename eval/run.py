"""Run suites on the starter knowledge and write the report: 0 when all holds, 1 when a bound is broken or a run got worse, 2 when it cannot run."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from eval.differences import Difference, differences, read_suites
from eval.figures import figure
from eval.opening import OpeningError, opened
from eval.ran import Ran, run_suites
from eval.report.page import page
from eval.report.results import failures, results
from eval.report.terminal import summary
from eval.samples import DatasetError
from eval.suites import SUITES, present
from eval.thresholds import read_thresholds, unknown
from knowledge.catalog import CatalogError
from knowledge.embedding import EmbeddingError


def parser() -> argparse.ArgumentParser:
    """Return what the command takes."""
    made = argparse.ArgumentParser(
        prog="python -m eval",
        description="回答と検索の質を測り、報告(index.html、results.json、failures.jsonl)を書きます。",
        epilog="ほかに: compare A B(二つの結果を比べる)、readme --results FILE(README の表を書く)。"
        "測定を 1 つだけ指定して --json(JSON で表示)、--beir DIR(BEIR 形式のフォルダで測る)、--fit(定数を求め直す)もできます。",
    )
    made.add_argument("suite", nargs="*", help=f"測るもの(省くとすべて): {'、'.join(SUITES)}")
    made.add_argument("--data", type=Path, metavar="DIR", help="データの置き場所(省くと一時的な場所)")
    made.add_argument("--out", type=Path, metavar="DIR", default=Path("eval-report"), help="報告を書く場所")
    made.add_argument("--baseline", type=Path, metavar="FILE", help="前回の results.json。悪くなっていれば 1 で終わる")
    made.add_argument("--model", default="", metavar="PROVIDER:NAME", help="回答を書く言語モデル")
    made.add_argument("--whole", action="store_true", help="時間のかかる分も、すべて測る")
    return made


def main(arguments: list[str]) -> int:
    """Run the named suites, or all that are there."""
    taken = parser()
    given = taken.parse_args(arguments)
    if strange := [s for s in given.suite if s not in SUITES]:
        taken.error(f"{'、'.join(strange)} という測定はありません。測れるもの: {'、'.join(SUITES)}")
    names = list(dict.fromkeys(given.suite)) or present(given.whole)
    try:
        bounds = read_thresholds()
        before = read_suites(given.baseline) if given.baseline else {}
        given.out.mkdir(parents=True, exist_ok=True)
        with opened(given.data, given.model, given.whole) as setup:
            ran = run_suites(names, setup)
            settings = {"model": given.model, "whole": given.whole, "today": setup.today.isoformat()}
    except (DatasetError, OpeningError, CatalogError, EmbeddingError) as error:
        return _refused(str(error))
    except OSError as error:
        return _refused(f"{error.filename or given.out} を使えません。")
    values = results(ran, bounds, settings)
    changes = differences(before, values.suites) if before else None
    (given.out / "results.json").write_text(values.as_json(), encoding="utf-8")
    (given.out / "failures.jsonl").write_text("".join(failures(ran)), encoding="utf-8")
    (given.out / "index.html").write_text(page(ran, values, changes), encoding="utf-8")
    sys.stdout.write(summary(ran, values, changes, detailed=bool(given.suite)))
    sys.stdout.write(f"\n報告: {given.out / 'index.html'}\n")
    figures = {r.name: {m.name: figure(m) for m in r.result.measures} for r in ran if r.result}
    if strange := unknown(bounds, figures):
        return _refused(f"thresholds.toml に、測っていない項目があります: {'、'.join(strange)}")
    return _status(ran, all(gate["kept"] for gate in values.gates), changes or [])


def _status(ran: list[Ran], kept: bool, changes: list[Difference]) -> int:
    if any(r.error for r in ran):
        return 2
    return int(not kept or any(d.worse for d in changes))


def _refused(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return 2
