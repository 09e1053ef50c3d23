"""``python -m knowledge search | doctor | rebuild | corpus | backup | restore | erase``: look into the knowledge, and keep it."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from knowledge import corpus_check, corpus_sheet, taxonomy
from knowledge.catalog import CatalogError
from knowledge.embedding import EmbeddingError, load_embedder
from knowledge.entries import KINDS
from knowledge.filters import FIELDS, Filters, Viewer
from knowledge.indexes.vectors import BrokenIndexError
from knowledge.keeping import backup, erase
from knowledge.keeping.doctor import examine, repair
from knowledge.keeping.erased_rows import EraseError
from knowledge.reading import read
from knowledge.search import Hit, KnowledgeBase
from knowledge.taxonomy import UnknownCodeError

_MOST_HITS = 100
_SHOWN = 80  # characters of a passage on a terminal


class CommandError(ValueError):
    """A command that cannot be carried out; the message is the Japanese sentence the user sees."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise CommandError(f"指定を読み取れません({message})。{self.prog} --help で書き方を確かめてください。")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code, or 2 with one sentence on standard error."""
    as_json = "--json" in (sys.argv[1:] if arguments is None else arguments)
    try:
        given = _parser().parse_args(arguments)
        return _COMMANDS[given.command](given)
    except _ERRORS as error:
        said = str(error)
    except OSError as error:
        said = f"データの置き場所を読み書きできません({error.strerror or '入出力の誤り'})。"
    print(json.dumps({"error": said}, ensure_ascii=False) if as_json else said, file=sys.stderr)
    return 2


def _parser() -> _Parser:
    parser = _Parser(prog="python -m knowledge", description="知識を調べる、点検する、索引を作り直す。")
    commands = parser.add_subparsers(dest="command", required=True, metavar="|".join(_COMMANDS))
    search = commands.add_parser("search", help="知識を検索する")
    search.add_argument("text", help="探すことば")
    for name in FIELDS:
        label = taxonomy.VOCABULARIES[name].label
        flag = f"--{name.replace('_', '-')}"
        search.add_argument(flag, action="append", default=[], metavar="符号", help=f"{label}で絞る(何度でも)")
    search.add_argument("--kind", action="append", default=[], metavar="|".join(KINDS), help="種類で絞る(何度でも)")
    search.add_argument("--hub", default="", metavar="NN", help="この拠点だけの事例も探す(01〜47)")
    search.add_argument("--limit", type=int, default=10, metavar="N", help=f"表示する件数(1〜{_MOST_HITS}、既定 10)")
    doctor = commands.add_parser("doctor", help="台帳と索引を点検する")
    rebuild = commands.add_parser("rebuild", help="索引を台帳から作り直す(ベクトルは作り直さない)")
    corpus = commands.add_parser("corpus", help="初期の知識を検査し、内訳を表示する")
    corpus.add_argument("folder", nargs="?", type=Path, default=corpus_check.CORPUS, help="検査するフォルダ")
    corpus.add_argument("--sheet", type=Path, metavar="FILE", help="データシート(Markdown)を書き出すファイル")
    doctor.add_argument("--repair", action="store_true", help="壊れた索引を作り直し、途中の消去を終える")
    backup_ = commands.add_parser("backup", help="台帳の控えを、使いながら1つのファイルに取る")
    backup_.add_argument("file", type=Path, metavar="FILE", help="控えのファイル")
    restore_ = commands.add_parser("restore", help="控えから台帳を戻す")
    restore_.add_argument("file", type=Path, metavar="FILE", help="控えのファイル")
    erase_ = commands.add_parser("erase", help="知識を、すべてのファイルから消す(元に戻せない)")
    erase_.add_argument("entry_ids", nargs="+", metavar="ENTRY_ID", help="消す知識の id")
    backup_.add_argument("--force", action="store_true", help="同じ名前のファイルを置き換える")
    restore_.add_argument("--force", action="store_true", help="空でない場所にも戻す(いまの台帳は脇に残す)")
    for command in (search, doctor, rebuild, backup_, restore_, erase_):
        data = Path(os.environ.get("YOROZU_DATA", "data"))
        command.add_argument("--data", type=Path, default=data, help="データの置き場所(既定 data、または YOROZU_DATA)")
    for command in (search, doctor, rebuild, corpus, backup_, restore_, erase_):
        command.add_argument("--json", action="store_true", help="JSON で表示")
    return parser


