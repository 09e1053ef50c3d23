"""Suite: is every number of an answer in a cited passage, in the question or in the arithmetic; and are sums that are asked for right?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from fractions import Fraction

from assistant.answering.answer import ROLES, Answer, Block, Citation, Question, Sentence
from eval.arithmetic import SumError, agrees, beside, evaluated, recomputed
from eval.asked_sums import AskedSum, answered, read_asked_sums
from eval.hashes import sha256_of
from eval.quantities import Quantity, fold, lacking, quantities
from eval.samples import read_samples
from eval.suite import Measure, Score, Setup, SuiteResult
from knowledge.entries import Entry

SUMS = "calculations.jsonl"
FILES = ("retrieval-hard.jsonl", "retrieval-smoke.jsonl")
EVERY = 2  # of the questions of FILES: half of them keep the suite under a minute
_TAKEN = "使った数字"
_EXCERPT = 300
Lookup = Callable[[str], Entry | None]


def run(setup: Setup) -> SuiteResult:
    """Ask questions of every kind in every role in turn, then the sums; judge every number of all answers."""
    samples = [s for name in FILES for s in read_samples(setup.datasets / name)][::EVERY]
    sums = read_asked_sums(setup.datasets / SUMS)
    total, lookup = len(samples) + len(sums), setup.knowledge.catalog.get
    found: list[Score] = []
    answers: list[Score] = []
    for done, sample in enumerate(samples):
        role = tuple(ROLES)[done % len(ROLES)]
        answer = setup.assistant.answer(Question(text=sample.question, role=role))
        found += by_number(sample.id, sample.half, answer, lookup)
        setup.progress(done + 1, total)
    for done, asked in enumerate(sums, len(samples)):
        answer = setup.assistant.answer(Question(text=asked.question, role=asked.role))
        found += by_number(asked.id, asked.half, answer, lookup)
        answers.append(by_sum(asked, answer))
        setup.progress(done + 1, total)
    return SuiteResult(
        suite="numbers",
        measures=(
            Measure(name="grounded", label="出典・質問・計算のどれかにある数の割合(数ごと)", scores=tuple(found)),
            Measure(name="clean", label="根拠のない数が一つもない回答の割合", scores=tuple(_by_answer(found))),
            Measure(name="sums", label="頼まれた計算に正しく答えた割合", scores=tuple(answers)),
        ),
        data={name: sha256_of(setup.datasets / name) for name in (*FILES, SUMS)},
        notes=(
            "数を読む規則と計算式は、この測定のために別に書いたもので、製品の検証とは独立しています。",
            "計算の質問は一人の書き手によるもので、実際の相談者の言葉ではありません。",
        ),
    )


def by_number(sample: str, half: str, answer: Answer, lookup: Lookup) -> list[Score]:
    """Return a score for each number of the answer's sentences: 1 when something permitted says it."""
    asked, scores = quantities(answer.question), list[Score]()
    worked: list[Quantity] = []
    for block in answer.blocks:
        sums = sums_of(block, asked) if block.kind == "figures" else {}
        for sentence in block.all_sentences():
            told = [q for c in sentence.citations for q in quantities(passage_of(c, lookup))]
            exact = sums.get(sentence.text, [])
            worked += exact
            about_itself = list(_of_the_search(answer, sentence)) if sentence.status == "note" else []
            said = [q for q in quantities(sentence.text) if not _is_constant(q)]
            wrong = lacking(said, [*told, *asked, *exact, *about_itself])
            if block.kind == "figures":
                wrong = lacking(wrong, worked)
            for quantity in said:
                right = quantity not in wrong
                scores.append(_score(sample, half, answer, sentence, quantity, right))
    return scores


def sums_of(block: Block, asked: list[Quantity]) -> dict[str, list[Quantity]]:
    """Return, for each sentence of worked-out rows, the numbers in it that the suite's own arithmetic confirms."""
    known: dict[str, Fraction] = dict(_taken(block))
    shown: dict[tuple[Fraction, str], Fraction] = {}
    confirmed: dict[str, list[Quantity]] = {}

    def exact(one: Quantity) -> Fraction:
        return shown.get((one.value, one.unit), one.value)

    for row in block.rows:
        sentences = [s for cell in row.cells for s in cell if s.status == "computed"]
        if not sentences:
            continue
        value = recomputed(row.label, known)
        if value is None:
            value = _worked(sentences, exact)
        first = quantities(sentences[0].text)[:1]
        if value is None or not first or not agrees(first[0], value):
            continue
        known.setdefault(row.label, value)
        shown[first[0].value, first[0].unit] = value
        for sentence in sentences:
            results = [Quantity(v, u, "") for v, u in shown]
            confirmed[sentence.text] = [*asked, *results, *beside(row.label, known), _AN_HOUR]
    return confirmed


