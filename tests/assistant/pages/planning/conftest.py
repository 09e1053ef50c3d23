"""A plan with every part that a plan may have, over the one case of the small knowledge base."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from assistant.plans.intake import Intake, ProductLine
from assistant.plans.plan import Action, Cause, Cited, Goal, Plan, Referral, Risk, Said, Scheme, Sum
from knowledge.search import KnowledgeBase

if TYPE_CHECKING:
    from conftest import Planning

TODAY = date(2026, 11, 24)


def cited(knowledge: KnowledgeBase, quote: str) -> Said:
    """A sentence of the case, cited where it stands."""
    entry = knowledge.catalog.get("case-p-01")
    assert entry is not None
    start = entry.body.index(quote)
    where = Cited(
        entry_id=entry.id, anchor="#打ち手", quote=quote, start=start, end=start + len(quote), title=entry.title
    )
    return Said(text=quote, by="source", cited=(where,))


@pytest.fixture
def whole_plan(planning: Planning) -> Plan:
    """A plan with every part."""
    why = cited(planning.knowledge, "何個減ると損になるのかという物差しが店になかった。")
    parted = cited(planning.knowledge, "許される減り方を値上げの前に計算した面談が分かれ目だった。")
    owner, guide = Said(text="材料が上がったのに値段を変えていない", by="owner"), _guide
    numbers: Mapping[str, str] = {"sales": "200万円", "variable_rate": "4割", "fixed": "80万円"}
    sums = (
        Sum(id="rise", kind="price-rise", label="5%の値上げをした場合", inputs={**numbers, "rise": "5%"}),
        Sum(id="even", kind="break-even", label="いまの損益分岐点", inputs=dict(numbers)),
    )
    actions = (
        Action(
            id="measure",
            what=guide("主な3商品の原価を量る"),
            why=(why,),
            avoid=(parted,),
            who="ご本人と奥さま",
            start=TODAY,
            due=TODAY + timedelta(days=14),
            cost="0円",
            first_step=guide("今夜、どら焼き1個の材料を量って書く"),
            first_step_due=TODAY + timedelta(days=3),
            indicator=guide("3商品の原価が表に書けたか"),
            cause="price",
        ),
        Action(
            id="raise",
            what=guide("売れ筋から5%値上げする"),
            why=(parted,),
            due=TODAY + timedelta(days=60),
            effect=(Said(text="値上げ後の利益は50万円です。", by="computed"),),
            sum="rise",
            first_step=guide("値上げする3品を選ぶ"),
            first_step_due=TODAY + timedelta(days=7),
            indicator=guide("月の限界利益"),
            cause="price",
        ),
    )
    causes = (
        Cause(
            id="money",
            said=Said(text="忙しいのにお金が残らない", by="owner"),
            because=(Cause(id="price", said=why, essential=True, because=(Cause(id="fear", said=owner),)),),
        ),
    )
    return Plan(
        title="お金が残る店にするための計画",
        as_of=TODAY,
        topics=("pricing",),
        premises={"industry": ("09",), "topics": ("pricing",)},
        intake=Intake(
            worry="忙しいのにお金が残らない",
            own_reasons=owner.text,
            period="月",
            numbers=dict(numbers),
            lines=(
                ProductLine(name="どら焼き", price="300円", variable_cost="4割", quantity="900個"),
                ProductLine(name="最中", price="200円", variable_cost="150円", quantity="400個"),
            ),
        ),
        causes=causes,
        goal=Goal(
            said=guide("月の限界利益を10万円増やす"),
            indicator="付加価値（限界利益）",
            unit="万円",
            before="120",
            after="130",
            by_date=TODAY + timedelta(days=180),
            warnings=(guide("売上だけを追うと、利益が減ることがあります。"),),
        ),
        actions=actions,
        risks=(
            Risk(id="lost", said=guide("客数が1割より減る"), change_when=guide("2か月続けて限界利益が前年を下回る")),
        ),
        referrals=(
            Referral(
                id="bank",
                partner="jfc",
                reason=guide("返済の条件を早めに話し合うため"),
                bring=(guide("試算表"), guide("この計画")),
                caller="ご本人",
                check_on=TODAY + timedelta(days=21),
            ),
        ),
        schemes=(
            Scheme(
                entry_id="subsidy-x",
                title="小規模事業者持続化補助金",
                as_of=date(2026, 6, 1),
                check=(guide("いま募集しているか"),),
            ),
        ),
        sums=sums,
        next_meeting=TODAY + timedelta(days=30),
        writer="根拠からの組み立て",
    )


def _guide(text: str) -> Said:
    return Said(text=text, by="guide")
