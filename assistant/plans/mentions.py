"""Finds the labelled numbers of a question: 「固定費350万」 is (fixed, 350万円), 「5%の値上げ」 is (rise, 5%).

A number belongs to the label written next to it, before it or else after it; a number without a label, and a number that
is a change of something (売上が3割減った, 固定費が20万円増えた), is left alone rather than guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assistant.plans.money import RATIO, YEN, fold, numeral, read_ratio, read_yen

#: What a label before a number can mean, by the kind of the number; the longest label that fits wins.
_BEFORE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "円": (
        ("value_added", r"付加価値額?"),
        ("sales", r"売り?上げ?高?|年商|月商"),
        ("variable", r"変動費|(?:売上|製造|仕入れ?)?原価|仕入れ?|原?材料費"),
        ("margin", r"限界利益|粗利益?|売上総利益"),
        ("labour", r"人件費"),
        ("fixed", r"固定費|固定の経費|固定的な経費|販管費|経費"),
        ("rent", r"家賃|地代"),
        ("utilities", r"(?:水道)?光熱費"),
        ("lease", r"リース料"),
        ("wages", r"給料|給与"),
        ("target", r"目標利益"),
        (
            "price",
            r"1(?:個|本|枚|食|杯|皿|袋|箱|セット)(?:あたり|当たり)?|売価|売値|(?:販売|客)?単価|(?:販売)?価格|定価|値段",
        ),
        ("opening", r"(?:現)?預金(?:の?残高)?|手元(?:に|資金|の(?:お金|現金|資金))|現金残高|現金"),
        ("income", r"入金|収入"),
        ("outgo", r"出金|支出|支払い?"),
        ("repayment", r"(?:借入金?の?)?返済額?"),
    ),
    "割合": (
        ("variable_rate", r"変動費率?|(?:売上|製造|仕入れ?)?原価率?|仕入れ?率?|原?材料費率?"),
        ("rate", r"限界利益率?|粗利益?率?|売上総利益率"),
        ("target_rate", r"目標(?:の?売上高)?利益率"),
        ("rise", r"値上げ(?:率|幅)?|価格改定"),
        ("discount", r"値引き?率?|値下げ率?|割引率?"),
        ("wage_rise", r"賃上げ率?|ベースアップ"),
    ),
}
_WANTED = r"(?:は|を|ほど)?(?:出す|出し|出る|残す|残し|残る|ほし|欲し|確保|にする|にし|稼|あげ|上げ)"
_AFTER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "円": (
        ("target", rf"の?(?:利益|黒字){_WANTED}"),
        ("fixed", r"の固定費"),
        ("rise_yen", r"(?:の|だけ|ほど)?値上げ"),
        ("discount_yen", r"の?(?:値引|値下げ|割引|引き)"),
    ),
    "割合": (
        ("rise", r"(?:の|だけ|ほど)?(?:値上げ|価格転嫁|価格改定)"),
        (
            "discount",
            r"の?(?:値引|値下げ|割引|引き|引(?=で|し|に|を|の|は|セール|クーポン|キャンペーン|販売|価格|$)|オフ|OFF|off|安く)",
        ),
        ("wage_rise", r"の?(?:賃上げ|ベースアップ)"),
    ),
}
_PRICE_WORDS = r"(?:売価|売値|単価|価格|値段|定価|料金)(?:[0-9,]{1,12}円)?(?:を|が)?$"
_COST_WORDS = r"(?:原価|仕入れ?(?:値|価格|原価)?|原?材料費|変動費|原材料(?:価格)?|材料)(?:が|の|は|も)?(?:約)?$"
_WAGE_WORDS = r"(?:賃金|時給|給料|給与|人件費)(?:が|を|は|も)?$"
_UP = r"(?:ほど|くらい|ぐらい|も|の)?(?:上が|上昇|高騰|アップ|値上が|高く|上げ)"
_CHANGED = (
    r"(?:ほど|くらい|ぐらい|も|の|ずつ|は)?"
    r"(?:上が|上昇|高騰|アップ|値上が|高く|下が|減|ダウン|削|カット|増|落ち|低下|低く|足り|不足|伸)"
)
_GAP = (
    r"(?:\((?:税抜き?|税込み?|月|年|月額|年間)\))?[はがをもでにの:=、]?"
    r"(?:約|およそ|ほぼ|だいたい|大体|合計|合わせて|(?:毎月|月々|月額|月|年間|年額|毎年|年|1[かヶケカ]月)で?に?)*[は、]?$"
)
_MONTHLY, _YEARLY = re.compile(r"月商|毎月|月々|月額|月の?|1[かヶケカ]月"), re.compile(r"年商|年間|年額|毎年|年の?")
#: Sales of a day say nothing of a month: how many days the shop opens is not told.
#: 「毎月40万減る」 is what cash shrinks by, when the words before it speak of nothing else.
_SHRINKS = re.compile(
    r"(?:円?)(?:ずつ|ほど|くらい|ぐらい|程度|の)?(?:が|は)?(?:お金が|現金が|資金が)?(?:減|目減り|赤字|持ち出し|マイナス|出て(?:い|行)く方が多|足りな|不足|流出)"
)
_EVERY_MONTH = re.compile(r"(?:毎月|月々|月に|1[かヶケカ]月に?)(?:約|およそ|だいたい|大体)?$")
_NOT_CASH = re.compile(r"売り?上げ?|粗利|客|固定費|経費|原価|仕入|家賃|人件費|借入|元金|返済|注文|在庫|給料")
_DAILY = re.compile(r"(?:毎日|1日|一日|1日あたり|一日あたり)の?売り?上げ?高?.{0,6}$")
_AMOUNT = re.compile(f"(?P<ratio>{RATIO.pattern})|(?P<yen>{YEN.pattern})")
_COUNT = r"(?<![0-9,.])(?!1[^0-9,万])([0-9][0-9,]{0,9}万?)"
_PIECES = re.compile(_COUNT + r"(?:個|本|枚|食|杯|皿|袋|箱|セット)(?!(?:入|あた|当た|で[0-9]|[0-9]))")
_PEOPLE = re.compile(r"(?:従業員|社員|スタッフ)(?:数)?(?:は|が)?([0-9]{1,5})(?:人|名)")
_HOURS = re.compile(r"(?:総?労働時間)(?:は|が)?([0-9][0-9,]{0,9})時間")
#: Labels after a number that win over one before it: 「売価500円を5%値引き」, 「固定費350万で50万円の利益を出す」.
_AFTER_FIRST = ("rise", "discount", "wage_rise", "target")
_LOOK = 24  # characters on each side of a number in which its label is looked for
_BEFORE_RE = {
    kind: re.compile("|".join(f"(?P<{key}>(?:{words}){_GAP})" for key, words in labels))
    for kind, labels in _BEFORE.items()
}
_AFTER_RE = {
    kind: re.compile("|".join(f"(?P<{key}>{words})" for key, words in labels)) for kind, labels in _AFTER.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A labelled number: money in 円, ratios as 0.05, counts as they are; ``period`` is 月, 年 or unsaid."""

    key: str
    value: Decimal
    word: str
    period: str = ""


