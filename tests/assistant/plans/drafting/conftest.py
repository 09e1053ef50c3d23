"""Intakes of different trades, and one drafter over the starter knowledge on a fixed day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from assistant.plans.drafting import Drafter
from assistant.plans.intake import Intake, ProductLine
from assistant.plans.plan import Plan
from knowledge.search import KnowledgeBase

TODAY = date(2026, 11, 24)


def line(name: str, price: str, cost: str, quantity: str, minutes: str = "") -> ProductLine:
    """Return a product as an owner writes it."""
    return ProductLine(name=name, price=price, variable_cost=cost, quantity=quantity, minutes=minutes)


INTAKES = {
    "noodles": Intake(
        worry="ラーメン店です。忙しいのにお金が残りません。",
        own_reasons="材料が上がったのに値段を変えていない。",
        tried="割引券を配ったが、来たのはその月だけだった。",
        wish="家族に毎月の給料を払いたい。",
        period="月",
        numbers={"sales": "200万円", "variable_rate": "4割", "fixed": "130万円"},
    ),
    "lunch boxes": Intake(
        worry="弁当屋です。注文は増えたのに利益が減っています。",
        will_not="人は減らしたくない",
        period="月",
        lines=(
            line("日替わり", "500円", "520円", "900個"),
            line("唐揚げ", "600円", "330円", "800個"),
            line("幕の内", "900円", "405円", "300個"),
        ),
    ),
    "machining": Intake(worry="機械加工の下請けです。材料が上がったのに、値上げを言い出せません。", since="2年前から"),
    "lorries": Intake(
        worry="運送業です。今月末の支払いのお金が足りなくなりそうです。",
        numbers={"opening": "120万円", "income": "300万円", "outgo": "330万円", "repayment": "20万円"},
        period="月",
    ),
    "inn": Intake(worry="旅館を息子に継がせたいのですが、話が進みません。", will_not="よその会社に譲ることはしない"),
    "care home": Intake(worry="介護の事業所です。求人を出しても人が来ず、辞める人も続きます。"),
    "sales only": Intake(worry="雑貨店です。売上が落ちています。", wish="売上を2倍にしたい"),
    "subsidy": Intake(worry="食品製造です。設備を入れたいので、ものづくり補助金を使いたいです。"),
    "no price rise": Intake(
        worry="美容室です。材料費が上がって利益が出ません。",
        will_not="値上げだけはしたくない",
        numbers={"sales": "80万円", "variable_rate": "2割", "fixed": "70万円"},
        period="月",
    ),
    "nonsense numbers": Intake(
        worry="パン屋です。儲かりません。",
        numbers={"sales": "たくさん", "variable_rate": "900%", "fixed": "-5円"},
        lines=(line("食パン", "0円", "−3", "∞"), line("あんパン", "??", "100円", "5個")),
    ),
    "nonsense": Intake(worry="あああ　ｑｗｅｒｔｙ　１２３"),
    "long": Intake(worry="飲食店です。お客さんが減りました。" * 110, own_reasons="近くに新しい店ができた。" * 150),
    "empty": Intake(),
}


@pytest.fixture(scope="session")
def drafter(knowledge: KnowledgeBase) -> Drafter:
    """The drafter over the starter knowledge."""
    return Drafter(knowledge, lambda: TODAY)


@pytest.fixture(scope="session")
def intakes() -> Mapping[str, Intake]:
    """The intakes by name."""
    return INTAKES


@pytest.fixture(scope="session")
def plans(drafter: Drafter) -> Mapping[str, Plan]:
    """The plan of each intake."""
    return {name: drafter.draft(told) for name, told in INTAKES.items()}
