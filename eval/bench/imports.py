"""``python -m eval.bench.imports``: formats, gate and a sheet of 1,000 generated cases, measured; prints a table.

The generated cases are for speed only: their sentences are put together by this script and are never part of the knowledge.
"""

from __future__ import annotations

import csv
import random
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from eval.bench.speed import Figure
from ingest import pipeline
from ingest.anonymise import find
from ingest.anonymise.detector import Detector
from ingest.anonymise.recogniser import GinzaRecogniser
from ingest.loaders import RawFile, load
from ingest.opening import open_gate
from knowledge.corpus_check import CORPUS
from knowledge.embedding import load_embedder
from knowledge.entry_file import parse_markdown
from knowledge.search import KnowledgeBase

SHARED = Path(__file__).parents[3] / "shared"
_ROWS = 1_000
_PAGE = 1_100  # characters of a case, on average

_TRADES = (
    "食料品製造業",
    "飲食店",
    "金属製品製造業",
    "小売業",
    "建設業",
    "宿泊業",
    "美容業",
    "自動車整備業",
    "農業",
    "情報サービス業",
)
_OWNERS = ("創業者", "後継者", "二代目", "女性経営者", "起業準備中")
_SIZES = ("1〜5人", "6〜20人", "21〜50人")
_FAMILIES = ("佐野", "小田切", "真鍋", "戸川", "三好", "笹本", "岩淵", "栗原", "梶谷", "野呂")
_SHOPS = ("みなも", "こもれび", "あおば", "ゆいまる", "つむぎ", "まるた", "ひなた", "さざなみ")
_WORRIES = (
    "材料の値上がりで利益が残らなくなった。",
    "常連のお客さまが減り、平日の昼が空いている。",
    "取引先一社への依存が八割を超えている。",
    "若い人を雇っても半年で辞めてしまう。",
    "借入の返済で月末の資金が足りなくなる。",
    "在庫が倉庫にあふれ、何が売れ筋か分からない。",
)
_CAUSES = (
    "商品ごとの粗利を一度も計算していなかった。",
    "作業時間を測っておらず、見積もりが勘に頼っていた。",
    "値段を決める人と原価を知る人が別だった。",
    "客層が変わったのに品ぞろえを変えていなかった。",
    "仕事の教え方が決まっておらず、人によって違っていた。",
)
_STEPS = (
    "上位十品の原価を測り、三品を値上げした。",
    "受注の内訳を表にし、赤字の仕事を断る線を決めた。",
    "入金と出金の予定を週ごとに書き出した。",
    "常連三十人に聞き取りをして、昼の献立を二つに絞った。",
    "作業の手順を写真で残し、新人に一週間ついて教えた。",
    "在庫を三つに分け、動かないものを半額で売り切った。",
)
_ENDS = (
    "利益率が上がった。",
    "残業が減った。",
    "返済の予定を組み直せた。",
    "思ったほど客足は戻らなかった。",
    "半年で元に戻った。",
)


def main() -> int:
    """Measure and print."""
    figures = [*_pdf(), *_unchanged(), *_gate(), *_sheet()]
    print("| 測ったもの | 値 |\n|---|---|")
    for figure in figures:
        print(f"| {figure.name} | {figure.value} |")
    return 0


def _pdf() -> list[Figure]:
    files = sorted((SHARED / "data" / "policy-pdf").glob("*.pdf"))
    if not files:
        return [Figure("PDF text", "not measured: ../shared/data/policy-pdf is not here")]
    load(RawFile(files[0].name, files[0].read_bytes()))
    began = time.perf_counter()
    pages = sum(load(RawFile(f.name, f.read_bytes())).pages for f in files)
    return [
        Figure(
            "PDF text and tables, one process", f"{pages / (time.perf_counter() - began):.0f} pages/s ({pages} pages)"
        )
    ]


def _unchanged(count: int = 4_000) -> list[Figure]:
    with _knowledge() as (folder, knowledge):
        files = folder / "files"
        files.mkdir()
        for number in range(count):
            (files / f"{number:05d}.txt").write_text(f"お知らせ {number}\n\n{number}番の連絡です。\n", encoding="utf-8")
        gate = open_gate(folder / "data", knowledge.catalog)
        pipeline.run([files], knowledge.catalog, lambda _progress: None, gate=gate)
        again = pipeline.run([files], knowledge.catalog, lambda _progress: None, gate=gate)
    return [Figure("unchanged files skipped", f"{again.count('unchanged') / again.seconds:.0f} files/s (n = {count})")]