def mentions(text: str) -> tuple[Mention, ...]:
    """Return the labelled numbers of a text; PlanInputError where one of them does not read as a number."""
    plain = fold(text)
    found = []
    for match in _AMOUNT.finditer(plain):
        before, after = plain[max(0, match.start() - _LOOK) : match.start()], plain[match.end() : match.end() + _LOOK]
        label = _label(before, after, "割合" if match["ratio"] else "円")
        if label is not None and not (label[0] == "sales" and _DAILY.search(before)):
            read = read_ratio if match["ratio"] else read_yen
            found.append(_mention(label[0], read, match[0], label[1], _period(before, label[1])))
    for key, pattern in (("quantity", _PIECES), ("people", _PEOPLE), ("hours", _HOURS)):
        found += [_mention(key, _count, m[1], m[0], "") for m in pattern.finditer(plain)]
    return tuple(found)


def _mention(key: str, read: Callable[[str], Decimal], amount: str, label: str, period: str) -> Mention:
    word = label if amount in label else f"{label}{amount}"
    return Mention(key=key, value=read(amount), word=word, period=period)


def _count(text: str) -> Decimal:
    return numeral(text, text)


def _label(before: str, after: str, kind: str) -> tuple[str, str] | None:
    """Return the key and the words of a label; None where there is none or the number is a change."""
    if kind == "割合":
        if re.search(_COST_WORDS, before) and re.match(_UP, after):
            return "cost_rise", "原価上昇"
        if re.search(_PRICE_WORDS, before) and re.match(r"(?:ほど|だけ)?(?:上げ|アップ)", after):
            return "rise", "値上げ"
        if re.search(_PRICE_WORDS, before) and re.match(r"(?:ほど|だけ)?(?:下げ|ダウン|引)", after):
            return "discount", "値引き"
        if re.search(r"(?:客数?|お客(?:様|さん)?|販売数|数量|注文)(?:が|は|も)?$", before) and re.match(
            r"(?:ほど)?減", after
        ):
            return "lost", "販売数の減少"
        if re.search(r"利益率(?:を|が)?$", before) and re.match(r"(?:に(?:する|した|でき)|を?確保|出す)", after):
            return None if re.search(r"(?:粗|限界)利益率(?:を|が)?$", before) else ("target_rate", "目標利益率")
        if re.search(_WAGE_WORDS, before) and re.match(_UP, after):
            return "wage_rise", "賃上げ"
    elif re.search(_PRICE_WORDS, before) and re.match(r"(?:だけ|ほど)?(?:値上げ|上げ)", after):
        return "rise_yen", "値上げ"
    elif re.search(_PRICE_WORDS, before) and re.match(r"(?:だけ|ほど)?(?:値引|値下げ|下げ|引)", after):
        return "discount_yen", "値引き"
    elif re.search(r"(?<![粗界])利益(?:を|が|で)?$", before) and re.match(_WANTED, after):
        return "target", "目標利益"
    if kind == "円" and _EVERY_MONTH.search(before) and _SHRINKS.match(after):
        return None if _NOT_CASH.search(re.split("[、。,]", before)[-1]) else ("drain", "毎月の減少")
    found = _AFTER_RE[kind].match(after)
    if found is not None and found.lastgroup in _AFTER_FIRST:
        return found.lastgroup, found[0]
    if re.match(_CHANGED, after) or (after.startswith("から") and _AMOUNT.match(after, 2)):
        return None
    found = _BEFORE_RE[kind].search(before) or found
    return (str(found.lastgroup), found[0]) if found is not None else None


def _period(before: str, label: str) -> str:
    """Return 月 or 年 where the words of a label, or the three characters before it, say so."""
    around = (before[: before.rindex(label)][-3:] if label in before else "") + label
    return "月" if _MONTHLY.search(around) else "年" if _YEARLY.search(around) else ""
