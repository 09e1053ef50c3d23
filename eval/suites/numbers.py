"""Suite: is every number of an answer in a cited passage, in the question or in the arithmetic; and are sums that are asked for right?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.answering.answer import ROLES, Answer, Question, Sentence
from eval.asked_sums import AskedSum, answered, misread, read_asked_sums
from eval.hashes import sha256_of
from eval.number_sources import Lookup, numbers_of
from eval.quantities import Quantity
from eval.samples import Sample, read_samples
from eval.suite import Measure, Score, Setup, SuiteResult
from eval.suites.contrast import Request, read_requests

SUMS = "calculations.jsonl"
FILES = ("retrieval-hard.jsonl", "retrieval-smoke.jsonl")
PAIRS = "contrast.jsonl"
EVERY = 2  # of these questions: half of them keep the suite under a minute
_EXCERPT = 300


def run(setup: Setup) -> SuiteResult:
    """Ask questions of every kind in every role in turn, then the sums; judge every number of all answers."""
    questions: list[Sample | Request] = [s for name in FILES for s in read_samples(setup.datasets / name)]
    questions = [*questions, *read_requests(setup.datasets / PAIRS)][::EVERY]
    sums = read_asked_sums(setup.datasets / SUMS)
    total, lookup = len(questions) + len(sums), setup.knowledge.catalog.get
    found: list[Score] = []
    answers: list[Score] = []
    unmisled: list[Score] = []
    for done, question in enumerate(questions):
        role = tuple(ROLES)[done % len(ROLES)]
        answer = setup.assistant.answer(Question(text=question.question, role=role))
        found += by_number(question.id, question.half, answer, lookup)
        setup.progress(done + 1, total)
    for done, asked in enumerate(sums, len(questions)):
        answer = setup.assistant.answer(Question(text=asked.question, role=asked.role))
        found += by_number(asked.id, asked.half, answer, lookup)
        answers.append(by_sum(asked, answer))
        unmisled.append(replace(answers[-1], value=float(not misread(asked, answer))))
        setup.progress(done + 1, total)
    return SuiteResult(
        suite="numbers",
        measures=(
            Measure(name="grounded", label="出典・質問・計算のどれかにある数の割合(数ごと)", scores=tuple(found)),
            Measure(name="clean", label="根拠のない数が一つもない回答の割合", scores=tuple(_by_answer(found))),
            Measure(name="sums", label="頼まれた計算に正しく答えた割合", scores=tuple(answers)),
            Measure(name="unmisled", label="頼まれたものと違う数を示さなかった割合", scores=tuple(unmisled)),
        ),
        data={name: sha256_of(setup.datasets / name) for name in (*FILES, PAIRS, SUMS)},
        notes=(
            "数を読む規則と計算式は、この測定のために別に書いたもので、製品の検証とは独立しています。",
            "数ごとの割合の区間は、同じ回答の数を独立とみなすので狭めです。回答ごとの割合と合わせて読みます。",
            "計算の質問は一人の書き手によるもので、実際の相談者の言葉ではありません。fresh は規則を書いたあとの質問です。",
        ),
    )


def by_number(sample: str, half: str, answer: Answer, lookup: Lookup) -> list[Score]:
    """Return a score for each number of the answer: 1 when something permitted says it."""
    return [_score(sample, half, answer, *found) for found in numbers_of(answer, lookup)]


def by_sum(asked: AskedSum, answer: Answer) -> Score:
    """Return the score of a sum that was asked for."""
    value, why = answered(asked, answer)
    figures = [b for b in answer.blocks if b.kind == "figures"]
    text = "".join(s.text for b in figures for s in b.all_sentences()) or "(計算の欄がない)"
    slices = {"role": asked.role, "half": asked.half, "kind": asked.kind, "intent": answer.intent}
    return Score(sample=asked.id, value=value, slices=slices, question=asked.question, answer=text[:_EXCERPT], why=why)


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
