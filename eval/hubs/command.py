"""``python -m eval hubs --data DIR``: one report a hub, and one over all of them with figures only. Nothing is ranked."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.records import RecordsError
from eval.figures import question_of
from eval.hubs.own import Own, from_file, from_records
from eval.hubs.quality import measured, quality, without_texts
from eval.opening import OpeningError, opened
from eval.ran import Ran
from eval.report.page import page
from eval.report.results import failures, results
from eval.samples import DatasetError
from eval.suite import Measure, SuiteResult
from ingest.anonymise.detector import Detector, DetectorError
from ingest.anonymise.recogniser import GinzaRecogniser
from knowledge.catalog import CatalogError
from knowledge.embedding import EmbeddingError
from knowledge.taxonomy import HUBS

FEWEST = 5  # questions of a hub that is shown in the report over all: fewer would show single consultations


def main(arguments: list[str]) -> int:
    """Write the reports; 2 when there is nothing to measure or it cannot run."""
    parser = argparse.ArgumentParser(
        prog="python -m eval hubs",
        description="拠点ごとに、自分の拠点の相談で質を測り、報告を書きます。順位は付けません。",
    )
    parser.add_argument("--data", type=Path, metavar="DIR", required=True, help="データの置き場所")
    parser.add_argument("--hub", default="", metavar="NN", help="拠点の番号(省くと 47 拠点すべて)")
    parser.add_argument("--questions", type=Path, metavar="FILE", help="拠点が書きためた質問と評価(JSON Lines)")
    parser.add_argument("--out", type=Path, metavar="DIR", default=Path("eval-hubs"), help="報告を書く場所")
    parser.add_argument("--model", default="", metavar="PROVIDER:NAME", help="回答を書く言語モデル")
    given = parser.parse_args(arguments)
    if given.hub and given.hub not in HUBS:
        parser.error(f"{given.hub} という拠点はありません。01 から 47 までの番号にしてください。")
    if not given.data.is_dir():
        return _refused(f"{given.data} がありません。拠点のデータの置き場所を指定してください。")
    seconds = 0.0
    try:
        own = samples(given.data, [given.hub] if given.hub else list(HUBS), given.questions)
        if not own:
            return _refused("相談も質問も、まだ一つもありません。")
        with opened(given.data, given.model) as setup:
            settings = {"model": given.model, "whole": False, "today": setup.today.isoformat()}
            found = {}
            for hub, mine in own.items():
                began = time.perf_counter()
                found[hub] = result = quality(setup, mine)
                told = f"{HUBS.label_of(hub)}の相談だけで測りました。"
                ran = Ran("hubs", replace(result, notes=(told, *result.notes)), time.perf_counter() - began)
                _write(given.out / hub, ran, settings)
                seconds += ran.seconds
        if not given.hub:
            _write(given.out, Ran("hubs", over_all(found), seconds), settings)
    except (DatasetError, OpeningError, CatalogError, EmbeddingError, RecordsError, DetectorError) as error:
        return _refused(str(error))
    except OSError as error:
        return _refused(f"{error.filename or given.out} を使えません。")
    where = given.out / given.hub if given.hub else given.out
    sys.stdout.write(f"{len(found)} 拠点の報告を書きました: {where / 'index.html'}\n")
    return 0


def samples(data: Path, hubs: Sequence[str], questions: Path | None) -> dict[str, Own]:
    """Return the samples of each hub that has any, by its code."""
    written = from_file(questions, Detector(GinzaRecogniser()).mask) if questions else []
    found = {}
    for hub in hubs:
        own = from_records(data, hub)
        own = Own((*own.questions, *(q for q in written if q.hub == hub)), own.feedback)
        if own.questions or own.feedback:
            found[hub] = own
    return found


def over_all(found: dict[str, SuiteResult]) -> SuiteResult:
    """Return all hubs together, by code, without a word of anybody; hubs with few questions count but are not named."""
    parts: list[SuiteResult] = []
    unnamed = 0
    for hub, result in found.items():
        asked = list(dict.fromkeys(question_of(s.sample) for m in result.measures for s in m.scores))
        few = len(asked) < FEWEST
        names = {q: f"{'少' if few else hub}-{at:04d}" for at, q in enumerate(asked, unnamed + 1 if few else 1)}
        unnamed += len(asked) * few
        parts.append(_unnamed(without_texts(result, names), few))
    measures = tuple(
        replace(empty, scores=tuple(s for part in parts for s in part.measures[at].scores))
        for at, empty in enumerate(measured([], []))
    )
    hidden = f"相談が {FEWEST} 件に満たない拠点は、全体には数えますが、拠点の内訳には出しません。"
    told = "文章は、その拠点の報告にだけあります。拠点は番号の順で、順位ではありません。"
    return SuiteResult(suite="hubs", measures=measures, notes=(told, hidden, *parts[0].notes))


def _unnamed(result: SuiteResult, few: bool) -> SuiteResult:
    """Keep of the slices the hub alone, and not even that where few questions would show single consultations."""

    def bare(measure: Measure) -> Measure:
        return replace(
            measure,
            scores=tuple(replace(s, slices={} if few else {"hub": s.slices["hub"]}) for s in measure.scores),
        )

    return replace(result, measures=tuple(bare(m) for m in result.measures))


def _write(out: Path, ran: Ran, settings: dict[str, object]) -> None:
    values = results([ran], [], settings)
    out.mkdir(parents=True, exist_ok=True)
    (out / "results.json").write_text(values.as_json(), encoding="utf-8")
    (out / "failures.jsonl").write_text("".join(failures([ran])), encoding="utf-8")
    (out / "index.html").write_text(page([ran], values), encoding="utf-8")


def _refused(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return 2
