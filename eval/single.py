"""``python -m eval [SUITE] --json | --beir DIR | --fit``: one suite by itself, for programs and for those who tune."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

from assistant.answering import Assistant
from assistant.starter import import_starter
from eval import (
    abstention,
    abstention_fit,
    guideline,
    privacy,
    privacy_inputs,
    privacy_table,
    retrieval,
    tampering,
)
from eval.injection_result import InjectionResult
from eval.retrieval_result import RetrievalResult, read_baseline
from eval.samples import DATASETS, DatasetError, read_beir, read_samples
from eval.tampering_result import TamperingResult
from ingest.anonymise.detector import DetectorError
from knowledge.catalog import CatalogError
from knowledge.embedding import EmbeddingError, load_embedder
from knowledge.search import KnowledgeBase

SUITES = ("retrieval", "privacy", "tampering", "abstention", "guideline", "injection")
Result = (
    privacy.PrivacyResult
    | RetrievalResult
    | TamperingResult
    | abstention.AbstentionResult
    | abstention_fit.Fitted
    | guideline.GuidelineResult
    | InjectionResult
)
#: The own questions: the first set, and harder ones by kind.
OWN = ("retrieval-smoke", "retrieval-hard")


def main(arguments: list[str]) -> int:
    """Run one suite and print it; 2 when it cannot run."""
    parser = argparse.ArgumentParser(prog="python -m eval", description="回答と検索の質を測ります。")
    parser.add_argument("suite", nargs="?", default="retrieval", choices=SUITES, help="測るもの")
    parser.add_argument(
        "--data", type=Path, help="データの置き場所(省くと一時的な場所。privacy では印をつけた文のフォルダ)"
    )
    parser.add_argument("--out", type=Path, help="結果(results.json)を書く場所")
    parser.add_argument("--beir", type=Path, metavar="DIR", help="BEIR 形式のフォルダで測る")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="前回の results.json と質問ごとに比べる")
    parser.add_argument("--fit", action="store_true", help="abstention で、根拠の強さの定数を求め直して表示")
    parser.add_argument("--json", action="store_true", help="JSON で表示")
    given = parser.parse_args(arguments)
    result: Result
    try:
        result = _RUN[given.suite](given)
    except (DatasetError, DetectorError, CatalogError, EmbeddingError) as error:
        told = json.dumps({"error": str(error)}, ensure_ascii=False) if given.json else str(error)
        sys.stderr.write(f"{told}\n")
        return 2
    values = result.as_json()
    if given.out:
        try:
            given.out.mkdir(parents=True, exist_ok=True)
        except OSError:
            sys.stderr.write(f"{given.out} に結果を書けません。フォルダを指定してください。\n")
            return 2
        (given.out / "results.json").write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
    sys.stdout.write((json.dumps(values, ensure_ascii=False, indent=1) if given.json else _shown(result)) + "\n")
    return 0


def _retrieval(given: argparse.Namespace) -> RetrievalResult:
    with tempfile.TemporaryDirectory() as temporary, tqdm(disable=given.json, unit="問", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        embedder = load_embedder(os.environ.get("YOROZU_EMBEDDING", "bundled"))
        beir = read_beir(given.beir) if given.beir else None
        baseline = read_baseline(given.baseline) if given.baseline else None
        data = given.data or Path(temporary)
        knowledge = KnowledgeBase(data / f"beir-{beir.name}" if beir else data, embedder)
        try:
            if beir:
                ids = {doc: entry for entry, doc in retrieval.load_beir(beir, knowledge).items()}
                samples = [
                    replace(
                        s,
                        relevant={ids.get(d, d): g for d, g in s.relevant.items()},
                        irrelevant=frozenset(ids.get(d, d) for d in s.irrelevant),
                    )
                    for s in beir.samples
                ]
                return retrieval.run(beir.name, samples, knowledge, False, progress, baseline)
            import_starter(knowledge, lambda _text: None)
            samples = [s for name in OWN for s in read_samples(DATASETS / f"{name}.jsonl")]
            return retrieval.run("own", samples, knowledge, True, progress, baseline)
        finally:
            knowledge.close()


def _privacy(given: argparse.Namespace) -> privacy.PrivacyResult:
    halves = privacy_inputs.halves(given.data or DATASETS)
    elsewhere, missing = privacy_inputs.texts_without_clients()
    systems, absent = privacy_inputs.systems()
    read = [*(p.text for passages in halves.values() for p in passages), *(t for ts in elsewhere.values() for t in ts)]
    total = len(systems) * sum(map(len, read))
    with tqdm(total=total, disable=given.json, unit="字", unit_scale=True, file=sys.stderr) as bar:

        def progress(characters: int) -> None:
            bar.update(characters)

        return privacy.run(systems, halves, elsewhere, [*absent, *missing], progress)


def _tampering(given: argparse.Namespace) -> TamperingResult:
    with tempfile.TemporaryDirectory() as temporary, tqdm(disable=given.json, unit="問", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        embedder = load_embedder(os.environ.get("YOROZU_EMBEDDING", "bundled"))
        knowledge = KnowledgeBase(given.data or Path(temporary), embedder)
        try:
            import_starter(knowledge, lambda _text: None)
            samples = read_samples(DATASETS / "retrieval-smoke.jsonl")
            return tampering.run(samples, tampering.read_paraphrases(), knowledge, progress=progress)
        finally:
            knowledge.close()


def _abstention(given: argparse.Namespace) -> abstention.AbstentionResult | abstention_fit.Fitted:
    with _asked(given) as (assistant, progress):
        outcomes = abstention.run(abstention.read_probes(DATASETS), assistant, progress)
    return abstention_fit.fit(outcomes) if given.fit else abstention.summary(outcomes)


def _guideline(given: argparse.Namespace) -> guideline.GuidelineResult:
    samples = read_samples(DATASETS / "retrieval-smoke.jsonl")
    labelled = guideline.read_labelled(DATASETS / "guideline.jsonl")
    with _asked(given) as (assistant, progress):
        return guideline.run(labelled, samples, assistant, progress)


def _injection(given: argparse.Namespace) -> InjectionResult:
    from eval import attacks, injection  # they write PDF and Word files with packages that only developers have

    tried = list(attacks.attacks(attacks.read_payloads()))
    embedder = load_embedder(os.environ.get("YOROZU_EMBEDDING", "bundled"))
    with tempfile.TemporaryDirectory() as temporary, tqdm(disable=given.json, unit="問", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        with contextlib.closing(injection.poisoned(tried, Path(temporary), embedder)) as knowledge:
            writers = {"evidence": None, "obedient": injection.obedient()}
            return injection.summary(injection.run(tried, knowledge, writers, progress))


@contextlib.contextmanager
def _asked(given: argparse.Namespace) -> Iterator[tuple[Assistant, Callable[[int, int], None]]]:
    """Open the starter knowledge with an assistant over it, and a progress bar."""
    with tempfile.TemporaryDirectory() as temporary, tqdm(disable=given.json, unit="問", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        embedder = load_embedder(os.environ.get("YOROZU_EMBEDDING", "bundled"))
        knowledge = KnowledgeBase(given.data or Path(temporary), embedder)
        try:
            import_starter(knowledge, lambda _text: None)
            yield Assistant(knowledge), progress
        finally:
            knowledge.close()


_RUN: Mapping[str, Callable[[argparse.Namespace], Result]] = {
    "retrieval": _retrieval,
    "privacy": _privacy,
    "tampering": _tampering,
    "abstention": _abstention,
    "guideline": _guideline,
    "injection": _injection,
}


def _shown(result: Result) -> str:
    return privacy_table.as_text(result) if isinstance(result, privacy.PrivacyResult) else result.as_text()
