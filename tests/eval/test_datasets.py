import json
import re
import unicodedata
from collections import Counter, defaultdict

import pytest

from eval.samples import DATASETS, Sample, read_samples
from knowledge.corpus_check import read_corpus
from knowledge.entries import Case, Entry

SLICES = {"case", "guideline", "policy", "playbook", "long", "keywords", "typo", "minimal-pair", "short"}
KINDS = {
    "other-world",
    "out-of-scope",
    "unknown-scheme",
    "false-premise",
    "false-claim",
    "renamed",
    "near-miss",
    "illegal",
    "distress",
    "vague",
    "nonsense",
}
CONTROLS = {"true-claim", "no-alarm", "lawful", "in-field"}
EXPECTED = {"illegal": "decline", "distress": "care", "vague": "ask"}
HARD = {"sister", "near-twin", "negation", "kana", "story", "nothing"}
SHARED_RUN = 20
REQUIRED = (
    "跡取り息子が継いだ町工場、社長が値段を上げたがらない",
    "和菓子店の二代目。原価が上がり値上げに踏み切れない。似た事例は？",
)


def folded(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def lines_of(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (DATASETS / name).read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return read_samples(DATASETS / "retrieval-smoke.jsonl")


@pytest.fixture(scope="module")
def hard() -> list[Sample]:
    return read_samples(DATASETS / "retrieval-hard.jsonl")


@pytest.fixture(scope="module")
def entries() -> dict[str, Entry]:
    return {file.entry.id: file.entry for file in read_corpus()[0]}


@pytest.fixture(scope="module")
def unanswerable() -> list[dict[str, str]]:
    return lines_of("unanswerable.jsonl")


def cases_that_answer(sample: Sample, entries: dict[str, Entry]) -> list[Case]:
    best = [entries[i] for i, grade in sample.relevant.items() if grade == 2]
    return [entry for entry in best if isinstance(entry, Case)]


def test_question_set_is_large_and_no_question_stands_twice(samples):
    """Enough questions to see a difference, each asked once under its own id."""
    assert len(samples) >= 60
    assert max(Counter(sample.id for sample in samples).values()) == 1
    assert max(Counter(folded(sample.question) for sample in samples).values()) == 1


def test_slices_roles_and_ids_are_known(samples):
    """Every slice is used, and nothing outside the lists."""
    assert {sample.slice for sample in samples} == SLICES
    assert {sample.role for sample in samples} == {"co", "cco", "owner"}
    assert all(re.fullmatch(r"q-\d{3}[ab]?", sample.id) for sample in samples)


def test_harder_questions_of_every_kind_are_there(samples, hard):
    """Together 250 at least; fifteen on sister documents, on twin cases and on nothing; both halves; no id twice."""
    kinds = Counter(sample.slice for sample in hard)
    assert set(kinds) == HARD and min(kinds[name] for name in ("sister", "near-twin", "nothing")) >= 15
    assert len(samples) + len(hard) >= 250
    assert not {sample.id for sample in samples} & {sample.id for sample in hard}
    halves = Counter(sample.half for sample in (*samples, *hard))
    assert set(halves) == {"dev", "test"} and min(halves.values()) > 0.45 * sum(halves.values())
    for sample in hard:
        assert (2 in sample.relevant.values()) is (sample.slice != "nothing"), sample.id
        assert sample.slice != "story" or len(sample.question) >= 300, sample.id


def test_every_relevant_entry_exists(samples, hard, entries):
    """A renamed or removed entry is named with the question that needs it."""
    unknown = [(sample.id, i) for sample in (*samples, *hard) for i in sample.relevant if i not in entries]
    assert unknown == []


def test_grades_are_one_or_two_and_something_answers_each_question(samples):
    """A question that nothing answers belongs to the other set."""
    assert {grade for sample in samples for grade in sample.relevant.values()} == {1, 2}
    assert [sample.id for sample in samples if 2 not in sample.relevant.values()] == []


def test_guideline_questions_are_answered_by_a_guideline(samples, entries):
    """The slice says what kind of entry answers."""
    for sample in samples:
        best = {entries[i].kind for i, grade in sample.relevant.items() if grade == 2}
        if sample.slice == "guideline":
            assert "guideline" in best, sample.id
        if sample.slice in {"policy", "playbook"}:
            assert "policy" in best, sample.id


def test_case_questions_cover_trades_and_topics(samples, entries):
    """Sixty questions on cases, twenty-two industries and fourteen main topics at least."""
    found = {sample.id: cases_that_answer(sample, entries) for sample in samples}
    cases = [case for best in found.values() for case in best]
    assert sum(bool(best) for best in found.values()) >= 60
    assert len({case.industry for case in cases}) >= 22
    assert len({case.topics[0] for case in cases}) >= 14


def test_success_and_failure_are_both_wanted(samples, entries):
    """The set rewards finding how it went wrong as well as how it went right."""
    outcomes = Counter(case.outcome for sample in samples for case in cases_that_answer(sample, entries))
    assert min(outcomes["success"], outcomes["failure"]) >= 40


def test_minimal_pairs_have_different_best_entries(samples):
    """Two questions under one number differ in what answers them."""
    pairs: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        if sample.slice == "minimal-pair":
            pairs[sample.id[:-1]].append(sample)
    assert len(pairs) >= 10
    for number, (first, second) in pairs.items():
        best = [{i for i, grade in side.relevant.items() if grade == 2} for side in (first, second)]
        assert best[0] != best[1], number


def test_long_questions_are_stories(samples):
    """A client's story has 300 to 800 characters."""
    assert all(300 <= len(sample.question) <= 800 for sample in samples if sample.slice == "long")


def test_questions_are_in_the_words_of_their_askers(samples, hard, entries):
    """No question copies twenty characters in a row from an entry that answers it."""
    texts = {i: folded(entry.title + entry.body) for i, entry in entries.items()}
    copied = []
    for sample in (*samples, *hard):
        asked = folded(sample.question)
        runs = {asked[i : i + SHARED_RUN] for i in range(len(asked) - SHARED_RUN + 1)}
        copied += [(sample.id, i, run) for i in sample.relevant for run in runs if run in texts[i]]
    assert copied == []


def test_required_questions_are_asked(samples):
    """The two questions of the brief stand in the set word for word."""
    assert set(REQUIRED) <= {sample.question for sample in samples}


def test_unanswerable_questions_have_known_kinds_and_ids(unanswerable):
    """Two hundred at least, each with an id, a kind, what is expected and why."""
    assert len(unanswerable) >= 200
    assert (
        len({row["id"] for row in unanswerable}) == len({row["question"] for row in unanswerable}) == len(unanswerable)
    )
    assert {row["kind"] for row in unanswerable} == KINDS
    assert all(set(row) == {"id", "question", "kind", "expected", "note"} for row in unanswerable)
    assert all(row["note"] for row in unanswerable)


def test_what_must_be_corrected_names_the_entry_that_says_so(unanswerable, entries):
    """A correction rests on an entry; the rest is expected to find nothing."""
    for row in unanswerable:
        named = [i for i in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", row["note"]) if i in entries]
        assert row["expected"] == ("correct" if named else EXPECTED.get(row["kind"], "nothing")), row["id"]
        assert row["kind"] not in ("false-premise", "false-claim", "renamed") or named, row["id"]


def test_controls_are_of_known_kinds_and_asked_nowhere_else(samples, unanswerable):
    """Questions that must be answered although they look like those that must not."""
    controls = lines_of("abstention-controls.jsonl")
    assert {row["kind"] for row in controls} == CONTROLS
    asked = Counter(folded(row["question"]) for row in (*controls, *unanswerable))
    assert max(asked.values()) == 1 == max(Counter(row["id"] for row in controls).values())
    assert not asked.keys() & {folded(sample.question) for sample in samples}


def test_true_values_of_false_premises_stand_in_the_named_entry(unanswerable, entries):
    """When a scheme changes, the note must change with it."""
    for row in (row for row in unanswerable if row["kind"] == "false-premise"):
        named = next(i for i in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", row["note"]) if i in entries)
        said = folded(row["note"].rpartition("(")[0])
        for figure in re.findall(r"\d[\d,]*(?:万円|か所|分の\d|年\d+月\d+日|日)", said):
            assert figure in folded(entries[named].body), (row["id"], figure)


def test_no_unanswerable_question_is_asked_as_an_answerable_one(samples, unanswerable):
    """The two sets do not overlap."""
    assert not {folded(row["question"]) for row in unanswerable} & {folded(sample.question) for sample in samples}


def test_data_sheet_counts_what_is_there(samples, hard, unanswerable):
    """Every count in the tables of the data sheet is the real one."""
    sheet = (DATASETS / "README.md").read_text("utf-8").partition("\n## `privacy-dev")[0]
    table = {
        name: int(n)
        for name, n in re.findall(r"^\| `((?!privacy|paraphrases)[\w.-]+)` \| (\d+) \|", sheet, re.MULTILINE)
    }
    assert table == {
        **Counter(sample.slice for sample in (*samples, *hard)),
        **Counter(row["kind"] for row in unanswerable),
        **Counter(row["kind"] for row in lines_of("abstention-controls.jsonl")),
        **{path.name: len(lines_of(path.name)) for path in DATASETS.glob("*.jsonl") if path.name in table},
    }


def test_data_sheet_names_every_data_set():
    """A set without a data sheet is not published."""
    sheet = (DATASETS / "README.md").read_text("utf-8")
    assert all(f"`{path.name}`" in sheet for path in DATASETS.glob("*.jsonl"))
