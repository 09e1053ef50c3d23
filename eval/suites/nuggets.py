"""Suite: does an answer say what it must (vital nuggets) and may (okay ones) say? Figures as in TREC's RAG track."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assistant.answering.answer import INTENTS, Answer, Question
from eval.case_slices import case_slices
from eval.hashes import sha256_of
from eval.nuggets import Asked, Support, read_nuggets, supported
from eval.suite import Measure, Score, Setup, SuiteResult, Table
from knowledge.entries import Entry

FILE = "nuggets.jsonl"
_WORTH: Mapping[str, float] = {"support": 1.0, "partial": 0.5, "not": 0.0}
_STRICT: Mapping[str, float] = {"support": 1.0, "partial": 0.0, "not": 0.0}
_MEASURES: Mapping[str, tuple[str, Mapping[str, float], tuple[str, ...]]] = {
    "strict_vital": ("欠かせない要点のうち、すべて言えた割合", _STRICT, ("vital",)),
    "vital": ("欠かせない要点(一部なら0.5)", _WORTH, ("vital",)),
    "strict_all": ("すべての要点のうち、言えた割合", _STRICT, ("vital", "okay")),
    "all": ("すべての要点(一部なら0.5)", _WORTH, ("vital", "okay")),
}
_EXCERPT = 400
_SAID: Mapping[str, str] = {"partial": "一部", "not": "なし"}


def run(setup: Setup) -> SuiteResult:
    """Ask every question as its user would, without telling the intent, and look for its nuggets."""
    path = setup.datasets / FILE
    asked = read_nuggets(path)
    answers = []
    for done, one in enumerate(asked, 1):
        answers.append(setup.assistant.answer(Question(text=one.question, role=one.role)))
        setup.progress(done, len(asked))
    return SuiteResult(
        suite="nuggets",
        measures=measured(asked, answers, setup.knowledge.catalog.get),
        tables=(missed(asked, answers),),
        data={FILE: sha256_of(path)},
        notes=(
            "要点は一人の書き手が同梱の知識から書いたもので、同じ内容でも別の事例による答えは数えません。",
            "言葉と数の規則で照合するので、言い換えは見落とすことがあり、一つの回答の良し悪しではなく版どうしの比較に使います。",
        ),
    )


def measured(
    asked: Sequence[Asked], answers: Sequence[Answer], lookup: Callable[[str], Entry | None] = lambda _id: None
) -> tuple[Measure, ...]:
    """Return the four figures of TREC, one score a question; ``lookup`` gives the entries that its vital nuggets stand in."""
    scores: dict[str, list[Score]] = {name: [] for name in _MEASURES}
    for one, answer in zip(asked, answers, strict=True):
        found = {nugget: supported(nugget, answer) for nugget in one.nuggets}
        vital = {i for nugget in one.nuggets if nugget.level == "vital" for i in nugget.entries}
        cases = case_slices(entry for i in sorted(vital) if (entry := lookup(i)))
        why = "、".join(f"{n.says}({n.level}: {_SAID[s]})" for n, s in found.items() if s != "support")
        for name, (_, worth, levels) in _MEASURES.items():
            values = [worth[support] for nugget, support in found.items() if nugget.level in levels]
            scores[name].append(_score(one, answer, sum(values) / len(values), why, cases))
    return tuple(
        Measure(name=name, label=label, scores=tuple(scores[name])) for name, (label, _, _) in _MEASURES.items()
    )


def missed(asked: Sequence[Asked], answers: Sequence[Answer]) -> Table:
    """Return, by intent, where nuggets are lost: the entry is not cited at all, or it is and the nugget is not said."""
    rows = {}
    for intent in sorted({one.intent for one in asked}):
        pairs = [
            (supported(nugget, answer), _cites(answer, nugget.entries))
            for one, answer in zip(asked, answers, strict=True)
            if one.intent == intent
            for nugget in one.nuggets
            if nugget.level == "vital"
        ]
        rows[intent] = (len(pairs), *(_count(pairs, rule) for rule in _PLACES.values()))
    return Table(
        title="欠かせない要点がどこで失われるか(数)",
        columns=("意図", "要点", *_PLACES),
        rows=tuple((intent, *map(str, counts)) for intent, counts in rows.items()),
    )


_PLACES: Mapping[str, Callable[[Support, bool], bool]] = {
    "言えた": lambda support, _: support == "support",
    "一部": lambda support, _: support == "partial",
    "引いた資料の別の箇所": lambda support, cited: support == "not" and cited,
    "資料を引いていない": lambda support, cited: support == "not" and not cited,
}


def _count(pairs: Sequence[tuple[Support, bool]], rule: Callable[[Support, bool], bool]) -> int:
    return sum(rule(support, cited) for support, cited in pairs)


def _cites(answer: Answer, entries: frozenset[str]) -> bool:
    return not entries or any(c.entry_id in entries for s in answer.sentences() for c in s.citations)


def _score(asked: Asked, answer: Answer, value: float, why: str, cases: Mapping[str, str]) -> Score:
    read = "意図どおり" if answer.intent == asked.intent else f"「{INTENTS[answer.intent]}」と読んだ"
    cited = "、".join(dict.fromkeys(c.entry_id for s in answer.sentences() for c in s.citations))
    text = "".join(s.text for s in answer.sentences())[:_EXCERPT]
    slices = {"intent": asked.intent, "role": asked.role, "half": asked.half, "read": read, **cases}
    return Score(
        sample=asked.id,
        value=value,
        slices=slices,
        question=asked.question,
        answer=f"{text}…(引いた資料: {cited or 'なし'})",
        why=why,
    )
