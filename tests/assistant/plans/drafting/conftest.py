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
    "cash by numbers alone": Intake(
        worry="海水温が上がり原料が入りません。来年の仕込みのお金がありません。",
        period="月",
        numbers={"opening": "300万円", "income": "180万円", "outgo": "240万円"},
    ),
    "fire": Intake(
        worry="火事で厨房が焼けました。来月の給料が払えません。", numbers={"opening": "250万円", "drain": "110万円"}
    ),
    "wages": Intake(
        worry="十月からパートの時給を上げないといけません。",
        own_reasons="最低賃金が上がるから",
        period="年",
        numbers={"labour": "1,800万円", "wage_rise": "6%", "value_added": "2,700万円", "people": "10人"},
    ),
    "too few hands": Intake(
        worry="大口が取れて忙しくなったのに前より苦しいです。",
        own_reasons="人が足りないからだと思います。",
        period="年",
        numbers={"sales": "1,200万円", "variable": "780万円", "fixed": "460万円"},
    ),
    "furniture": Intake(
        worry="先の予約は埋まっているのに食べていけません。見積りはいつも勘です。",
        period="年",
        numbers={"price": "18万円", "variable": "11万円", "quantity": "30", "fixed": "240万円"},
    ),
    "one product below cost": Intake(
        worry="作れば作るほど赤字のような気がします。",
        period="月",
        numbers={"price": "300円", "variable": "320円", "quantity": "800", "fixed": "20万円"},
    ),
    "pupils": Intake(
        worry="学習塾です。生徒が減りました。チラシを倍にするべきでしょうか。",
        will_not="チラシは増やさない",
        period="月",
        numbers={"sales": "90万円", "variable_rate": "10%", "fixed": "78万円"},
    ),
    "coffee": Intake(
        worry="珈琲豆の店を開きたいです。月にいくら売れば食べていけるのか分かりません。",
        period="月",
        numbers={"fixed": "42万円", "variable_rate": "4割", "target": "20万円"},
    ),
    "posts": Intake(worry="洋服店です。インスタの投稿は見てもらえるのに、店にお客さんが来ません。"),
    "closing": Intake(worry="もう店を畳もうと思います。借入が残りそうです。"),
    "copying slips": Intake(
        worry="紙の伝票の書き写しで一日が終わります。", tried="表計算を入れましたが続きませんでした。"
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
