"""Finds the labelled numbers of a question: 「固定費350万」 is (fixed, 350万円), 「5%の値上げ」 is (rise, 5%).

A number belongs to the label written next to it, before it or else after it; a number without a label, and a number that
is a change of something (売上が3割減った, 固定費が20万円増えた), is left alone rather than guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.plans.arithmetic.counts import EVERY_DAY, GOODS, counts
from assistant.plans.arithmetic.money import RATIO, YEN, fold, read_ratio, read_yen
from assistant.plans.arithmetic.moves import NO_PRICE, Move, moves

_EACH = rf"(?:お客(?:様|さん)?)?[1一ひ]と?(?:{GOODS}|台|回|件|人前|名様)(?:の?(?:あたり|当たり|につき)|で|に)?"
_STUFF = "材料|食材|資材|原料|包材|包装|具材|部品|仕入れ?値"
_UPKEEP = "家賃|地代|人件費|給料|給与|パート代|アルバイト代|バイト代|(?:水道)?光熱費|電気代|ガス代|リース料|ローン|保険料?|通信費|広告費"

#: What a label before a number can mean, by the kind of the number; the longest label that fits wins.
_BEFORE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "円": (
        ("value_added", r"付加価値額?"),
        ("sales", r"売り?上げ?高?|年商|月商"),
        (
            "variable",
            rf"変動費|(?:売上|製造|仕入れ?)?原価|仕入れ?|原?(?:{_STUFF})(?:費|代|価格)?(?:(?:と|や|・)(?!{_UPKEEP})[^0-9、。,はがをも]{{1,6}}?(?:代|材|料|袋|容器|箱))?",
        ),
        ("margin", r"限界利益|粗利益?|売上総利益"),
        ("operating", r"営業利益"),
        ("depreciation", r"減価償却費?"),
        ("labour", r"人件費"),
        (
            "fixed",
            rf"固定費|固定の経費|固定的な経費|販管費|経費|(?:(?:{_UPKEEP})(?:や|と|、|・))+(?:{_UPKEEP})(?:など|等)?",
        ),
        ("rent", r"家賃|地代"),
        ("utilities", r"(?:水道)?光熱費"),
        ("lease", r"リース料"),
        ("wages", r"給料|給与"),
        ("target", r"目標利益"),
        (
            "price",
            rf"{_EACH}|売価|売値|(?:販売|客)?単価|(?:販売)?価格|定価|値段",
        ),
        ("drain", r"(?:毎月|月々|月)の?(?:赤字|持ち出し|不足|減り)(?:額|分)?"),
        (
            "opening",
            r"(?:現)?預金(?:の?残高)?|(?:通帳|口座|貯金)(?:に|の?残高)?|手元(?:に|資金|の(?:お金|現金|資金))|現金残高|現金",
        ),
        ("income", r"入金|収入"),
        ("outgo", r"出金|支出|支払い?"),
        ("repayment", r"(?:借入金?の?)?返済額?"),
    ),
    "割合": (
        ("variable_rate", r"変動費率?|(?:売上|製造|仕入れ?)?原価率?|仕入れ?率?|原?材料費率?"),
        ("rate", r"限界利益率?|粗利益?率?|売上総利益率|利幅"),
        ("target_rate", r"目標(?:の?売上高)?利益率"),
        ("rise", r"値上げ(?:率|幅)?|価格改定"),
        ("discount", r"値引き?率?|値下げ率?|割引率?"),
        ("wage_rise", r"賃上げ率?|ベースアップ"),
    ),
}
_WANTED = r"(?:は|を|ほど)?(?:出す|出し|出る|残す|残し|残る|ほし|欲し|確保|にする|にし|稼|あげ|上げ)"
_AFTER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "円": (
        ("target", rf"の?(?:利益|黒字){_WANTED}|(?:は|を)?(?:手元に)?(?:残した|残す|残せ|残そう|稼ぎた|稼ぐ)"),
        ("fixed", r"の固定費"),
        ("sales", r"の売り?上げ?高?(?=で|、|。|が(?:あり|あっ|ある))"),
        ("rise_yen", r"(?:の|だけ|ほど)?(?:値上げ|上げ(?=た|る|れ|て))"),
        ("discount_yen", r"(?:の|だけ|ほど)?(?:値引|値下げ|割引|引き|下げ(?=た|る|れ|て))"),
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
_OWN_RATE = re.compile(r"(?<![粗界総])利益率(?:を|が|で|は)?(?:約)?$")
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
    rf"(?:{_EACH})?(?:約|およそ|ほぼ|だいたい|大体|合計|合わせて|あわせて|(?:毎月|月々|月額|月|年間|年額|毎年|年|1[かヶケカ]月)で?に?)*[は、]?$"
)
_MONTHLY, _YEARLY = re.compile(r"月商|毎月|月々|月額|月の?|1[かヶケカ]月"), re.compile(r"年商|年間|年額|毎年|年の?")
#: 「毎月40万減る」 is what cash shrinks by, when the words before it speak of nothing else.
_SHRINKS = re.compile(
    r"(?:円?)(?:ずつ|ほど|くらい|ぐらい|程度|の)?(?:が|は)?(?:お金が|現金が|資金が)?(?:減|目減り|赤字|持ち出し|マイナス|出て(?:い|行)く方が多|足りな|不足|流出)"
)
_EVERY_MONTH = re.compile(r"(?:毎月|月々|月に|1[かヶケカ]月に?)(?:約|およそ|だいたい|大体)?$")
_NOT_CASH = re.compile(r"売り?上げ?|粗利|客|固定費|経費|原価|仕入|家賃|人件費|借入|元金|返済|注文|在庫|給料")
#: Sales of a day say nothing of a month as long as the days of business are not told.
_DAILY = re.compile(r"(?:毎日|1日|一日|1日あたり|一日あたり)の?売り?上げ?高?.{0,6}$")
_AMOUNT = re.compile(f"(?P<ratio>{RATIO.pattern})|(?P<yen>{YEN.pattern})")
#: What is said between a per-piece word and its amount's own name: 固定費は1個あたり50円 is no price.
_NOT_OF_A_PIECE = re.compile(
    r"(?:固定費|売り?上げ?高?|利益|粗利|儲け|もうけ|手間賃?|送料|手数料|運賃|工賃|人件費|給料|経費|家賃)(?:は|が|も|の|を)?$"
)
_JOINED = re.compile(rf"(?:(?P<cost>仕入れ?|原価|原?(?:{_STUFF})(?:費|代)?)|{_UPKEEP}|固定費|経費)(?:や|と|・)$")
#: An amount that is told as a price by its place alone: 「950円で売る」, 「900円のラーメン」.
_PRICED = re.compile(
    r"で(?:売|出し|販売|提供|やって|、)|の(?!値|割引|利益|黒字|赤字|固定|家賃|売り?上|損|経費|予算|補助|融資|借)[^0-9、。,]{1,12}(?:を|で|は|が|、|。)"
)
#: Labels after a number that win over one before it: 「売価500円を5%値引き」, 「固定費350万で50万円の利益を出す」.
_AFTER_FIRST = ("rise", "discount", "wage_rise", "target", "rise_yen", "discount_yen")
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
    amounts = list(_AMOUNT.finditer(plain))
    moved = moves(plain, amounts)
    gone = {start for move in moved for start in move.spans}
    found = [mention for move in moved for mention in _of_move(move)]
    for match in amounts:
        label = None if match.start() in gone else label_of(plain, match)
        if label is None:
            continue
        before, read = plain[max(0, match.start() - _LOOK) : match.start()], read_ratio if match["ratio"] else read_yen
        of_a_day = label[0] == "sales" and (_DAILY.search(before) or EVERY_DAY.search(before))
        key = "daily_sales" if of_a_day else label[0]
        found.append(_mention(key, read, match[0], label[1], _period(before, label[1])))
    found += _price_by_place(plain, [a for a in amounts if a["yen"] and a.start() not in gone], {m.key for m in found})
    found += [Mention(key=c.key, value=c.value, word=c.word, period=c.period) for c in counts(plain)]
    return tuple(found)


def label_of(plain: str, amount: re.Match[str]) -> tuple[str, str] | None:
    """Return the key and the words that label an amount of a folded text, None where it has no label or is a change."""
    before, after = plain[max(0, amount.start() - _LOOK) : amount.start()], plain[amount.end() : amount.end() + _LOOK]
    return _label(before, after, "割合" if amount["ratio"] else "円")


def unlabelled(plain: str) -> tuple[re.Match[str], ...]:
    """Return the amounts of a folded text that no calculation reads, each with the groups ratio and yen."""
    amounts = amounts_of(plain)
    moved = moves(plain, amounts)
    read = {start for move in moved if move.key for start in move.spans}
    passed = {start for move in moved for start in move.spans}
    left = [a for a in amounts if a.start() not in read and (a.start() in passed or label_of(plain, a) is None)]
    priced_here = {m.value for m in mentions(plain) if m.key == "price"}
    return tuple(a for a in left if a["ratio"] or a.start() in passed or read_yen(a[0]) not in priced_here)


def amounts_of(plain: str) -> tuple[re.Match[str], ...]:
    """Return the amounts of a folded text in order, each with the groups ratio and yen."""
    return tuple(_AMOUNT.finditer(plain))


def _of_move(move: Move) -> Iterator[Mention]:
    """Yield both numbers of a move; what a cost becomes is what it now is."""
    if move.key == "price" and move.before != move.after:
        yield Mention(key="price", value=move.before, word="売価")
        yield Mention(key="price_after", value=move.after, word="新しい売価")
    elif move.key == "cost":
        yield Mention(key="cost_before", value=move.before, word="原価")
        yield Mention(key="variable", value=move.after, word="原価")
    elif move.key == "cost_rate":
        yield Mention(key="cost_rate_before", value=move.before, word="原価率")
        yield Mention(key="variable_rate", value=move.after, word="原価率")


def _price_by_place(plain: str, amounts: Sequence[re.Match[str]], told: Collection[str]) -> Iterator[Mention]:
    """Yield the one amount that its place tells to be a price, where a cost or rate is told and neither sales nor a price."""
    if {"price", "sales", "daily_sales"} & set(told) or not {"variable", "variable_rate", "rate"} & set(told):
        return
    found = [a for a in amounts if label_of(plain, a) is None and priced(plain, a)]
    if len(found) == 1:
        yield _mention("price", read_yen, found[0][0], found[0][0], "")


def priced(plain: str, amount: re.Match[str]) -> bool:
    """Tell whether an amount without a label stands where a price does."""
    clause = re.split("[、。,?]", plain[max(0, amount.start() - _LOOK) : amount.start()])[-1]
    follows = _PRICED.match(plain, amount.end())
    return follows is not None and not NO_PRICE.search(clause + follows[0])


def _mention(key: str, read: Callable[[str], Decimal], amount: str, label: str, period: str) -> Mention:
    word = label if amount in label else f"{label}{amount}"
    return Mention(key=key, value=read(amount), word=word, period=period)


def _label(before: str, after: str, kind: str) -> tuple[str, str] | None:
    """Return the key and the words of a label; None where there is none or the number is a change."""
    if kind == "割合":
        if re.search(_COST_WORDS, before) and re.match(_UP, after):
            return "cost_rise", "原価上昇"
        if re.search(_PRICE_WORDS, before) and re.match(r"(?:ほど|だけ)?(?:上げ|アップ)", after):
            return "rise", "値上げ"
        if re.search(_PRICE_WORDS, before) and re.match(r"(?:ほど|だけ)?(?:下げ|ダウン|引)", after):
            return "discount", "値引き"
        if re.match(r"(?:ほど|くらい|ぐらい|の)?お?客(?:数|様|さん)?(?:が|は|も)(?:減|離れ)", after):
            return "lost", "販売数の減少"
        if re.search(
            r"(?:客数?|お客(?:様|さん)?|販売数|数量|注文|[個杯食枚本]数|売れる数)(?:が|は|も)?$", before
        ) and re.match(r"(?:ほど)?減", after):
            return "lost", "販売数の減少"
        if _OWN_RATE.search(before) and re.match(rf"(?:に(?:する|した|でき)|{_WANTED})", after):
            return "target_rate", "目標利益率"
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
    clause = re.split("[、。,]", before)[-1]
    if (
        found is not None
        and found.lastgroup in ("rise_yen", "discount_yen")
        and (NO_PRICE.search(clause) or re.search(_COST_WORDS, clause))
    ):
        return None
    if found is not None and found.lastgroup in _AFTER_FIRST:
        return found.lastgroup, found[0]
    if re.match(_CHANGED, after) or (after.startswith("から") and _AMOUNT.match(after, 2)):
        return None
    if re.match("と", after) and _AMOUNT.match(after, 1) and _BEFORE_RE[kind].search(before):
        return None  # two amounts in a row for one label
    found = _BEFORE_RE[kind].search(before) or found
    if found is not None and found.re is _BEFORE_RE[kind]:
        ahead = before[: found.start()]
        if found.lastgroup == "price" and _NOT_OF_A_PIECE.search(ahead):
            return None
        if (joined := _JOINED.search(ahead)) and not (joined["cost"] and found.lastgroup == "variable"):
            return None  # one amount of costs that move with sales and others that do not
    return (str(found.lastgroup), found[0]) if found is not None else None


def _period(before: str, label: str) -> str:
    """Return 月 or 年 where the words of a label, or the three characters before it or before its number, say so."""
    around = (before[: before.rindex(label)][-3:] if label in before else before[-3:]) + label
    return "月" if _MONTHLY.search(around) else "年" if _YEARLY.search(around) else ""
