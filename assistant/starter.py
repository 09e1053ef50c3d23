"""The starter knowledge: put into a data directory at first start, and again when the program brings newer entries."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from ingest import pipeline
from knowledge.corpus_check import CORPUS
from knowledge.search import KnowledgeBase

FOLDERS = ("cases", "guidelines", "policies")


def import_starter(
    knowledge: KnowledgeBase, say: Callable[[str], None], corpus: Path = CORPUS, mend: bool = True
) -> None:
    """Import the starter entries that are new or changed; a data directory that has them all is left alone.

    Indexes that are behind are built here, unless a server is to do so while it answers already (``mend`` false).
    """
    paths = [corpus / folder for folder in FOLDERS]
    mark = _fingerprint(paths)
    before = knowledge.catalog.note("starter")
    if before != mark:
        what = "初期の知識(合成事例・行動指針の見本・制度資料)"
        say(f"      {what}の新しい版を登録しています" if before else f"      {what}を登録しています(初回だけ)")
        shown = -1

        def progress(stage: str, done: int, total: int) -> None:
            nonlocal shown
            tenth = 10 * done // max(total, 1)
            if stage == "embed" and tenth != shown:
                shown = tenth
                say(f"      ベクトル化 {done}/{total}")

        report = pipeline.run(paths, knowledge.catalog, knowledge.update, progress)
        for file in report.files:
            if file.state == "failed":
                say(f"      登録できませんでした: {file.path} {file.reason}")
        knowledge.catalog.put_note("starter", mark)
    if mend and knowledge.projection.behind():
        say("      検索の索引を作り直しています")
        knowledge.update()


def _fingerprint(paths: list[Path]) -> str:
    found = hashlib.sha256()
    for folder in paths:
        for file in sorted(folder.glob("*.md")):
            found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()
