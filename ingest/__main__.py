"""``python -m ingest PATH… [--data DIR] [--json]``: put files and folders into the knowledge base."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from tqdm import tqdm

from ingest import pipeline
from ingest.admission import GateError
from ingest.loaders import LOADERS, LoadError
from ingest.opening import open_gate
from ingest.quarantine import QuarantineError
from ingest.review import ReviewError
from knowledge.catalog import CatalogError
from knowledge.catalog.runs import Runs
from knowledge.embedding import EmbeddingError, load_embedder
from knowledge.indexes.vectors import BrokenIndexError
from knowledge.search import KnowledgeBase
from knowledge.taxonomy import HUBS, UnknownCodeError

_STAGES = {"read": "読み込み", "gate": "匿名化の確認", "embed": "ベクトル化", "index": "索引づくり"}
_NICE = 10  # people who ask come first; an import has what they leave


class Bars:
    """A progress bar for each stage, on standard error."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._bar: tqdm[Any] | None = None
        self._stage = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` are finished."""
        if stage != self._stage:
            self.close()
            self._stage = stage
            self._bar = tqdm(total=total, desc=_STAGES[stage], unit="件", disable=self._quiet, file=sys.stderr)
        if self._bar is not None:
            self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Finish the bar that is shown."""
        if self._bar is not None:
            self._bar.close()


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0 when every file was taken, 1 when one failed, 2 when nothing could be done."""
    parser = argparse.ArgumentParser(prog="python -m ingest", description="ファイルやフォルダを知識として登録します。")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=f"ファイルかフォルダ({' '.join(LOADERS)})")
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("YOROZU_DATA", "data")), help="データの置き場所"
    )
    parser.add_argument("--json", action="store_true", help="結果を JSON で表示")
    given = parser.parse_args(arguments)
    bars = Bars(quiet=given.json or not sys.stderr.isatty())
    try:
        embedder = load_embedder(os.environ.get("YOROZU_EMBEDDING", "bundled"))
        knowledge = KnowledgeBase(given.data, embedder)
        try:
            gate = open_gate(given.data, knowledge.catalog)
            report = pipeline.run(
                given.paths,
                knowledge.catalog,
                knowledge.update,
                bars,
                gate=gate,
                vectors=knowledge.projection.vectors,
                hub=_hub(),
            )
            Runs(knowledge.catalog).record(report.for_keeping())
        finally:
            bars.close()
            knowledge.close()
    except (
        LoadError,
        CatalogError,
        EmbeddingError,
        BrokenIndexError,
        GateError,
        QuarantineError,
        ReviewError,
        UnknownCodeError,
    ) as error:
        said = str(error)
    except OSError as error:
        said = f"データの置き場所を読み書きできません({error.strerror or '入出力の誤り'})。"
    else:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=1) if given.json else report.as_text())
        return 1 if report.count("failed") else 0
    print(json.dumps({"error": said}, ensure_ascii=False) if given.json else said, file=sys.stderr)
    return 2


def _hub() -> str:
    """Return the importing hub (YOROZU_HUB), "" for none; raise UnknownCodeError for a number that no hub has."""
    hub = os.environ.get("YOROZU_HUB", "").strip()
    if hub:
        HUBS.require(hub)
    return hub


if __name__ == "__main__":
    os.nice(_NICE)
    sys.exit(main())
