"""Suite: is a question read as a person reads it? Its intent, the premises it tells, and what it rules out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from assistant.answering.answer import INTENTS, Question
from assistant.answering.evidence import Finder
from assistant.answering.understand import Understood, understand
from eval.hashes import sha256_of
from eval.labelled_questions import FIELDS, UNDERSTANDING, LabelledQuestion, read_labelled_questions
from eval.suite import Measure, Score, Setup, SuiteResult, Table
from knowledge.taxonomy import VOCABULARIES

_NOTES = (
    "質問と正解は一人の書き手(言語モデル)が書いたもので、二人目の読み手はいません。実際の相談の言葉ではありません。",
    "意図は一つだけ正解にしています。二つの意図に読める質問では、厳しすぎることがあります。",
)
_USUAL = {"owner": "plan", "co": "similar", "cco": "mentor"}
_LABELS = {"precision": "読み取りの適合率", "recall": "読み取りの再現率", "f1": "読み取りのF1"}

Codes = frozenset[str]


def run(setup: Setup) -> SuiteResult:
    """Read every question as an answer would, without answering it."""
    finder = Finder(setup.knowledge)
    path = setup.datasets / UNDERSTANDING.name
    asked = read_labelled_questions(path)
    read = []
    for done, one in enumerate(asked, 1):
        read.append(finder.settle_intent(understand(Question(text=one.question, role=one.role))))
        setup.progress(done, len(asked))
    return SuiteResult(
        suite="understanding",
        measures=measured(asked, read),
        tables=(confusion(asked, read), *(counted(asked, read, half) for half in ("dev", "test"))),
        data={path.name: sha256_of(path)},
        notes=_NOTES,
    )


def measured(asked: Sequence[LabelledQuestion], read: Sequence[Understood]) -> tuple[Measure, ...]:
    """Return the measures; a field's precision is over questions in which it was read, its recall over those that tell it."""
    pairs = list(zip(asked, read, strict=True))
    intents = [_score(a, r, float(a.intent == r.intent), _differs(a.intent, r.intent)) for a, r in pairs]
    usual = [_score(a, r, float(a.intent == _USUAL[a.role]), "") for a, r in pairs]
    main = [
        _score(a, r, float(a.facets["topics"][0] in r.codes().get("topics", ())), _lists(a.facets, r.codes(), "topics"))
        for a, r in pairs
        if "topics" in a.facets
    ]
    found = [
        Measure(name="intent", label="意図が正しく読めた割合", scores=tuple(intents)),
        Measure(name="intent_by_role", label="比較用: 役割だけで決めた意図が当たる割合", scores=tuple(usual)),
        Measure(name="main_topic", label="主な相談テーマが読めた割合", scores=tuple(main)),
    ]
    for name in FIELDS:
        sets = [(a, r, frozenset(a.facets.get(name, ())), frozenset(r.codes().get(name, ()))) for a, r in pairs]
        found += _agreement(name, VOCABULARIES[name].label, sets)
    ruled_out = [(a, r, frozenset(a.excluded), frozenset(r.excluded)) for a, r in pairs]
    found += _agreement("excluded", "除くもの", ruled_out)
    taken = [
        _score(a, r, float(bool(wrong)), f"除くと言われた {sorted(wrong)} を前提にした")
        for a, r, out, _ in ruled_out
        if out
        for wrong in [out & _all(r)]
    ]
    label = "除くと言われたものを前提にした割合"
    return (*found, Measure(name="ruled_out_taken", label=label, scores=tuple(taken), better="lower", kind="events"))


def _agreement(
    name: str, label: str, sets: Iterable[tuple[LabelledQuestion, Understood, Codes, Codes]]
) -> list[Measure]:
    scores: dict[str, list[Score]] = {kind: [] for kind in _LABELS}
    for asked, read, told, seen in sets:
        shared, why = len(told & seen), f"正解 {sorted(told)}、読み取り {sorted(seen)}"
        if seen:
            scores["precision"].append(_score(asked, read, shared / len(seen), why))
        if told:
            scores["recall"].append(_score(asked, read, shared / len(told), why))
        if told or seen:
            scores["f1"].append(_score(asked, read, 2 * shared / (len(told) + len(seen)), why))
    return [Measure(name=f"{name}/{k}", label=f"{label}: {_LABELS[k]}", scores=tuple(v)) for k, v in scores.items()]


def confusion(asked: Sequence[LabelledQuestion], read: Sequence[Understood]) -> Table:
    """Return how often each intent (rows) was read as each (columns)."""
    counts = Counter((a.intent, r.intent) for a, r in zip(asked, read, strict=True))
    rows = tuple((meant, *(str(counts[meant, seen]) for seen in INTENTS)) for meant in INTENTS)
    return Table(title="意図の取り違え(行が正解、列が読み取り)", columns=("正解", *INTENTS), rows=rows, plot="heat")


def counted(asked: Sequence[LabelledQuestion], read: Sequence[Understood], half: str) -> Table:
    """Return for each field what was told, read and shared, with precision, recall and F1 over all codes of one half."""
    pairs = [(a, r) for a, r in zip(asked, read, strict=True) if a.half == half]
    rows = []
    for name in (*FIELDS, "excluded"):
        told = [frozenset(a.excluded if name == "excluded" else a.facets.get(name, ())) for a, _ in pairs]
        seen = [frozenset(r.excluded if name == "excluded" else r.codes().get(name, ())) for _, r in pairs]
        shared = sum(len(t & s) for t, s in zip(told, seen, strict=True))
        wanted, given = sum(map(len, told)), sum(map(len, seen))
        shares = (_share(shared, given), _share(shared, wanted), _share(2 * shared, given + wanted))
        rows.append((name, str(wanted), str(given), str(shared), *shares))
    columns = ("項目", "正解の数", "読み取りの数", "一致", "適合率", "再現率", "F1")
    return Table(title=f"前提の読み取り(符号ごとに数えたもの、{half})", columns=columns, rows=tuple(rows))


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "なし"


def _all(read: Understood) -> Codes:
    return frozenset(f"{name}:{code}" for name, codes in read.codes().items() for code in codes)


def _differs(meant: str, seen: str) -> str:
    return "" if meant == seen else f"正解は {INTENTS[meant]}、読み取りは {INTENTS[seen]}"


def _lists(told: Mapping[str, Sequence[str]], seen: Mapping[str, Sequence[str]], name: str) -> str:
    return f"正解 {list(told.get(name, ()))}、読み取り {list(seen.get(name, ()))}"


def _score(asked: LabelledQuestion, read: Understood, value: float, why: str) -> Score:
    slices = {"role": asked.role, "kind": asked.kind, "half": asked.half, "intent": asked.intent}
    for name in ("industry", "owner_type"):
        if codes := asked.facets.get(name):
            slices[name] = codes[0]
    answer = f"{INTENTS[read.intent]}/{'・'.join(read.labels()) or '前提なし'}"
    return Score(sample=asked.id, value=value, slices=slices, question=asked.question, answer=answer, why=why)
