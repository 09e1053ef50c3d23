"""Suite: does the answer fit who asks? Owners: nothing unverified, plain words, not long; advisers: every sentence marked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.answer import STATUSES, Answer, Question, Sentence
from eval.belittling import belittles
from eval.hashes import sha256_of
from eval.labelled_questions import UNDERSTANDING, LabelledQuestion, read_labelled_questions
from eval.plain_words import Glossary, Readability
from eval.suite import Measure, Score, Setup, SuiteResult
from knowledge.filters import Filters, Viewer
from knowledge.words import Words

_ASKED = {"owner": 96, "co": 32, "cco": 32}
_SHOWN_AS_BAD = "悪い例"
_TERMS = "terms"  # the block at the end that explains what stands above it
_CITED = ("verified", "paraphrase")
_EXCERPT = 300
_NOTES = (
    "読みやすさは文の長さと漢字の続き方だけを数えた目安で、読み手に確かめていません。版どうしを比べるために使います。",
    "専門用語は同梱の用語集の見出し(日常の言葉を除く)です。回答の終わりの「ことばの説明」にある語は、説明のある語と数えます。",
    "文の長さ、漢字の続き方、回答の長さは、たたんで示す「ことばの説明」を除いた本文で数えます。",
    "見下す言い方は、短い一覧にある言葉だけを探します。見つからないことは、失礼でないことの証明ではありません。",
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with the answer that its role was given."""

    asked: LabelledQuestion
    answer: Answer


def fixed_part(questions: Iterable[LabelledQuestion]) -> list[LabelledQuestion]:
    """Return the questions that are asked: for each role the first by the hash of the id, always the same."""
    ordered = sorted(questions, key=lambda q: hashlib.sha256(q.id.encode()).hexdigest())
    return [q for role, most in _ASKED.items() for q in [q for q in ordered if q.role == role][:most]]


def run(setup: Setup) -> SuiteResult:
    """Ask the fixed part, each question in the role of who asks it."""
    path = setup.datasets / UNDERSTANDING.name
    asked = fixed_part(read_labelled_questions(path))
    answered = []
    for done, one in enumerate(asked, 1):
        answered.append(Answered(one, setup.assistant.answer(Question(text=one.question, role=one.role))))
        setup.progress(done, len(asked))
    glossary = Glossary.of(setup.knowledge.browse(Filters(("policy",)), Viewer()))
    return SuiteResult(
        suite="role",
        measures=measured(answered, glossary, Readability(Words())),
        data={path.name: sha256_of(path)},
        notes=_NOTES,
    )


def measured(answered: Sequence[Answered], glossary: Glossary, readability: Readability) -> tuple[Measure, ...]:
    """Return the measures, a score an answer; an answer without a sentence has no readability and no substance."""
    owners = [a for a in answered if a.asked.role == "owner"]
    advisers = [a for a in answered if a.asked.role != "owner"]
    return (
        *_safe(owners),
        *_plain(owners, glossary, readability),
        Measure(
            name="adviser/marked",
            label="支援者向け: すべての文に確認の印がある回答",
            scores=tuple(
                _score(a, float(not bad), _first("印のない文", bad)) for a in advisers for bad in [unmarked(a.answer)]
            ),
        ),
        Measure(
            name="condescending",
            label="見下す言い方がある回答",
            scores=tuple(
                _score(a, float(bool(bad)), _first("見下す言い方", bad)) for a in answered for bad in [_belittling(a)]
            ),
            better="lower",
            kind="events",
        ),
        Measure(
            name="substance",
            label="出典のある文が一つはある回答",
            scores=tuple(_score(a, float(_substance(a.answer)), "出典のある文がない") for a in answered),
        ),
    )


def unmarked(answer: Answer) -> list[str]:
    """Return the sentences whose mark is missing, unknown, or claims a source that is not cited."""
    return [s.text for s in answer.sentences() if not _well_marked(s)]


def _well_marked(sentence: Sentence) -> bool:
    if sentence.status in _CITED:
        return bool(sentence.citations)
    return sentence.status in STATUSES and (sentence.status != "unverified" or bool(sentence.reason))


def _safe(owners: Sequence[Answered]) -> list[Measure]:
    scores = []
    for a in owners:
        bad = [s.text for s in a.answer.sentences() if s.status == "unverified" or not _well_marked(s)]
        scores.append(_score(a, float(bool(bad)), _first("確認のない文", bad)))
    label = "事業者向け: 確認できない文を含む回答"
    return [Measure(name="owner/unverified", label=label, scores=tuple(scores), better="lower", kind="events")]


def _plain(owners: Sequence[Answered], glossary: Glossary, readability: Readability) -> list[Measure]:
    terms, words, compounds, length = [], [], [], []
    for a in owners:
        read = [s.text for s in a.answer.sentences()]
        left = glossary.unexplained(read, a.asked.question)
        texts = [s.text for b in a.answer.blocks if b.kind != _TERMS for s in b.all_sentences()]
        terms.append(_score(a, len(left), f"説明のない用語: {'、'.join(left)}"))
        length.append(_score(a, sum(map(len, texts)), f"{len(texts)}文"))
        if texts:
            plain, longest = readability.of(texts), max(texts, key=len)
            words.append(_score(a, plain.words, f"いちばん長い文: {longest[:_EXCERPT]}"))
            compounds.append(_score(a, plain.compounds, f"いちばん長い文: {longest[:_EXCERPT]}"))
    return [
        Measure(
            name="owner/unexplained_terms",
            label="事業者向け: 説明のない専門用語の数",
            scores=tuple(terms),
            better="lower",
            unit="語",
        ),
        Measure(
            name="owner/words_per_sentence",
            label="事業者向け: 一文あたりの内容語の数",
            scores=tuple(words),
            better="lower",
            unit="語",
        ),
        Measure(
            name="owner/long_kanji",
            label="事業者向け: 漢字が5字以上続く部分の割合",
            scores=tuple(compounds),
            better="lower",
        ),
        Measure(name="owner/length", label="事業者向け: 回答の長さ", scores=tuple(length), better="lower", unit="字"),
    ]


def _belittling(answered: Answered) -> list[str]:
    found = []
    for block in answered.answer.blocks:
        shown = [*block.sentences, *(s for r in block.rows if r.label != _SHOWN_AS_BAD for c in r.cells for s in c)]
        found += [s.text for s in shown if belittles(s.text)]
    return found


def _substance(answer: Answer) -> bool:
    return any(s.citations and s.status in _CITED for s in answer.sentences())


def _first(what: str, texts: Sequence[str]) -> str:
    return f"{what}({len(texts)}): {texts[0][:_EXCERPT]}" if texts else ""


def _score(answered: Answered, value: float, why: str) -> Score:
    asked = answered.asked
    slices = {"role": asked.role, "kind": asked.kind, "half": asked.half, "intent": asked.intent}
    for name in ("industry", "owner_type"):
        if codes := asked.facets.get(name):
            slices[name] = codes[0]
    text = "".join(s.text for s in answered.answer.sentences())[:_EXCERPT]
    return Score(sample=asked.id, value=value, slices=slices, question=asked.question, answer=text, why=why)
