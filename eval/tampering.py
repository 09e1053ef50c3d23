"""Suite: does a falsified sentence ever come out as supported, and does an honest one stay so?

Two sets: evidence answers in which one sentence is falsified by a rule, and hand-written paraphrases with their falsified twins.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.answering import Assistant, Question
from assistant.answering.answer import Answer, Block, Citation, Sentence
from assistant.answering.quoting import sentence_spans
from assistant.answering.verification import verify
from eval.falsified import WAYS, Elsewhere
from eval.metrics import SEED, Metric, share
from eval.samples import DATASETS, DatasetError, Sample
from eval.tampering_result import Escaped, TamperingResult, Try
from knowledge.entries import Entry
from knowledge.search import KnowledgeBase

EACH_WAY = 40  # falsified answers
_SUPPORTED = ("verified", "paraphrase")


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A sentence in other words than its quote, and falsified twins of it by kind."""

    id: str
    entry: str
    anchor: str
    quote: str
    text: str
    tampered: tuple[tuple[str, str], ...]


def read_paraphrases(path: Path = DATASETS / "paraphrases.jsonl") -> list[Paraphrase]:
    """Read the paraphrases; raise DatasetError with the line that cannot be used."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DatasetError(f"{path} を開けません。") from error
    found = []
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            twins = tuple((twin["kind"], twin["text"]) for twin in row.pop("tampered"))
            found.append(Paraphrase(**row, tampered=twins))
        except (ValueError, KeyError, TypeError) as error:
            raise DatasetError(f"{path} の {number} 行目を読み取れません。") from error
    return found


def run(
    samples: Sequence[Sample],
    paraphrases: Sequence[Paraphrase],
    knowledge: KnowledgeBase,
    each: int = EACH_WAY,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> TamperingResult:
    """Falsify ``each`` answers in every way, and check every paraphrase with its twins."""
    entries = {e.id: e for e in knowledge.catalog.entries()}
    checker = _Checker(knowledge, entries)
    quoted = _quoted(samples, knowledge, checker, each, progress)
    worded = _worded(paraphrases, entries, checker)
    times = sorted(checker.times)
    model = sorted(checker.worded_times)
    milliseconds = {
        "引用の回答 p50": _at(times, 0.5),
        "引用の回答 p95": _at(times, 0.95),
        "言い換え10文の回答 p95": _at(model, 0.95),
    }
    return TamperingResult(
        each * len(WAYS),
        (*quoted.metrics, *worded.metrics),
        (*quoted.escaped, *worded.escaped),
        (*quoted.refused, *worded.refused),
        milliseconds,
        (*quoted.tries, *worded.tries),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    metrics: tuple[Metric, ...]
    escaped: tuple[Escaped, ...]
    refused: tuple[Escaped, ...]
    tries: tuple[Try, ...]


class _Checker:
    """Verifies as the assistant does, with a clock; entries are at hand, as they are when an answer has just quoted them."""

    def __init__(self, knowledge: KnowledgeBase, entries: Mapping[str, Entry]) -> None:
        self._terms = knowledge.terms
        self._entries = entries
        self.times: list[float] = []
        self.worded_times: list[float] = []

    def answer(self, blocks: list[Block], answer: Answer) -> list[Block]:
        began = time.thread_time()
        found = verify(blocks, self._entries.get, self._terms, answer.sources)
        self.times.append(1000 * (time.thread_time() - began))
        return found

    def sentences(self, sentences: Sequence[Sentence]) -> list[Sentence]:
        began = time.thread_time()
        block = verify([Block(kind="summary", heading="", sentences=tuple(sentences))], self._entries.get, self._terms)[
            0
        ]
        self.worded_times.append(1000 * (time.thread_time() - began))
        return list(block.sentences)


def _quoted(
    samples: Sequence[Sample],
    knowledge: KnowledgeBase,
    checker: _Checker,
    each: int,
    progress: Callable[[int, int], None],
) -> _Part:
    dice = random.Random(SEED)  # noqa: S311 - a fixed seed is the point
    assistant = Assistant(knowledge)
    questions = dice.sample(list(samples), min(len(samples), each))
    elsewhere = _elsewhere(list(knowledge.catalog.entries()))
    passed: Counter[str] = Counter()
    escaped: list[Escaped] = []
    refused: list[Escaped] = []
    tries: list[Try] = []
    kept = untouched = made = 0
    for number, sample in enumerate(questions):
        answer = assistant.answer(Question(text=sample.question, role=sample.role))
        cited = [s for s in answer.sentences() if s.citations and s.status in _SUPPORTED]
        for way, falsify in WAYS.items():
            original, false = _falsified(cited, falsify, dice, elsewhere, knowledge)
            if false is None:
                continue
            made += 1
            passed[f"{way}:n"] += 1
            for said, checked in _pairs(answer, original, false, checker):
                if said is not false:
                    untouched += said.status != "note"
                    kept += checked.status in _SUPPORTED
                    if said.status != "note" and checked.status not in _SUPPORTED:
                        refused.append(Escaped("untouched", checked.status, checked.reason, said.text, ""))
                    continue
                through = checked.status in _SUPPORTED and checked.text != original.text
                quote = original.citations[0].quote
                tries.append(Try(f"{sample.id}/{way}", way, through, said.text, quote, sample.question, checked.reason))
                if through:
                    passed[way] += 1
                    escaped.append(Escaped(way, checked.status, "", checked.text, false.citations[0].quote))
        progress(number + 1, len(questions))
    metrics = [
        share("quoted/falsified passed", sum(passed[w] for w in WAYS), made),
        share("quoted/untouched kept", kept, untouched),
        *(share(f"quoted/{way}", passed[way], passed[f"{way}:n"]) for way in WAYS),
    ]
    return _Part(tuple(metrics), tuple(escaped), tuple(refused), tuple(tries))


def _falsified(
    cited: Sequence[Sentence], falsify: Any, dice: random.Random, elsewhere: Elsewhere, knowledge: KnowledgeBase
) -> tuple[Sentence, Sentence | None]:
    """Falsify the first of the sentences, in random order, that can be and is then nowhere in its entry."""
    for sentence in dice.sample(list(cited), len(cited)):
        false: Sentence | None = falsify(sentence, dice, elsewhere)
        if false is None or false == sentence:
            continue
        entry = knowledge.catalog.get(false.citations[0].entry_id)
        section = entry.text_of(false.citations[0].anchor) if entry else ""
        if false.text not in section or false.citations[0].number != sentence.citations[0].number:
            return sentence, false
    return cited[0], None


def _pairs(answer: Answer, original: Sentence, false: Sentence, checker: _Checker) -> list[tuple[Sentence, Sentence]]:
    """Verify the answer anew with one sentence falsified; return every sentence as it went in and as it came out."""
    swapped = [block.changed(lambda s: false if s is original else s) for block in answer.blocks]
    before = [s for block in swapped for s in block.all_sentences()]
    after = [s for block in checker.answer(swapped, answer) for s in block.all_sentences()]
    return list(zip(before, after, strict=True))


def _worded(paraphrases: Sequence[Paraphrase], entries: Mapping[str, Entry], checker: _Checker) -> _Part:
    rows = [p for p in paraphrases if p.entry in entries]
    honest = _in_tens(checker, [_sentence(p, p.text, entries) for p in rows])
    kept = [said.status in _SUPPORTED for said in honest]
    refused = [
        Escaped("worded", said.status, said.reason, row.text, row.quote)
        for row, said, fine in zip(rows, honest, kept, strict=True)
        if not fine
    ]
    twins = [(p, kind, text) for p in rows for kind, text in p.tampered]
    checked = _in_tens(checker, [_sentence(p, text, entries) for p, _, text in twins])
    moved = _in_tens(checker, _crossed(rows, entries))
    escaped = [
        Escaped(kind, said.status, "", text, row.quote)
        for (row, kind, text), said in zip(twins, checked, strict=True)
        if said.status in _SUPPORTED and said.text == text
    ]
    metrics = [
        share("worded/honest kept", sum(kept), len(kept)),
        share("worded/falsified passed", len(escaped), len(twins)),
        *(
            share(f"worded/{way}", sum(e.kind == way for e in escaped), sum(kind == way for _, kind, _ in twins))
            for way in sorted({kind for _, kind, _ in twins})
        ),
        share("worded/moved", sum(said.status in _SUPPORTED for said in moved), len(moved)),
    ]
    escaped += [Escaped("moved", s.status, "", s.text, s.citations[0].quote) for s in moved if s.status in _SUPPORTED]
    tries = [
        *(Try(p.id, "", k, p.text, p.quote, reason=said.reason) for p, said, k in zip(rows, honest, kept, strict=True)),
        *(
            Try(f"{p.id}/{kind}", f"worded/{kind}", s.status in _SUPPORTED and s.text == text, text, p.quote)
            for (p, kind, text), s in zip(twins, checked, strict=True)
        ),
    ]
    told = tuple(replace(e, kind=f"worded/{e.kind}") for e in escaped)
    return _Part(tuple(metrics), told, tuple(refused), tuple(tries))


def _sentence(row: Paraphrase, text: str, entries: Mapping[str, Entry]) -> Sentence:
    start = max(0, entries[row.entry].body.find(row.quote))
    citation = Citation(
        number=1, entry_id=row.entry, anchor=row.anchor, quote=row.quote, start=start, end=start + len(row.quote)
    )
    return Sentence(text=text, citations=(citation,))


def _crossed(rows: Sequence[Paraphrase], entries: Mapping[str, Entry]) -> list[Sentence]:
    """Put each honest paraphrase under the quote of the next row: of the same entry, or of another."""
    return [
        _sentence(other, row.text, entries)
        for row, other in zip(rows, [*rows[1:], *rows[:1]], strict=True)
        if other != row
    ]


def _in_tens(checker: _Checker, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Verify sentences ten at a time, as an answer of a model has them."""
    return [said for at in range(0, len(sentences), 10) for said in checker.sentences(sentences[at : at + 10])]


def _elsewhere(entries: Sequence[Entry]) -> Elsewhere:
    cases = [e for e in entries if e.kind == "case"]
    sentences = {
        e.id: [t for s in e.sections for a, b in sentence_spans(e.body, s.start, s.end) if len(t := e.body[a:b]) > 20]
        for e in cases
    }
    schemes = sorted(
        {e.title.partition("（")[0].removesuffix("の要点") for e in entries if e.id.startswith("subsidy-")}
    )
    return Elsewhere(entries, sentences, schemes)


def _at(values: Sequence[float], where: float) -> float:
    return round(values[int(where * (len(values) - 1))], 3) if values else 0.0
