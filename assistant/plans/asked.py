"""Recognises a calculation in a question and carries it out: 「原価4割、固定費350万、値上げ5%なら？」 → results.

Three outcomes: ``[]`` when no number is asked for (a question about cases, wording or a scheme is not a calculation),
results with formula, and a ``NoAnswer`` for what was asked but lacks a number or has no solution.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.plans import breakeven, cash, price, productivity
from assistant.plans.figures import Answer, NoAnswer, Result
from assistant.plans.inputs import PlanInputError, exact
from assistant.plans.mentions import mentions
from assistant.plans.money import fold
from assistant.plans.premises import NAMES, Premises, premises

MAX_TEXT = 8_000  # characters of a question
CASH_MONTHS = cash.MOST_MONTHS
_END = r"(?:いくら|何|どれ|どの|どう(?:な|変)|計算|[?？。]|$)"
_FIGURES = r"損益分岐点?(?:の?売上高?)?|採算(?:ライン|点)|利益(?:額)?|(?:売上高|限界|粗|営業)?利益率|粗利率?|労働分配率|労働生産性"
#: Words that ask for a number.
_ASKS = re.compile(
    rf"(?:{_FIGURES})(?:は|って|が|を|も){_END}|いくら|何(?:個|円|割|%|パーセント|人|本|食|枚|倍|杯|皿|袋|箱|セット|[かヶケカ]月)"
    r"|どれ(?:だけ|くらい|ぐらい|ほど)|どの(?:くらい|程度|ぐらい)|計算して|計算でき|試算|シミュレーション"
    r"|(?:なら|だと|たら|すると|すれば|場合は?)(?:どうな[^ん]*)?[?？。]?$|(?:黒字|赤字)(?:に|です|でしょう|か)|もちますか|足りますか|一人(?:当|あ)たり"
)
#: Words that ask how, or what something means, and not how much.
_HOW = re.compile(r"計算方法|計算式|求め方|出し方|とは[?？。]|とは何|の意味")
_CASES = re.compile(r"事例|似た|前例|実例|ケース|失敗例|成功例")
_BREAK_EVEN = re.compile(r"損益分岐|採算(?:ライン|点)")
_ENOUGH = re.compile(
    r"採算が(?:と|取)れ|トントン|赤字に(?:ならな|しな)|黒字(?:に|化)|(?:いくら|何.|どれだけ)売(?:れば|ったら|る必要)"
    r"|売り?上げ?高?(?:は|が)(?:いくら|どれだけ)(?:必要|あれば|いる)|いくらの売り?上げ?高?が(?:必要|いる)"
)
#: What a refused number must be about, to be worth an answer: else the number was none of our business.
_SUBJECT = re.compile(
    r"利益|粗利|損益分岐|採算|値上げ|値引|値下|割引|儲|もうか|残る|残り|黒字|赤字|付加価値|賃上げ|[もモ]ち|もつ|売れば"
)
_PROFIT = re.compile(
    rf"(?<![粗界])利益(?:額)?(?:は|って|が|も){_END}|(?:いくら|どれだけ|どのくらい)(?:残|儲|もうか)|儲けは|もうけは|黒字です|赤字です|黒字か|赤字か"
)
_MARGIN = re.compile(rf"(?:限界利益|粗利益?)率?(?:は|って|を){_END}")
_TELL = re.compile(rf"(?:{_FIGURES})を(?:教え|知り|出し|求め|見)")
_TABLE_WORDS = ("売上高", "限界利益率", "固定費")


@exact
def asked(text: str) -> list[Answer]:
    """Return what a question asks to calculate; raise PlanInputError only for what is not a text of up to MAX_TEXT."""
    if not isinstance(text, str):
        raise PlanInputError("質問は文字で入力してください。")
    if len(text) > MAX_TEXT:
        raise PlanInputError(f"質問が長すぎます。{MAX_TEXT:,}文字までにまとめてください。")
    plain = fold(text)
    if _HOW.search(plain) or not (_ASKS.search(plain) or (_TELL.search(plain) and re.search("[0-9]", plain))):
        return []
    try:
        known = premises(mentions(plain))
        answers = _calculated(plain, known)
    except PlanInputError as error:
        if not _SUBJECT.search(plain):
            return []
        answers, known = [NoAnswer(name="計算", reason=str(error))], Premises(given={})
    if _CASES.search(plain) and not any(isinstance(a, Result) for a in answers):
        return []
    return [_with_assumptions(a, known.assumptions) for a in _once(answers)]


def _calculated(plain: str, known: Premises) -> list[Answer]:
    """Run every calculation that the words and the numbers call for, the derived premises first."""
    given = known.given
    priced = {"rise", "rise_yen", "discount", "discount_yen"} & given.keys()
    asks: tuple[tuple[bool, Callable[[Premises], list[Answer]]], ...] = (
        (bool(_MARGIN.search(plain)) and bool(given), _margin),
        (_wants_break_even(plain, given) and not {"target", "target_rate"} & given.keys(), _break_even),
        ("target" in given or "target_rate" in given, _target),
        (bool({"rise", "rise_yen"} & priced), _rise),
        ("cost_rise" in given, _cost_rise),
        (bool({"discount", "discount_yen"} & priced), _discount),
        (bool(_PROFIT.search(plain)) and bool(given) and not priced, _profit),
        ("value_added" in given or "wage_rise" in given, _labour),
        ("opening" in given and bool({"income", "outgo"} & given.keys()), _cash),
    )
    answers = [answer for wanted, run in asks if wanted for answer in run(known)]
    return [*known.derived, *answers] if answers else []


def _wants_break_even(plain: str, given: Mapping[str, Decimal]) -> bool:
    return bool(_BREAK_EVEN.search(plain) or (given and _ENOUGH.search(plain)))


def _margin(known: Premises) -> list[Answer]:
    """A rate that was worked out is among the derived results, and one that was told needs no calculation."""
    return [_missing("限界利益率", known, "限界利益率")] if known.rate is None else list(known.derived)


def _break_even(known: Premises) -> list[Answer]:
    if known.rate is None or known.fixed is None:
        return [_missing("損益分岐点売上高", known, "限界利益率", "固定費")]
    answers: list[Answer] = [breakeven.break_even(known.rate, known.fixed)]
    if known.unit_cost is not None:
        answers.append(breakeven.break_even_quantity(known.given["price"], known.unit_cost, known.fixed))
    if known.sales is not None:
        answers.append(breakeven.break_even_ratio(known.sales, known.rate, known.fixed))
        answers.append(breakeven.safety_margin(known.sales, known.rate, known.fixed))
    return answers


def _target(known: Premises) -> list[Answer]:
    if known.rate is None or known.fixed is None:
        return [_missing("目標利益達成売上高", known, "限界利益率", "固定費")]
    answers: list[Answer] = []
    if "target" in known.given:
        answers.append(breakeven.target_sales(known.rate, known.fixed, known.given["target"]))
    if "target_rate" in known.given:
        answers.append(breakeven.target_rate_sales(known.rate, known.fixed, known.given["target_rate"]))
    return answers


def _rise(known: Premises) -> list[Answer]:
    if "rise" not in known.given:
        return [NoAnswer(name="値上げの効果", reason=_needs("売価"), missing=("売価",))]
    rise, answers = known.given["rise"], list[Answer]()
    if known.rate is None:
        answers.append(_missing("値上げ後の限界利益率", known, "限界利益率"))
    else:
        answers.append(price.rate_after_rise(known.rate, rise))
        answers.append(price.volume_that_may_be_lost(known.rate, rise))
        if known.fixed is not None:
            answers.append(breakeven.break_even(known.rate, known.fixed))
            answers.append(price.break_even_after_rise(known.rate, known.fixed, rise))
    if known.sales is None:
        return [*answers, _missing("値上げによる利益の増加", known, "売上高")]
    answers.append(price.gain(known.sales, rise))
    if known.rate is not None and known.fixed is not None:
        lost = known.given.get("lost", Decimal(0))
        answers.append(breakeven.profit(known.sales, known.rate, known.fixed))
        answers.append(price.profit_after_rise(known.sales, known.rate, known.fixed, rise, lost))
    return answers


def _cost_rise(known: Premises) -> list[Answer]:
    rise = known.given["cost_rise"]
    keep_rate = price.rise_to_keep_rate(rise)
    if known.rate is None:
        return [keep_rate, _missing("1個あたりの限界利益(額)を保つ値上げ率", known, "限界利益率")]
    return [price.rise_to_keep_margin(known.rate, rise), keep_rate]


def _discount(known: Premises) -> list[Answer]:
    if "discount" not in known.given:
        return [NoAnswer(name="値引きの影響", reason=_needs("売価"), missing=("売価",))]
    discount = known.given["discount"]
    if known.rate is None:
        return [_missing("値引きを取り返すのに必要な販売数の増加", known, "限界利益率")]
    answers = [price.rate_after_discount(known.rate, discount), price.volume_needed(known.rate, discount)]
    if "quantity" in known.given:
        answers.append(price.pieces_needed(known.given["quantity"], known.rate, discount))
    return answers


def _profit(known: Premises) -> list[Answer]:
    if known.sales is None or known.rate is None or known.fixed is None:
        return [_missing("利益", known, *_TABLE_WORDS)]
    return [
        breakeven.profit(known.sales, known.rate, known.fixed),
        breakeven.break_even(known.rate, known.fixed),
    ]


def _labour(known: Premises) -> list[Answer]:
    given, answers = known.given, list[Answer]()
    added, rise, labour = given.get("value_added"), given.get("wage_rise"), given.get("labour")
    if added is not None and "people" in given:
        answers.append(productivity.per_head(added, given["people"]))
    if added is not None and "hours" in given:
        answers.append(productivity.per_hour(added, given["hours"]))
    if added is not None and labour is not None:
        answers.append(productivity.labour_share(labour, added))
    if rise is not None and labour is not None:
        answers.append(productivity.rise_keeping_profit(labour, rise))
    if rise is not None and added is not None:
        answers.append(productivity.rise_keeping_share(added, rise))
    return answers or [
        NoAnswer(name="付加価値の計算", reason=_needs("人件費", "付加価値額"), missing=("人件費", "付加価値額"))
    ]


def _cash(known: Premises) -> list[Answer]:
    lacking = tuple(NAMES[k] for k in ("income", "outgo") if k not in known.given)
    if lacking:
        return [NoAnswer(name="資金が尽きる月", reason=_needs(*lacking), missing=lacking)]
    month = cash.CashMonth(
        income=known.given["income"],
        outgo=known.given["outgo"],
        repayment=known.given.get("repayment", Decimal(0)),
    )
    plan = cash.forecast(known.given["opening"], [month] * CASH_MONTHS)
    same = (f"入金、出金、返済は月の金額で、{CASH_MONTHS}か月のあいだ変わらないとみなしました。",)
    return [_with_assumptions(a, same) for a in (plan.runs_out, plan.short, plan.balances[-1])]


def _missing(name: str, known: Premises, *needed: str) -> NoAnswer:
    """Name those of the needed premises that the question does not tell."""
    told = {"売上高": known.sales, "限界利益率": known.rate, "固定費": known.fixed}
    lacking = tuple(n for n in needed if told[n] is None)
    return NoAnswer(name=name, reason=_needs(*lacking), missing=lacking)


def _needs(*names: str) -> str:
    hint = "限界利益率は、粗利率や原価率、または売上高と変動費でもかまいません。" if "限界利益率" in names else ""
    return f"計算には{'と'.join(names)}が必要です。金額には円や万円を付けて教えてください。{hint}"


def _once(answers: Iterable[Answer]) -> list[Answer]:
    """Keep the first answer of each name."""
    return list({a.name: a for a in reversed(list(answers))}.values())[::-1]


def _with_assumptions(answer: Answer, more: Sequence[str]) -> Answer:
    if isinstance(answer, NoAnswer):
        return answer
    return replace(answer, assumptions=tuple(dict.fromkeys((*answer.assumptions, *more))))
