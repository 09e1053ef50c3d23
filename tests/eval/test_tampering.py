"""Falsified answers: what the suite makes, counts and reports, over a part of the starter knowledge."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering import Citation, Sentence
from eval import tampering
from eval.falsified import WAYS, Elsewhere
from eval.samples import DATASETS, DatasetError, read_samples
from ingest import pipeline
from knowledge.corpus_check import read_corpus
from knowledge.embedding.fake import HashingEmbedder
from knowledge.entries import Entry
from knowledge.search import KnowledgeBase

CORPUS = Path(tampering.__file__).parents[1] / "knowledge" / "corpus"
TEXT = "コーディネーターは値上げの前に、粗利が30万円減ったと社長に説明した。"


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A dozen entries of the starter knowledge: enough to answer and to falsify from."""
    folder = tmp_path_factory.mktemp("tampering")
    (folder / "files").mkdir()
    for name in (
        "cases/case-09-0*.md",
        "cases/case-15-0*.md",
        "policies/subsidy-j*.md",
        "policies/playbook-pricing.md",
    ):
        for file in CORPUS.glob(name):
            shutil.copy(file, folder / "files" / file.name)
    opened = KnowledgeBase(folder / "data", HashingEmbedder())
    assert not pipeline.run([folder / "files"], opened.catalog, opened.update).count("failed")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def entries() -> dict[str, Entry]:
    return {file.entry.id: file.entry for file in read_corpus()[0]}


@pytest.fixture(scope="module")
def result(knowledge: KnowledgeBase) -> tampering.TamperingResult:
    samples = [
        s for s in read_samples(DATASETS / "retrieval-smoke.jsonl") if "和菓子" in s.question or "値上げ" in s.question
    ]
    return tampering.run(samples, tampering.read_paraphrases(), knowledge, each=2)


def test_no_falsified_quotation_passes_and_every_untouched_sentence_stays(result: tampering.TamperingResult) -> None:
    """The bar of the whole suite, on a small part of it."""
    by_name = {m.name: m for m in result.metrics}
    assert by_name["quoted/falsified passed"].n >= 15
    assert by_name["quoted/falsified passed"].mean == 0, result.escaped
    assert by_name["quoted/untouched kept"].mean == 1
    assert result.sound


def test_report_has_shares_with_intervals_and_what_went_wrong(result: tampering.TamperingResult) -> None:
    """A person reads a table, a program the same figures."""
    kept = json.loads(json.dumps(result.as_json(), ensure_ascii=False))
    assert {m["name"] for m in kept["metrics"]} >= {f"quoted/{way}" for way in WAYS} | {"worded/honest kept"}
    for metric in kept["metrics"]:
        assert metric["n"] == 0 or 0 <= metric["low"] <= metric["mean"] <= metric["high"] <= 1
    assert "| quoted/falsified passed |" in result.as_text()


def test_a_falsehood_that_passes_is_listed_and_makes_the_result_unsound(
    result: tampering.TamperingResult, knowledge: KnowledgeBase, entries: dict[str, Entry]
) -> None:
    """The counter counts: an honest sentence that is called falsified shows up as escaped."""
    row = next(p for p in tampering.read_paraphrases() if p.entry == "case-09-01")
    honest = tampering.Paraphrase(row.id, row.entry, row.anchor, row.quote, row.text, (("figure", row.text),))
    found = tampering.run([], [honest], knowledge, each=0)
    assert [e.kind for e in found.escaped] == ["worded/figure"] and found.escaped[0].text == row.text
    assert {m.name: m.mean for m in found.metrics}["worded/falsified passed"] == 1


@pytest.mark.parametrize("way", ["figure", "unit", "negation", "direction", "order", "name"])
def test_every_way_changes_the_sentence(way: str) -> None:
    """What is falsified differs from what was said, and by the same seed is falsified alike."""
    citation = Citation(number=1, entry_id="a", anchor="s1", quote=TEXT, start=0, end=len(TEXT))
    sentence = Sentence(text=TEXT, status="verified", citations=(citation,))
    made = [WAYS[way](sentence, random.Random(3), Elsewhere((), {}, ())) for _ in range(2)]
    assert made[0] == made[1] and made[0] is not None and made[0].text != TEXT


def test_paraphrases_quote_their_entries_and_their_twins_differ(entries: dict[str, Entry]) -> None:
    """Every quote stands at its anchor, every text is written once, every paraphrase has a falsified twin."""
    rows = tampering.read_paraphrases()
    assert len(rows) >= 120 and sum(len(row.tampered) for row in rows) >= 400
    assert max(Counter(row.id for row in rows).values()) == 1
    for row in rows:
        assert row.quote in entries[row.entry].text_of(row.anchor), row.id
        assert row.text != row.quote and row.tampered
        assert len({row.text, *(text for _, text in row.tampered)}) == 1 + len(row.tampered), row.id


def test_data_sheet_counts_the_paraphrases_and_their_twins() -> None:
    """Every count of the sheet is the real one."""
    rows = tampering.read_paraphrases()
    sheet = (DATASETS / "README.md").read_text("utf-8")
    part = sheet.partition("## `paraphrases.jsonl`")[2]
    kinds = Counter(kind for row in rows for kind, _ in row.tampered)
    assert {name: int(n) for name, n in re.findall(r"^\| `([a-z]+)` \| (\d+) \|", part, re.MULTILINE)} == kinds
    assert f"`paraphrases.jsonl` | {len(rows)} |" in sheet and f"{sum(kinds.values())} falsified twins" in sheet
    assert f"from {len({row.entry for row in rows})} starter entries" in part


def test_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    """One sentence says which line cannot be read."""
    broken = tmp_path / "p.jsonl"
    broken.write_text('{"id": 1}\n', "utf-8")
    with pytest.raises(DatasetError, match="1 行目"):
        tampering.read_paraphrases(broken)
    with pytest.raises(DatasetError, match="開けません"):
        tampering.read_paraphrases(tmp_path / "none.jsonl")
