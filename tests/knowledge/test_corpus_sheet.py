"""The starter knowledge covers what it must, reads easily, and its data sheet is up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.corpus_check import CorpusFile, check, read_corpus
from knowledge.corpus_sheet import reading_problems, requirements, sheet, source_problems

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def corpus() -> list[CorpusFile]:
    files, problems = read_corpus()
    assert problems == []
    return files


def test_every_entry_passes_the_check(corpus: list[CorpusFile]) -> None:
    """Schema, vocabulary, arithmetic, contrast groups, style and shared sentences are all in order."""
    assert check(corpus) == []


def test_every_coverage_requirement_is_met(corpus: list[CorpusFile]) -> None:
    """Counts, shares of outcomes, vocabularies and events reach what the corpus promises."""
    found = requirements(corpus)
    assert [r for r in found if not r.met] == []
    assert len(found) >= 20


def test_a_requirement_that_is_not_met_is_told(corpus: list[CorpusFile]) -> None:
    """A tenth of the corpus does not pass for the whole."""
    unmet = {r.name.split("(")[0] for r in requirements(corpus[:30]) if not r.met}
    assert {"事例", "対比の組", "行動指針の条項"} <= unmet


def test_owner_facing_text_has_short_sentences(corpus: list[CorpusFile]) -> None:
    """Playbooks, institutions and the glossary keep sentences at about 60 characters."""
    assert reading_problems(corpus) == []


def test_every_url_is_in_the_source_list_once(corpus: list[CorpusFile]) -> None:
    """SOURCES.md lists each address exactly once, and a missing one is found."""
    assert source_problems(corpus) == []
    assert len(source_problems(corpus, listed="")) > 50


def test_the_data_sheet_is_up_to_date(corpus: list[CorpusFile]) -> None:
    """docs/corpus.md is what the command would write now."""
    assert (ROOT / "docs/corpus.md").read_text(encoding="utf-8") == sheet(corpus)