def passage_of(citation: Citation, lookup: Lookup) -> str:
    """Return the lines of the entry in which the quote stands; "" when the entry is not there."""
    entry = lookup(citation.entry_id)
    if entry is None or not citation.quote or entry.body[citation.start : citation.end] != citation.quote:
        return ""
    start, end = entry.body.rfind("\n", 0, citation.start) + 1, entry.body.find("\n", citation.end)
    return entry.body[start : end if end >= 0 else None]


def by_sum(asked: AskedSum, answer: Answer) -> Score:
    """Return the score of a sum that was asked for."""
    value, why = answered(asked, answer)
    figures = [b for b in answer.blocks if b.kind == "figures"]
    text = "".join(s.text for b in figures for s in b.all_sentences()) or "(計算の欄がない)"
    slices = {"role": asked.role, "half": asked.half, "kind": asked.kind, "intent": answer.intent}
    return Score(sample=asked.id, value=value, slices=slices, question=asked.question, answer=text[:_EXCERPT], why=why)


_AHEAD = re.compile(r"(\d{1,3})日後")
_AN_HOUR = Quantity(Fraction(60), "分", "")


def _of_the_search(answer: Answer, note: Sentence) -> Iterator[Quantity]:
    """Yield what a note may tell: entries looked through, entries shown, premises by their labels, the day n days ahead."""
    yield from (q for premise in answer.premises for q in quantities(premise.label))
    shown = range(1, max(len(answer.sources), len(answer.blocks)) + 1)
    for count in (*answer.searched.values(), *shown):
        yield Quantity(Fraction(count), "件", "")
    for days in {int(m) for m in _AHEAD.findall(fold(note.text))}:
        day = answer.as_of + timedelta(days=days)
        numbers = {"年": day.year, "月": day.month, "日": day.day}
        yield Quantity(Fraction(days), "日", "")
        yield from (Quantity(Fraction(value), unit, "") for unit, value in numbers.items())


def _is_constant(one: Quantity) -> bool:
    """Tell whether a number says nothing of the field: nought, 一つ, or the 1 of ``1 + 5%``."""
    return one.value == 0 or (one.value == 1 and one.unit in ("", "つ"))


def _taken(block: Block) -> Iterator[tuple[str, Fraction]]:
    """Yield the name and value of every number that the product says it read from the question."""
    for row in block.rows:
        if row.label != _TAKEN:
            continue
        for part in "".join(s.text for cell in row.cells for s in cell).rstrip("。").split("、"):
            name, _, number = part.rpartition(" ")
            if found := quantities(number):
                yield name, found[0].value


def _worked(sentences: list[Sentence], exact: Callable[[Quantity], Fraction]) -> Fraction | None:
    """Return the value of the row's own expression (``… = 875万円``); None when there is none that can be read."""
    for sentence in sentences:
        left, sign, _ = sentence.text.replace("≒", "=").partition("=")
        if sign:
            try:
                return evaluated(left.rpartition("、")[2], exact)
            except SumError:
                return None
    return None


def _score(sample: str, half: str, answer: Answer, sentence: Sentence, one: Quantity, right: bool) -> Score:
    slices = {"role": answer.role, "intent": answer.intent, "status": sentence.status, "half": half}
    why = "" if right else f"{one.text} が、引いた箇所にも質問にも計算にもない"
    return Score(
        sample=sample,
        value=float(right),
        slices=slices,
        question=answer.question[:_EXCERPT],
        answer=sentence.text[:_EXCERPT],
        why=why,
    )


def _by_answer(found: list[Score]) -> Iterator[Score]:
    grouped: dict[str, list[Score]] = {}
    for score in found:
        grouped.setdefault(score.sample, []).append(score)
    for sample, scores in grouped.items():
        worst = min(scores, key=lambda s: s.value)
        slices = {k: v for k, v in worst.slices.items() if k != "status"}
        yield Score(
            sample=sample,
            value=worst.value,
            slices=slices,
            question=worst.question,
            answer=worst.answer,
            why="、".join(dict.fromkeys(s.why for s in scores if s.why)),
        )
