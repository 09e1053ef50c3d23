"""``python -m ingest.review list|show|accept|edit|reject``: decide on held cases from a terminal."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from ingest.anonymise.detector import Detector, DetectorError
from ingest.anonymise.recogniser import GinzaRecogniser
from ingest.loaders import LoadError
from ingest.loaders.loaded import decode
from ingest.quarantine import QuarantineError
from ingest.review import Edits, ReviewError, ReviewQueue
from ingest.review.opening import open_queue
from ingest.review.report import item_json, item_text, review_json, review_text
from knowledge.catalog import Catalog, CatalogError
from knowledge.embedding import EmbeddingError, load_embedder
from knowledge.indexes.vectors import BrokenIndexError
from knowledge.search import KnowledgeBase

_DECIDING = ("accept", "edit", "reject")


class _Parser(argparse.ArgumentParser):
    """Says in Japanese that a command was not understood."""

    def error(self, message: str) -> NoReturn:
        """Show how the command is used and leave with 2."""
        usage = " ".join(self.format_usage().removeprefix("usage:").split())
        self.exit(2, f"コマンドの書き方が違います。--help で使い方を確かめてください。\n使い方: {usage}\n")


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return 0, 1 when the decision was refused, 2 when nothing could be done."""
    given = _parser().parse_args(arguments)
    try:
        return _run(given)
    except ReviewError as error:
        said, code = str(error), 1
    except (QuarantineError, CatalogError, DetectorError, EmbeddingError, BrokenIndexError, LoadError) as error:
        said, code = str(error), 2
    except OSError as error:
        said, code = f"ファイルを読み書きできません({error.strerror or '入出力の誤り'})。", 2
    print(json.dumps({"error": said}, ensure_ascii=False) if given.json else said, file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m ingest.review", description="匿名化の確認を待つ事例を見て、承認・修正・却下します。"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="list|show|accept|edit|reject")
    made = {
        "list": commands.add_parser("list", help="確認待ちの一覧"),
        "show": commands.add_parser("show", help="1件の原文・置き換えの案・理由"),
        "accept": commands.add_parser("accept", help="案のとおりに承認する"),
        "edit": commands.add_parser("edit", help="文を直して承認する"),
        "reject": commands.add_parser("reject", help="却下して原文を消去する"),
    }
    for name, command in made.items():
        command.add_argument("--json", action="store_true", help="JSON で表示")
        command.add_argument(
            "--data", type=Path, default=Path(os.environ.get("YOROZU_DATA", "data")), help="データの置き場所"
        )
        if name != "list":
            command.add_argument("id", metavar="ID", help="確認待ちの番号(list で表示)")
        if name == "edit":
            command.add_argument("file", type=Path, metavar="FILE", help="直した文(1行目「# 題名」、続けて本文)")
        if name in _DECIDING:
            command.add_argument("--reviewer", required=True, metavar="NAME", help="確認する人の名前")
            command.add_argument("--note", default="", help="理由などのメモ(名前は自動で伏せます)")
            command.add_argument("--version", type=int, help="見た版(show で表示。省くといまの版)")
    made["show"].add_argument("--text", action="store_true", help="置き換え後の文だけ(edit の FILE の元になる)")
    return parser


def _run(given: argparse.Namespace) -> int:
    if not given.data.is_dir():
        raise LoadError(f"データの置き場所 {given.data} がありません。--data で指定してください。")
    catalog = Catalog.at(given.data)
    try:
        queue = open_queue(given.data, catalog, Detector(GinzaRecogniser()))
        told = _COMMANDS.get(given.command, _decide)(queue, given)
        published = given.command in _DECIDING and queue.review(given.id).state == "accepted"
    finally:
        catalog.close()
    print(json.dumps(told, ensure_ascii=False, indent=1) if given.json else told)
    if published:
        _update_indexes(given.data)
    return 0


def _list(queue: ReviewQueue, given: argparse.Namespace) -> Any:
    waiting = queue.waiting()
    if given.json:
        return [review_json(r, queue.needed(r.visibility)) for r in waiting]
    lines = [review_text(r, queue.needed(r.visibility)) for r in waiting]
    return "\n".join([*lines, f"確認待ち {len(waiting)}件"])


def _show(queue: ReviewQueue, given: argparse.Namespace) -> Any:
    item = queue.item(given.id)
    if given.json:
        return item_json(item, queue.needed(item.review.visibility))
    if given.text:
        return f"# {item.proposed.title}\n\n{item.proposed.body}"
    return item_text(item, queue.needed(item.review.visibility))


def _decide(queue: ReviewQueue, given: argparse.Namespace) -> Any:
    edits = _edits(given.file) if given.command == "edit" else None
    version = given.version if given.version is not None else queue.review(given.id).version
    review = queue.decide(given.id, version, given.reviewer, given.command, edits, given.note)
    needed = queue.needed(review.visibility)
    return review_json(review, needed) if given.json else review_text(review, needed)


_COMMANDS: dict[str, Callable[[ReviewQueue, argparse.Namespace], Any]] = {"list": _list, "show": _show}


def _edits(file: Path) -> Edits:
    text = decode(file.read_bytes()).replace("\r\n", "\n").lstrip("\n")
    head, _, rest = text.partition("\n")
    if head.startswith("# "):
        return Edits(title=head[2:].strip(), body=rest.strip("\n"))
    return Edits(body=text.strip("\n"))


def _update_indexes(data: Path) -> None:
    knowledge = KnowledgeBase(data, load_embedder(os.environ.get("YOROZU_EMBEDDING", "bundled")))
    try:
        knowledge.update()
    finally:
        knowledge.close()


if __name__ == "__main__":
    sys.exit(main())
