"""The theme of a plan: what the words name first, then what lies near, and what the numbers show to be wrong."""

from __future__ import annotations

import pytest

from assistant.answering.evidence import Evidence
from assistant.plans.drafting.ground.theme import themes_of_numbers, troubles, votes_of
from assistant.plans.drafting.sums import Numbers, numbers_of
from assistant.plans.intake import Intake, ProductLine
from knowledge.corpus_check import CORPUS
from knowledge.entry_file import parse_markdown
from knowledge.search import Hit


def _hit(name: str, score: float = 1.0) -> Hit:
    return Hit(parse_markdown((CORPUS / name).read_text("utf-8")), score, ())


def _play(theme: str, score: float) -> Hit:
    return _hit(f"policies/playbook-{theme}.md", score)


def _numbers(**numbers: str) -> Numbers:
    return numbers_of(Intake(numbers=numbers), try_rise=False)


@pytest.mark.parametrize(
    ("numbers", "themes"),
    [
        ({}, ()),
        ({"sales": "200万円", "variable_rate": "4割", "fixed": "130万円"}, ("margin",)),
        ({"sales": "200万円", "variable_rate": "4割", "fixed": "100万円"}, ()),
        ({"opening": "300万円", "income": "180万円", "outgo": "240万円"}, ("cash",)),
        ({"opening": "300万円", "drain": "10万円"}, ()),
        ({"opening": "300万円", "drain": "100万円"}, ("cash",)),
        ({"price": "300円", "variable": "320円", "quantity": "800", "fixed": "20万円"}, ("margin",)),
    ],
)
def test_trouble_is_a_loss_or_cash_that_runs_out_soon(numbers: dict[str, str], themes: tuple[str, ...]) -> None:
    assert troubles(_numbers(**numbers)) == themes


def test_numbers_speak_of_a_theme_where_they_show_no_trouble_too() -> None:
    assert themes_of_numbers(_numbers(labour="1200万円", wage_rise="5%")) == ("people",)
    assert themes_of_numbers(_numbers(opening="300万円", drain="10万円")) == ("cash",)
    line = ProductLine(name="食パン", price="300円", variable_cost="4割", quantity="900個")
    assert themes_of_numbers(numbers_of(Intake(lines=(line,)), try_rise=False)) == ("margin",)


def test_what_the_words_name_outweighs_a_nearer_playbook() -> None:
    found = Evidence(playbooks=(_play("turnaround", 2.0), _play("digital", 1.0)))
    votes = votes_of(found, ("digital",), Numbers())
    assert max(votes, key=lambda t: votes[t]) == "digital"


def test_near_cases_outvote_a_playbook_that_shares_a_few_words() -> None:
    case = _hit("cases/case-85-04.md")
    found = Evidence(playbooks=(_play("turnaround", 1.26), _play("digital", 1.15)), cases=(case,))
    votes = votes_of(found, (), Numbers())
    assert max(votes, key=lambda t: votes[t]) == "digital"


def test_a_case_that_is_near_for_its_trade_weighs_less() -> None:
    found = Evidence(cases=(_hit("cases/case-85-04.md"),))
    assert votes_of(found, (), Numbers(), ("85",))["digital"] < votes_of(found, (), Numbers())["digital"]


def test_a_loss_in_the_numbers_settles_what_the_words_leave_open() -> None:
    found = Evidence(playbooks=(_play("productivity", 0.74), _play("pricing", 0.67)))
    votes = votes_of(found, (), _numbers(sales="1,800万円", variable_rate="30%", fixed="1,400万円"))
    assert max(votes, key=lambda t: votes[t]) == "margin"


def test_what_has_happened_comes_before_what_is_always_so() -> None:
    votes = votes_of(Evidence(), ("people", "crisis"), Numbers())
    assert votes["crisis"] > votes["people"]
