"""The fast part of the suites on the starter knowledge: every bound holds, or the change that broke it does not land."""

from datetime import date
from pathlib import Path

import pytest

from assistant.answering import Assistant
from eval import gate
from eval.suite import Setup
from eval.thresholds import read_thresholds, unknown
from knowledge.search import KnowledgeBase

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def setup(starter_data, bundled_embedder, tmp_path_factory):
    knowledge = KnowledgeBase(starter_data, bundled_embedder)
    yield Setup(
        knowledge=knowledge,
        assistant=Assistant(knowledge, lambda: TODAY),
        data=starter_data,
        scratch=tmp_path_factory.mktemp("scratch"),
        today=TODAY,
    )
    knowledge.close()


@pytest.fixture(scope="module")
def ran(setup):
    return gate.run(setup)


def test_every_bound_of_the_fast_share_holds(ran):
    assert gate.broken(ran) == []


def test_every_bound_is_on_something_that_is_measured(ran):
    bounds = read_thresholds(gate.BOUNDS)
    assert unknown(bounds, gate.figures(ran)) == []
    assert {b.suite for b in bounds} == {r.name for r in ran}


def test_share_is_the_same_every_time(tmp_path):
    one, other = gate.share(tmp_path / "one"), gate.share(tmp_path / "other")
    for file in one.iterdir():
        assert file.read_bytes() == (other / file.name).read_bytes()


def test_share_keeps_every_data_set_of_the_suites(tmp_path):
    kept = {file.name for file in gate.share(tmp_path / "share").iterdir()}
    assert kept == {file.name for file in Path(gate.DATASETS).glob("*.jsonl")}
    assert all(file.read_text("utf-8").strip() for file in (tmp_path / "share").iterdir())
