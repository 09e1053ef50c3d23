"""``python -m eval sheet``: sampled answers as a workbook for two readers, blind to the version that gave them."""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant.answering import Answer, Question
from assistant.answering.answer import ROLES
from eval.labelled_questions import LabelledQuestion, read_labelled_questions
from eval.metrics import SEED
from eval.opening import OpeningError, opened
from eval.people.book import Shown, write_book
from eval.people.judge import judged, open_judge
from eval.people.rubric import rubric
from eval.report.results import version
from eval.samples import DatasetError
from knowledge.catalog import CatalogError
from knowledge.embedding import EmbeddingError
from knowledge.filters import Filters, Viewer

SHEET, ANSWERS = "sheet.xlsx", "answers.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer with where it came from; ``number`` is its number in the sheet."""

    number: str
    question_id: str
    role: str
    question: str
    answer: str
    version: str


def main(arguments: list[str]) -> int:
    """Write the workbook and, apart from it, which version gave which answer; 2 when it cannot."""
    parser = argparse.ArgumentParser(
        prog="python -m eval sheet", description="回答を選び、二人の読み手のための表(sheet.xlsx)を書きます。"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", default=Path("eval-sheet"), help="書く場所")
    parser.add_argument("--n", type=int, default=30, metavar="N", help="質問の数(初めは 30)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="データの置き場所(省くと一時的な場所)")
    parser.add_argument("--model", default="", metavar="PROVIDER:NAME", help="回答を書く言語モデル")
    parser.add_argument("--earlier", type=Path, metavar="FILE", help="前の版の answers.json。同じ質問の回答を混ぜる")
    parser.add_argument("--judge", default="", metavar="PROVIDER:NAME", help="三人目として印を付ける言語モデル")
    given = parser.parse_args(arguments)
    if not 1 <= given.n <= 1_000:
        parser.error("--n は 1 から 1,000 までにしてください。")
    try:
        earlier = read_answers(given.earlier) if given.earlier else []
        judge = open_judge(given.judge) if given.judge else None
        given.out.mkdir(parents=True, exist_ok=True)
        with opened(given.data, given.model) as setup:
            items = rubric(setup.knowledge.browse(Filters(("guideline",)), Viewer()))
            asked = drawn(read_labelled_questions(), given.n)
            bar = tqdm(asked, unit="問", file=sys.stderr, mininterval=1)
            own = [(q, shown(setup.assistant.answer(Question(text=q.question, role=q.role)))) for q in bar]
        kept = numbered(own, version() + (f" {given.model}" if given.model else ""), earlier)
        rows = [Shown(k.number, ROLES[k.role], k.question, k.answer) for k in kept]
        marks = judged(judge, rows, items) if judge else {}
        if judge and not any(marks.values()):
            raise OpeningError(f"{given.judge} から、読み取れる印が一つも返りませんでした。")
        write_book(given.out / SHEET, rows, items, marks, SEED)
        told = json.dumps([asdict(k) for k in kept], ensure_ascii=False, indent=1)
        (given.out / ANSWERS).write_text(told + "\n", encoding="utf-8")
    except (DatasetError, OpeningError, CatalogError, EmbeddingError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"{error.filename or given.out} を使えません。\n")
        return 2
    sys.stdout.write(
        f"回答 {len(kept)} 件を {given.out / SHEET} に書きました。読み手には、この表だけを渡してください。\n"
        f"どの版の回答かは {given.out / ANSWERS} にあります。読み終えたら python -m eval agree {given.out / SHEET}\n"
    )
    return 0


def drawn(questions: Sequence[LabelledQuestion], n: int) -> list[LabelledQuestion]:
    """Return ``n`` questions of the confirming half, from each role and intent in turn, the same every time."""
    groups: dict[tuple[str, str], list[LabelledQuestion]] = defaultdict(list)
    for q in sorted(questions, key=lambda q: hashlib.sha256(q.id.encode()).hexdigest()):
        if q.half == "test":
            groups[q.role, q.intent].append(q)
    return [q for _, q in sorted(_in_turn(groups), key=lambda found: found[0])][:n]


def _in_turn(
    groups: dict[tuple[str, str], list[LabelledQuestion]],
) -> Iterator[tuple[tuple[int, str], LabelledQuestion]]:
    for group, found in groups.items():
        for at, q in enumerate(found):
            yield (at, "/".join(group)), q


def shown(answer: Answer) -> str:
    """Return an answer as text without its marks and writer: they would tell which version it is."""
    lines = []
    for block in answer.blocks:
        lines += ["", f"■ {block.heading}"] if block.heading else [""]
        lines += ["／".join(block.facts)] if block.facts else []
        lines += [_said(s.text, [c.number for c in s.citations]) for s in block.sentences]
        for row in block.rows:
            for column, cell in zip(block.columns or ("",), row.cells, strict=True):
                label = f"{row.label}({column})" if column else row.label
                lines.append(f"{label}: " + "".join(_said(s.text, [c.number for c in s.citations]) for s in cell))
    lines += ["", *(f"[{s.number}] {s.title}" for s in answer.sources)]
    return "\n".join(lines).strip()


def _said(text: str, cited: Sequence[int]) -> str:
    return text + "".join(f"[{number}]" for number in cited)


def numbered(own: Sequence[tuple[LabelledQuestion, str]], version: str, earlier: Sequence[Kept] = ()) -> list[Kept]:
    """Return all answers in an order that tells nothing; of the earlier ones those to the same questions that differ."""
    kept = [Kept("", q.id, q.role, q.question, answer, version) for q, answer in own]
    same = {(k.question_id, k.question): k.answer for k in kept}
    kept += [k for k in earlier if same.get((k.question_id, k.question), k.answer) != k.answer]
    random.Random(SEED).shuffle(kept)  # noqa: S311 - an order, no secret
    return [Kept(f"R{at:03d}", k.question_id, k.role, k.question, k.answer, k.version) for at, k in enumerate(kept, 1)]


def read_answers(path: Path) -> list[Kept]:
    """Read what an earlier sheet kept apart; raise DatasetError when it is none."""
    try:
        rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        found = [Kept(**row) for row in rows]
        if not found or any(k.role not in ROLES for k in found):
            raise ValueError(path)
    except (OSError, ValueError, TypeError) as error:
        raise DatasetError(f"{path} から、前の版の回答を読み取れません。") from error
    return found
