"""A suite that dies takes no other with it."""

import sys
from dataclasses import dataclass
from types import ModuleType

import pytest

from eval.ran import run_suites
from eval.suite import Measure, SuiteResult
from eval.suites import SuiteError, load, present


@dataclass(frozen=True)
class _Setup:
    """Nothing is asked of the system here."""

    progress: object = None


@pytest.fixture
def suites(monkeypatch):
    """Put two suites where the command finds them: one that works and one that dies."""

    def add(name, run):
        module = ModuleType(f"eval.suites.{name}")
        module.run = run
        monkeypatch.setitem(sys.modules, module.__name__, module)

    def dies(setup):
        raise ZeroDivisionError("0 で割りました")

    add("latency", dies)
    add("hubs", lambda setup: SuiteResult(suite="hubs", measures=(Measure(name="m", label="測る", scores=()),)))


def test_suite_that_dies_is_one_sentence_and_the_next_one_runs(suites):
    first, second = run_suites(["latency", "hubs"], _Setup(), quiet=True)
    assert first.result is None
    assert "0 で割りました" in first.error
    assert "\n" not in first.error
    assert second.result.suite == "hubs"


def test_long_suites_run_only_where_the_whole_is_wanted():
    assert "mutation" not in present()


def test_unknown_suite_is_one_sentence():
    with pytest.raises(SuiteError, match="weather"):
        load("weather")