def _gate() -> list[Figure]:
    texts = [parse_markdown(f.read_text(encoding="utf-8")).body for f in sorted((CORPUS / "cases").glob("*.md"))]
    detector = Detector(GinzaRecogniser())
    detector.find(texts[0])
    rules = _pages_per_second(lambda batch: [find(text) for text in batch], texts)
    whole = _pages_per_second(lambda batch: detector.find_many(batch), texts)
    length = statistics.mean(map(len, texts))
    told = f"case pages/s of {_PAGE} characters (n = {len(texts)} cases of {length:.0f})"
    return [
        Figure("gate, rules alone", f"{rules:.0f} {told}"),
        Figure("gate with GiNZA, one process", f"{whole:.1f} {told}"),
    ]


def _pages_per_second(look: Callable[[list[str]], object], texts: list[str]) -> float:
    began = time.perf_counter()
    for at in range(0, len(texts), 16):
        look(texts[at : at + 16])
    return sum(map(len, texts)) / _PAGE / (time.perf_counter() - began)


def _sheet() -> list[Figure]:
    with _knowledge() as (folder, knowledge):
        sheet = folder / "相談一覧.csv"
        write_sheet(sheet, _ROWS)
        gate = open_gate(folder / "data", knowledge.catalog)
        with _peak_memory() as memory:
            report = pipeline.run(
                [sheet],
                knowledge.catalog,
                knowledge.update,
                gate=gate,
                vectors=knowledge.projection.vectors,
                hub="13",
            )
        file = report.files[0]
        vectors = knowledge.catalog.counts()["vectors"]
        texts = [f"{n} {_WORRIES[n % 6]}{_CAUSES[n % 5]}{_STEPS[n % 6]}" for n in range(300)]
        embedder = load_embedder()
        began = time.perf_counter()
        embedder.encode_passages(texts)
        embedding = vectors * (time.perf_counter() - began) / len(texts)
    return [
        Figure(
            f"a sheet of {_ROWS} generated cases",
            f"{report.seconds:.0f} s: {file.entries} entered, {file.held} held, {file.passages} passages",
        ),
        Figure(
            "of it the embedder's work, estimated from its speed alone", f"{100 * embedding / report.seconds:.0f} %"
        ),
        Figure(
            "memory at 25 / 50 / 75 / 100 % of that import", " / ".join(f"{m:.0f}" for m in memory.quarters()) + " MB"
        ),
    ]


def write_sheet(path: Path, rows: int) -> None:
    """Write a sheet as a hub keeps it, with names and phone numbers that must not enter."""
    chance = random.Random(13)  # noqa: S311 (no secret)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(
            (
                "相談者名",
                "会社名",
                "電話",
                "業種",
                "経営者タイプ",
                "従業員数",
                "相談内容",
                "本当の課題",
                "支援内容",
                "結果",
                "成否",
                "学び",
            )
        )
        for number in range(rows):
            family, shop = chance.choice(_FAMILIES), chance.choice(_SHOPS)
            worry, cause = chance.choice(_WORRIES), chance.choice(_CAUSES)
            step, second = chance.sample(_STEPS, 2)
            sheet.writerow(
                (
                    f"{family} 一郎",
                    f"有限会社{shop}",
                    f"03-5550-{number:04d}",
                    chance.choice(_TRADES),
                    chance.choice(_OWNERS),
                    chance.choice(_SIZES),
                    f"{family}さんから、{worry}{number + 3}か月前からだという。",
                    f"{shop}では{cause}",
                    f"{family}社長と{step}そのあと{second}",
                    f"{number % 7 + 2}か月後、{chance.choice(_ENDS)}",
                    chance.choice(("成功", "一部成功", "失敗")),
                    f"{cause}ここから始めると動きやすい。",
                )
            )


class _Memory:
    """Samples of the resident memory of this process, in MB."""

    def __init__(self) -> None:
        self.samples: list[float] = []

    def quarters(self) -> list[float]:
        """Return the memory after each quarter of the time."""
        return [self.samples[max(0, len(self.samples) * part // 4 - 1)] for part in (1, 2, 3, 4)]


@contextmanager
def _peak_memory() -> Iterator[_Memory]:
    memory, done = _Memory(), threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            memory.samples.append(pages * resource.getpagesize() / 1e6)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield memory
    finally:
        done.set()
        thread.join()


@contextmanager
def _knowledge() -> Iterator[tuple[Path, KnowledgeBase]]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        knowledge = KnowledgeBase(folder / "data", load_embedder())
        try:
            yield folder, knowledge
        finally:
            knowledge.close()


if __name__ == "__main__":
    sys.exit(main())
