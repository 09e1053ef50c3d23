from datetime import date, timedelta
from fractions import Fraction

import pytest

from assistant.exports import FORMATS, export
from assistant.plans.intake import Intake, ProductLine
from assistant.plans.plan import Action, Cause, Cited, Goal, Plan, Referral, Said, Sum
from eval.planning.exports import missing, worth
from eval.planning.intakes import Told, read_told
from eval.planning.sums import allowed_in, not_computed, values_of
from eval.samples import DATASETS, DatasetError
from eval.suites.plans import judged
from knowledge.corpus_check import CORPUS
from knowledge.entry_file import parse_markdown

TODAY = date(2026, 11, 24)
NUMBERS = {"sales": "1,000万円", "variable_rate": "6割", "fixed": "350万円", "rise": "5%"}
LINES = (ProductLine(name="食パン", price="300円", variable_cost="4割", quantity="900個", minutes="6"),)


@pytest.fixture(scope="module")
def entry():
    return parse_markdown(sorted((CORPUS / "cases").glob("*.md"))[0].read_text("utf-8"))


@pytest.fixture(scope="module")
def plan(entry):
    quote = Cited(entry_id=entry.id, anchor="", quote=entry.body[:30], start=0, end=30, title=entry.title)
    source, owner = Said(text=quote.quote, by="source", cited=(quote,)), Said(text="食パンの原価を量る", by="owner")
    gain = Said(text="値上げによる利益の増加は50万円です。", by="computed")
    action = Action(
        id="action-1",
        what=owner,
        why=(source,),
        who="店主",
        start=TODAY,
        due=TODAY + timedelta(days=30),
        cost="時間だけ",
        effect=(gain,),
        first_step=owner,
        first_step_due=TODAY + timedelta(days=3),
        indicator=owner,
        cause="cause-1",
    )
    referral = Referral(
        id="r-1", partner="cci", reason=source, bring=(owner,), caller="店主", check_on=TODAY + timedelta(days=14)
    )
    return Plan(
        title="食パンの計画",
        as_of=TODAY,
        intake=Intake(worry="値上げが怖い", numbers=NUMBERS, lines=LINES),
        causes=(Cause(id="cause-1", said=owner),),
        goal=Goal(said=owner, indicator="限界利益", unit="円", before="500,000", after="1,000,000"),
        actions=(action,),
        referrals=(referral,),
        sums=(Sum(id="sum-1", kind="price-rise", label="値上げの効果", inputs=NUMBERS),),
        next_meeting=TODAY + timedelta(days=7),
    )


TOLD = Told(
    id="pl-1",
    owner="パン店",
    intake=Intake(worry="値上げが怖い", numbers=NUMBERS, lines=LINES),
    shows={"値上げによる利益の増加": "50万円"},
    partners=("cci",),
    never=("広告",),
)


def _low(plan, entry, told=TOLD):
    """Return the measures of which something is wrong."""
    found = judged(told, plan, {entry.id: entry}.get, TODAY)
    return {name for name, _, value, _, _ in found if value < 1}


def _changed(plan, **changes):
    return plan.model_copy(update={"actions": (plan.actions[0].model_copy(update=changes),)})


def test_a_plan_without_a_fault_passes_every_measure(plan, entry):
    assert _low(plan, entry) == set()


def test_what_an_action_lacks_is_found(plan, entry):
    nobody = _changed(plan, who="", due=None)
    assert _low(nobody, entry) == {"complete_action"}
    assert _low(_changed(plan, first_step_due=TODAY + timedelta(days=8)), entry) == {"first_step"}
    assert _low(_changed(plan, cause="elsewhere"), entry) == {"complete_action"}
    assert _low(_changed(plan, what=Said(text="広告を出す", by="guide")), entry) == {"not_refused"}


def test_what_a_referral_lacks_is_found(plan, entry):
    bare = plan.referrals[0].model_copy(update={"caller": "", "check_on": TODAY})
    assert _low(plan.model_copy(update={"referrals": (bare,)}), entry) == {"complete_referral"}
    elsewhere = plan.referrals[0].model_copy(update={"partner": "jetro"})
    assert _low(plan.model_copy(update={"referrals": (elsewhere,)}), entry) == {"right_referral"}
    assert _low(plan.model_copy(update={"referrals": ()}), entry) == {"complete_referral"}


def test_a_source_that_does_not_say_it_is_found(plan, entry):
    moved = plan.actions[0].why[0].cited[0].model_copy(update={"start": 1, "end": 31})
    said = plan.actions[0].why[0].model_copy(update={"cited": (moved,)})
    assert _low(_changed(plan, why=(said,)), entry) == {"verbatim"}
    assert _low(_changed(plan, why=(Said(text="みな成功しています", by="source"),)), entry) == {"verbatim"}


def test_a_number_that_does_not_follow_is_found(plan, entry):
    wrong = Said(text="値上げによる利益の増加は80万円です。", by="computed")
    assert _low(_changed(plan, effect=(wrong,)), entry) == {"computed"}
    assert "shown" in _low(plan.model_copy(update={"sums": ()}), entry)


def test_a_goal_of_sales_alone_is_found(plan, entry):
    goal = plan.goal.model_copy(update={"indicator": "月の売上高"})
    assert _low(plan.model_copy(update={"goal": goal}), entry) == {"not_sales_alone"}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_of_another_plan_is_found(plan, kind):
    assert missing(plan, kind, export(plan, kind, today=TODAY).body) == []
    other = Said(text="値段を見直す", by="owner")
    changed = _changed(plan, first_step=other, first_step_due=TODAY + timedelta(days=5))
    assert missing(plan, kind, export(changed, kind, today=TODAY).body)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "md"])
def test_a_file_with_another_sum_is_found(plan, kind):
    sums = (plan.sums[0].model_copy(update={"inputs": {**NUMBERS, "sales": "900万円"}}),)
    body = export(plan.model_copy(update={"sums": sums}), kind, today=TODAY).body
    assert any("値上げによる利益の増加" in why for why in missing(plan, kind, body))


def test_a_cell_is_worth_what_its_formula_makes_of_other_cells():
    cells = {"C1": 1000, "C2": 0.4, "C3": "=C1*C2", "C4": "=(C3+100)/C2-1"}
    assert worth("=C4", cells) == Fraction(1249)


def test_everyday_amounts_are_read_apart_from_the_product(plan):
    known = values_of(NUMBERS)
    assert known["損益分岐点売上高"] == Fraction(8_750_000) and known["値上げ後の利益"] == Fraction(1_000_000)
    assert values_of({"price": "300円", "variable": "120円", "quantity": "900個", "fixed": "9万円"})[
        "損益分岐点販売数"
    ] == Fraction(500)
    told = "10個多く売れると、限界利益が1,800円増える計算です。1時間あたり1,800円です。"
    assert not_computed(told, allowed_in(plan), []) == []
    assert not_computed("限界利益が1,900円増えます。", allowed_in(plan), []) == ["1,900円"]


def test_intakes_of_many_owners_are_there(tmp_path):
    told = read_told(DATASETS / "plans.jsonl")
    assert len(told) >= 25 and len({t.id for t in told}) == len(told) == len({t.owner for t in told})
    assert sum(bool(t.shows) for t in told) >= 15 and {t.half for t in told} == {"dev", "test"}
    broken = tmp_path / "plans.jsonl"
    broken.write_text('{"id": "x", "owner": "y", "intake": {"wory": ""}}\n', "utf-8")
    with pytest.raises(DatasetError, match="1 行目"):
        read_told(broken)