def _search(given: argparse.Namespace) -> int:
    if not 1 <= given.limit <= _MOST_HITS:
        raise CommandError(f"--limit は 1〜{_MOST_HITS} の数で指定してください。")
    if given.hub:
        taxonomy.HUBS.require(given.hub)
    filters = Filters(tuple(given.kind), {name: tuple(codes) for name in FIELDS if (codes := getattr(given, name))})
    reading = read(given.text)
    premises = {name: list(codes) for name, codes in reading.premises().items()}
    knowledge = _open(given.data)
    try:
        if not knowledge.ready():
            raise BrokenIndexError("まだ作られていません")
        hits = knowledge.search(
            reading.query, filters, reading.premises(), Viewer(given.hub), given.limit, excluded=reading.excluded
        )
    finally:
        knowledge.close()
    if given.json:
        _print_json({"premises": premises, "hits": [_hit_json(hit) for hit in hits]})
    else:
        print("\n".join(_search_lines(premises, hits)))
    return 0


def _doctor(given: argparse.Namespace) -> int:
    _require_knowledge(given.data)
    found = examine(given.data, _embedding())
    if given.repair and not found.fine:
        repair(given.data, _embedding(), found)
        found = examine(given.data, _embedding())
    if given.json:
        _print_json(found.as_json())
    else:
        print(found.as_text())
    return 0 if found.fine else 1


def _rebuild(given: argparse.Namespace) -> int:
    began = time.perf_counter()
    knowledge = _open(given.data)
    try:
        vectors = knowledge.catalog.counts()["vectors"]
        manifest = knowledge.projection.update(rebuild=True)
        embedded = knowledge.catalog.counts()["vectors"] - vectors
    finally:
        knowledge.close()
    seconds = round(time.perf_counter() - began, 2)
    if given.json:
        _print_json({"passages": manifest.passages, "seconds": seconds, "embedded": embedded})
    else:
        print(f"索引を作り直しました: {manifest.passages}節、{seconds}秒、新しく作ったベクトル {embedded}件")
    return 0


def _corpus(given: argparse.Namespace) -> int:
    if not given.folder.is_dir():
        raise CommandError(f"{given.folder} というフォルダがありません。")
    files, problems = corpus_check.read_corpus(given.folder)
    problems += corpus_check.check(files)
    if given.folder == corpus_check.CORPUS:  # another folder need not cover everything, nor name the same sources
        problems += corpus_sheet.reading_problems(files) + corpus_sheet.source_problems(files)
        problems += [f"足りません: {r.name} 現在 {r.found}" for r in corpus_sheet.requirements(files) if not r.met]
    table = corpus_check.coverage(files)
    if given.sheet:
        corpus_sheet.write_sheet(files, given.sheet)
    if given.json:
        _print_json({"problems": problems, "coverage": table})
    else:
        for label, counts in table.items():
            print(f"{label}: " + "、".join(f"{name} {count}" for name, count in counts.items()))
        print("\n".join(problems) or "問題はありません。")
    return 1 if problems else 0


def _backup(given: argparse.Namespace) -> int:
    _require_knowledge(given.data)
    manifest = backup.take(given.data, given.file, given.force)
    if given.json:
        _print_json({"file": str(given.file), **asdict(manifest)})
    else:
        kept = f"知識 {manifest.counts['entries']}件、節 {manifest.counts['passages']}件"
        print(f"控えを取りました: {given.file}({kept}、{manifest.size / 1e6:.1f}MB、変更 {manifest.head} まで)")
        for name, told in manifest.further.items():
            print(f"拠点の記録もいっしょに控えました: {name}({told['size'] / 1e6:.1f}MB)")
        print("隔離された原本とその鍵は、わざと入れていません。")
    return 0


