"""Recognises a calculation in a question and carries it out: 「原価4割、固定費350万、値上げ5%なら？」 → results.

Three outcomes: ``[]`` when no number is asked for (a question about cases, wording or a scheme is not a calculation),
results with formula, and a ``NoAnswer`` for what was asked but lacks a number or has no solution.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.plans.arithmetic import calculations
from assistant.plans.arithmetic.calculations import with_assumptions
from assistant.plans.arithmetic.compared import compared, compares, products
from assistant.plans.arithmetic.counts import GOODS
from assistant.plans.arithmetic.figures import Answer, NoAnswer, Result
from assistant.plans.arithmetic.inputs import PlanInputError, exact
from assistant.plans.arithmetic.mentions import Mention, mentions
from assistant.plans.arithmetic.money import RATIO, fold, read_ratio
from assistant.plans.arithmetic.periods import period_asked
from assistant.plans.arithmetic.premises import Premises, premises
from assistant.plans.arithmetic.unread import told

_PLAIN = {
    "なんぼ": "いくら",
    "ナンボ": "いくら",
    "幾ら": "いくら",
    "どんだけ": "どれだけ",
    "ひと月": "1か月",
    "一か月": "1か月",
    "一個": "1個",
}
_DIALECT = re.compile("|".join(_PLAIN))
MAX_TEXT = 8_000  # characters of a question
_END = r"(?:いくら|何|どれ|どの|どう(?:な|変)|計算|[?？。]|$)"
_FIGURES = r"損益分岐点?(?:の?売上高?|比率)?|安全余裕率|必要な売り?上げ?高?|採算(?:ライン|点)|利益(?:額)?|(?:売上高|限界|粗|営業)?利益率|粗利率?|労働分配率|(?:労働)?生産性|付加価値額?"
#: Words that ask for a number.
_ASKS = re.compile(
    rf"(?:{_FIGURES})(?:は|って|が|を|も){_END}|いくら|何(?:{GOODS}|円|割|%|パーセント|人|倍|回|台|件|[かヶケカ]月)"
    r"|どれ(?:だけ|くらい|ぐらい|ほど)|どの(?:くらい|程度|ぐらい)|計算して|計算でき|試算|シミュレーション"
    r"|(?:なら|だと|たら|すると|すれば|場合は?)(?:どうな[^ん]*)?[?？。]?$|(?:黒字|赤字)(?:に|です|でしょう|か)|もちますか|いつまで(?:もつ|持つ|もち|持ち|もて|持て|大丈夫)|いつ(?:なくな|無くな|尽き|底|ショート)|(?:もつ|持つ)(?:か|の|でしょう)?[?？]|足りますか|(?:[1一]|ひと)(?:人|時間)(?:当|あ)たり|尽き(?:ます|る)|足りなくな|どこまで[^。?]{0,6}(?:減|下|落|なら)|売り?上げ?高?は[?？。]|いくつ|どちら|どっち"
)
#: Words that ask how, or what something means, and not how much.
_HOW = re.compile(r"計算方法|計算式|求め方|出し方|とは[?？。]|とは何|の意味")
_CASES = re.compile(r"事例|似た|前例|実例|ケース|失敗例|成功例")
_BREAK_EVEN = re.compile(r"損益分岐|採算(?:ライン|点)")
_ENOUGH = re.compile(
    r"採算が(?:と|取)れ|元が(?:と|取)れ|トントン|赤字に(?:ならな|しな)|黒字(?:に|化)|(?:いくら|何.|どれだけ)売(?:れば|ったら|る必要)"
    r"|売り?上げ?高?(?:は|が)(?:いくら|どれだけ)(?:必要|あれば|いる)|いくらの売り?上げ?高?が(?:必要|いる)"
)
#: How far sales may fall.
_SAFETY = re.compile(
    r"(?:何(?:%|割|パーセント)|どこ|どれ(?:だけ|くらい|ぐらい)|どのくらい|いくら)(?:まで)?[^。?0-9]{0,6}?(?:落ち|下が|減)[^。?]{0,10}(?:赤字|トントン|大丈夫|平気|耐え|もつ|損)"
    r"|何(?:%|割|パーセント)(?:までの?)?(?:売り?上げ?)?の?(?:減少|減|ダウン)(?:まで)?[^。?]{0,8}(?:赤字|大丈夫|耐え)|安全余裕率"
)
#: A question for the sales that a business needs, without any number: what is missing is told.
_BARE = re.compile(r"(?:いくら|何.|どれだけ)売(?:れば|ったら|る必要)[^。]{0,6}(?:黒字|赤字|トントン|採算|元が)")
_MONTHS = re.compile(r"もち(?:ます|そう)|もつ|持ち(?:ます|そう)|持つ|何[かヶケカ]月|いつまで")
_ONE_PIECE = re.compile(rf"[1一](?:{GOODS}|台|回|件|時間)(?:売|あたり|当たり|につき|で)")
#: What a refused number must be about, to be worth an answer: else the number was none of our business.
_SUBJECT = re.compile(
    r"利益|粗利|損益分岐|採算|値上げ|値引|値下|割引|儲|もうか|残る|残り|黒字|赤字|付加価値|賃上げ|[もモ]ち|もつ|持つ|持ち|売れば"
)
_PROFIT = re.compile(
    rf"(?<![粗界])利益(?:額)?(?:は|って|が|も)(?:(?:月|年|毎月|1年|1[かヶケカ]月)(?:間|に|で)?)?{_END}"
    r"|(?:いくら|どれだけ|どのくらい)(?:手元に)?(?:残|儲|もうか)|儲けは|もうけは|黒字です|赤字です|黒字か|赤字か"
)
_MARGIN = re.compile(rf"(?:限界利益|粗利益?)率?(?:は|って|を){_END}")
_TELL = re.compile(rf"(?:{_FIGURES})を(?:教え|知り|出し|求め|見)")
#: A request beside the numbers that is not for a number; what only adds a number to the previous question has none.
_OTHER_REQUEST = re.compile(r"方法|やり方|進め方|補助金|助成金|融資|どう(?:すれば|したら|やって|伝え|説明)|相談|教えて")
_LONGEST_ADDITION = 60  # characters of a message that only adds to the previous question
_ANOTHER = re.compile(
    rf"(?:では|じゃあ|それなら|もし)?、?({RATIO.pattern})(?:なら|だと|だったら|の場合)(?:は|どう(?:なる|です)?か?)?[?。]?"
)
_CHANGES_OF_PRICE = ("rise", "rise_yen", "discount", "discount_yen")
_CHANGES = ("rise", "discount", "cost_rise", "wage_rise", "lost")
CARRIED = "前のご質問の数字も使いました。"


@exact
def asked(text: str, earlier: Sequence[str] = ()) -> list[Answer]:
    """Return what a question asks to calculate; raise PlanInputError only for what is not a text of up to MAX_TEXT.

    ``earlier`` are the previous questions of the conversation: a message that adds a number to the last of them, or asks for
    the same with another number, is calculated with both.
    """
    if not isinstance(text, str):
        raise PlanInputError("質問は文字で入力してください。")
    if len(text) > MAX_TEXT:
        raise PlanInputError(f"質問が長すぎます。{MAX_TEXT:,}文字までにまとめてください。")
    plain = _plainly(text)
    answers = told(plain, _answered(plain, mentions))
    if not earlier or len(earlier[-1]) > MAX_TEXT or not _lacks(answers, plain):
        return answers
    return _continued(_plainly(earlier[-1]), plain) or answers


def _plainly(text: str) -> str:
    """Return a text folded, with the everyday words for how much in their plain form."""
    return _DIALECT.sub(lambda found: _PLAIN[found[0]], fold(text))


def _answered(plain: str, read: Callable[[str], Sequence[Mention]]) -> list[Answer]:
    if _HOW.search(plain) or not (_ASKS.search(plain) or (_TELL.search(plain) and re.search("[0-9]", plain))):
        return []
    try:
        goods = products(plain) if compares(plain) else ()
        if len(goods) > 1:
            return compared(goods)
        known = premises(read(plain), period_asked(plain))
        answers = _calculated(plain, known)
    except PlanInputError as error:
        if not _SUBJECT.search(plain):
            return []
        answers, known = [NoAnswer(name="計算", reason=str(error))], Premises(given={})
    if _CASES.search(plain) and not any(isinstance(a, Result) for a in answers):
        return []
    return [with_assumptions(a, known.assumptions) for a in _once(answers)]


def _lacks(answers: Sequence[Answer], plain: str) -> bool:
    """Tell whether a message may be the rest of the previous question."""
    if answers:
        return any(isinstance(a, NoAnswer) and a.missing for a in answers)
    return len(plain) <= _LONGEST_ADDITION and not _OTHER_REQUEST.search(plain)


def _continued(before: str, plain: str) -> list[Answer]:
    """Calculate with the numbers of two messages; where both tell the same one, the later holds."""
    try:
        said, added = mentions(before), mentions(plain)
    except PlanInputError:
        return []
    added = added or _another_rate(said, plain)
    asks_more = _BREAK_EVEN.search(plain) or _PROFIT.search(plain) or _MARGIN.search(plain)
    if not (added or asks_more) or not _answered(before, lambda _: said):
        return []
    replaced = {m.key for m in added}
    kept = [m for m in said if m.key not in replaced]
    answers = _answered(f"{plain}。{before}", lambda _: [*kept, *added])
    return [with_assumptions(a, [CARRIED]) for a in answers] if kept else []


def _another_rate(said: Sequence[Mention], plain: str) -> tuple[Mention, ...]:
    """Return the one changed rate of the previous question with the value of 「では10%なら？」."""
    found, rates = _ANOTHER.fullmatch(plain), [m for m in said if m.key in _CHANGES]
    if found is None or len(rates) != 1:
        return ()
    try:
        return (replace(rates[0], value=read_ratio(found[1])),)
    except PlanInputError:
        return ()


def _calculated(plain: str, known: Premises) -> list[Answer]:
    """Run every calculation that the words and the numbers call for, the derived premises first."""
    given = known.given
    priced = set(_CHANGES_OF_PRICE) & given.keys()
    asks: tuple[tuple[bool, Callable[[Premises], list[Answer]]], ...] = (
        (bool(_MARGIN.search(plain)) and bool(given), calculations.margin),
        (bool(_ONE_PIECE.search(plain)) and known.unit_cost is not None and not priced, calculations.unit_margin),
        ({"cost_before", "cost_rate_before"} & given.keys() != set() and "price" in given, calculations.keep_price),
        (_wants_break_even(plain, given) and not {"target", "target_rate"} & given.keys(), calculations.break_even),
        (bool(_SAFETY.search(plain)) and bool(given) and not priced, calculations.safety),
        ("target" in given or "target_rate" in given, calculations.target),
        (bool({"rise", "rise_yen"} & priced), calculations.rise),
        ("cost_rise" in given, calculations.cost_rise),
        (bool({"discount", "discount_yen"} & priced), calculations.discount),
        (
            bool(_PROFIT.search(plain))
            and bool(given)
            and not priced
            and not {"drain", "cost_rise"} & given.keys()
            and not (known.sales is None and _ENOUGH.search(plain)),
            calculations.profit,
        ),
        ("value_added" in given or "wage_rise" in given, calculations.labour),
        (_lacks_a_part(plain, given), calculations.added_value),
        ("opening" in given and bool({"income", "outgo"} & given.keys()), calculations.cash),
        (
            "drain" in given
            and ("opening" in given or bool(_MONTHS.search(plain)))
            and not {"income", "outgo"} & given.keys(),
            calculations.runway,
        ),
    )
    answers = [answer for wanted, run in asks if wanted for answer in run(known)]
    return [*known.derived, *answers] if answers else []


def _wants_break_even(plain: str, given: Mapping[str, Decimal]) -> bool:
    if _BREAK_EVEN.search(plain):
        return True
    if not given:
        return bool(_BARE.search(plain))
    return bool(_ENOUGH.search(plain)) and not any(key in given for key in _CHANGES_OF_PRICE)


def _lacks_a_part(plain: str, given: Mapping[str, Decimal]) -> bool:
    """Tell whether 付加価値額 is asked for with some of its parts, but not all."""
    return "value_added" not in given and bool({"operating", "depreciation"} & given.keys()) and "付加価値" in plain


def _once(answers: Iterable[Answer]) -> list[Answer]:
    """Keep the first answer of each name."""
    return list({a.name: a for a in reversed(list(answers))}.values())[::-1]