def _restore(given: argparse.Namespace) -> int:
    manifest, aside = backup.restore(given.file, given.data, given.force)
    knowledge = _open(given.data)
    try:
        vectors = knowledge.catalog.counts()["vectors"]
        passages = knowledge.update().passages
        embedded = knowledge.catalog.counts()["vectors"] - vectors
    finally:
        knowledge.close()
    if given.json:
        aside_said = str(aside) if aside else None
        _print_json({**asdict(manifest), "passages": passages, "embedded": embedded, "aside": aside_said})
    else:
        print(f"控えを戻しました: {manifest.taken_at} 時点、{passages}節、新しく作ったベクトル {embedded}件")
        if not manifest.further:
            print("この控えに拠点の記録は入っていません。いまある記録は、そのままです。")
        if aside:
            print(f"それまでの台帳は {aside} にあります。要らなくなったら消してください。")
    return 0


def _erase(given: argparse.Namespace) -> int:
    knowledge = _open(given.data)
    try:
        done = erase.erase(given.data, knowledge.catalog, knowledge.projection, given.entry_ids)
    finally:
        knowledge.close()
    if given.json:
        _print_json(asdict(done))
        return 0
    print(f"消去しました: {'、'.join(done.erased)}")
    for said in done.backups:
        print(f"この控えには残っています。消すか、取り直してください: {said}")
    if done.still_open:
        print("動いているプログラムが、前の索引をまだ開いています。止めると、その分も消えます。")
    print("元のファイルは消していません。残してあっても、同じ id では登録されません。")
    return 0


def _open(data: Path) -> KnowledgeBase:
    _require_knowledge(data)
    return KnowledgeBase(data, load_embedder(_embedding()))


def _require_knowledge(data: Path) -> None:
    if not (data / "catalog.db").is_file():
        raise CommandError(
            f"{data} に知識がまだありません。python -m ingest PATH --data {data} で登録するか、"
            "python -m assistant serve で初期の知識を入れてください。"
        )


def _embedding() -> str:
    return os.environ.get("YOROZU_EMBEDDING", "bundled")


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "entry_id": hit.entry.id,
        "title": hit.entry.title,
        "kind": hit.entry.kind,
        "outcome": getattr(hit.entry, "outcome", None),
        "score": round(hit.score, 4),
        "cosine": None if hit.cosine is None else round(hit.cosine, 4),
        "shared": hit.shared,
        "passages": [
            {"anchor": s.passage.anchor, "text": s.passage.text, "page": s.passage.page, "score": round(s.score, 4)}
            for s in hit.passages
        ],
    }


def _search_lines(premises: dict[str, list[str]], hits: Sequence[Hit]) -> list[str]:
    lines = [f"読み取った前提: {_labels(premises) or 'なし'}(近い順に影響し、除外はしません)"]
    for number, hit in enumerate(hits, 1):
        outcome = getattr(hit.entry, "outcome", "")
        kind = taxonomy.OUTCOMES.label_of(outcome) if outcome else hit.entry.kind
        lines.append(f"{number}. {hit.score:.3f} [{kind}] {hit.entry.title}({hit.entry.id})")
        if hit.shared:
            lines.append(f"   共通の前提: {_labels(hit.shared)}")
        best = hit.passages[0].passage
        lines.append(f"   #{best.anchor} {' '.join(best.text.split())[:_SHOWN]}")
    return lines if hits else [*lines, "見つかりませんでした。"]


def _labels(codes: Any) -> str:
    return "、".join(taxonomy.VOCABULARIES[name].label_of(code) for name, found in codes.items() for code in found)


def _print_json(values: dict[str, Any]) -> None:
    print(json.dumps(values, ensure_ascii=False, indent=1))


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "search": _search,
    "doctor": _doctor,
    "rebuild": _rebuild,
    "corpus": _corpus,
    "backup": _backup,
    "restore": _restore,
    "erase": _erase,
}
_ERRORS = (
    CommandError,
    UnknownCodeError,
    CatalogError,
    EmbeddingError,
    BrokenIndexError,
    backup.BackupError,
    EraseError,
)


if __name__ == "__main__":
    sys.exit(main())
