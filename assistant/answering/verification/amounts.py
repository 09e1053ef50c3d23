"""The amounts of a text, comparable however they are written: 全角, 漢数字, 万・億, %・割, 和暦・西暦, ranges, 約 and bounds.

An amount is a value with a unit of one kind; 30万円 and 300,000円 are equal, 1割 and 10%, 令和7年 and 2025年, 1年 and 12か月.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answering.verification.folding import plain
from assistant.plans.arithmetic.figures import Result, shown
from assistant.plans.arithmetic.inputs import PlanInputError, exact
from assistant.plans.arithmetic.money import numeral

_KANJI = "〇零一二三四五六七八九十百千"
_ARABIC = r"[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,8})?|[0-9]{1,15}(?:\.[0-9]{1,8})?"
_WRITTEN = rf"(?>(?:(?>{_ARABIC}|[{_KANJI}]{{1,8}})[千百]?[万億兆]?){{1,4}}+)"  # atomic: a page of digits must not take minutes
_FRACTION = re.compile(rf"({_WRITTEN})分の({_WRITTEN})|(?<![0-9/])([0-9]{{1,2}})/([0-9]{{1,2}})(?![0-9/])")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911}
_ERA = re.compile(rf"({'|'.join(_ERAS)})(元|[0-9]{{1,2}}|[{_KANJI}]{{1,3}})年")
#: Units as they are written → kind and factor. Longest first; kinds in the same kind are compared by value.
_UNITS: tuple[tuple[str, str, Decimal], ...] = tuple(
    (written, kind, Decimal(factor))
    for kind, factor, words in (
        ("円", "1", "円 えん"),
        ("割合", "0.01", "% パーセント ﾊﾟｰｾﾝﾄ"),
        ("割合", "0.1", "割"),
        ("ポイント", "1", "ポイント pt"),
        ("か月", "1", "か月間 ヶ月間 ケ月間 ヵ月間 カ月間 箇月間 か月 ヶ月 ケ月 ヵ月 カ月 箇月"),
        ("月目", "1", "か月目 ヶ月目 ヵ月目 カ月目"),
        ("年目", "1", "年目"),
        ("年度", "1", "年度"),
        ("か月", "12", "年間 か年 カ年"),
        ("週", "1", "週間 週"),
        ("日", "1", "日間"),
        ("日", "1", "日"),
        ("時間", "1", "時間"),
        ("分", "1", "分間 分"),
        ("人", "1", "人 名"),
        ("つ", "1", "つ"),
        ("か所", "1", "か所 ヶ所 ヵ所 カ所 箇所"),
        ("代目", "1", "代目"),
        ("回", "1", "回目 回 度"),
        ("歳", "1", "歳 才"),
        ("軒", "1", "店舗 店 軒"),
        ("品", "1", "品目 品 種類"),
        ("社", "1", "社"),
        ("平方メートル", "1", "平方メートル m2 ㎡"),
        ("m", "1", "メートル m"),
        ("km", "1", "キロメートル km キロ"),
        ("kg", "1", "キログラム kg"),
        ("l", "1", "リットル l"),
        ("kw", "1", "キロワット kw"),
    )
    for written in words.split()
)
_BY_WORD = {written: (kind, factor) for written, kind, factor in _UNITS}
_UNIT = "|".join(re.escape(w) for w in sorted(_BY_WORD, key=len, reverse=True))
_COUNTER = r"[一-龥ァ-ヴa-z]"  # any other unit: its first character tells it apart
_KNOWN_KANJI = "人名割円年月日回度社店軒つ倍個件代時分週点枚本台品列箱袋席歳才期段種号級室社戸組通条項部字杯皿食歩晩度色種か箇ヶヵ億万千百"
_VAGUE = re.compile(rf"数([十百千万億]{{0,3}})({_UNIT}|{_COUNTER})")
_AMOUNT = re.compile(
    rf"(?P<per>(?<![0-9か])[月年週日](?:に|間|々)?)?(?P<before>上限|限度額?|最大|最高|最長|下限|最低|最小|少なくとも)?(?P<gap>[はがでも額、]{{0,2}}|は最大で?)?"
    rf"(?P<about>約|およそ|ほぼ|概ね|おおむね|平均)?(?P<sign>[-−▲△]|マイナス)?[¥\\]?(?<![0-9a-z数何幾第])(?<![0-9][.,])"
    rf"(?P<number>{_WRITTEN})(?P<unit>{_UNIT}|年(?!目|度|間)|月(?!間)|{_COUNTER})?(?P<half>半)?"
    rf"(?P<loose>くらい|ぐらい|ほど|程度|前後|余り|弱|強|近く)?の?(?P<after>以上|以下|以内|未満|超|を超え|を上回|を下回|に満たな|まで(?![減増下上落伸縮膨回戻]))?"
)
_IDIOMS = re.compile(
    "一時|一部|一般|一方|一緒|一番|一旦|一定|一律|一気|一斉|一覧|一員|一体|一切|一層|一致|一貫|一歩|一言|一因|一環|一例|一連|一括|一目|一生|一律"
    "|唯一|統一|第一|万一|万が一|十分|十全|三者|二重|四半期|千本|二次|一次|八百屋|六次産業|一人前|一人ひとり|一人一人|一本化|一段|五感|二度手間|半数|一夜|一円も|百貨"
)
_ZEROS = ("", "十", "百", "千", "万", "", "", "", "億")
_RANGE = re.compile(r"[〜~～]|から|[-–—―](?=[0-9])|、")
_BOUNDS = {
    "上限": "≤", "限度": "≤", "限度額": "≤", "最大": "≤", "最高": "≤", "最長": "≤",
    "下限": "≥", "最低": "≥", "最小": "≥", "少なくとも": "≥",
    "以上": "≥", "以下": "≤", "以内": "≤", "まで": "≤", "未満": "<", "超": ">", "を超え": ">", "を上回": ">",
    "を下回": "<", "に満たな": "<",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amount:
    """A value of a kind at ``start``–``end`` of the plain text.

    ``bound`` (≤ ≥ < >), ``about`` (約) and ``per`` (月, 年, 週, 日: 月150万円) belong to what it says.
    """

    value: Decimal
    kind: str
    start: int
    end: int
    bound: str = ""
    about: bool = False
    per: str = ""

    def said_by(self, others: Collection[Amount]) -> bool:
        """Tell whether one of the others says this: the same value, no bound lost or changed, no 約 dropped."""
        return any(
            other.kind == self.kind
            and other.value == self.value
            and other.bound == self.bound
            and (not self.per or not other.per or self.per == other.per)
            and (self.about or not other.about)
            for other in others
        )


@exact
def amounts(text: str) -> list[Amount]:
    """Return the amounts of a text (folded by ``plain``) in order."""
    found: list[Amount] = []
    covered = [m.span() for m in _IDIOMS.finditer(text)]
    for match in _ERA.finditer(text):
        year = 1 if match[2] == "元" else int(_read(match[2]))
        found.append(Amount(Decimal(_ERAS[match[1]] + year), "年", *match.span()))
    for match in _FRACTION.finditer(text):
        below, above = _read(match[1] or match[4]), _read(match[2] or match[3])
        if below:
            found.append(Amount(above / below, "割合", *match.span()))
    for match in _VAGUE.finditer(text):
        kind, _ = _BY_WORD.get(match[2], (match[2], Decimal(1)))
        found.append(Amount(Decimal(10) ** _ZEROS.index(match[1][:1]), f"数{kind}", *match.span()))
    taken = [(a.start, a.end) for a in found] + covered
    for match in _AMOUNT.finditer(text):
        if any(start < match.end("number") and match.start("number") < end for start, end in taken):
            continue
        found += _amount(match)
    found.sort(key=lambda amount: amount.start)
    return list(_with_range_units(found, text))


def computed_amounts(sentence: str, computed: Collection[Result]) -> list[Amount]:
    """Return the amounts of the calculations that a sentence names: results and what went into them."""
    found: list[Amount] = []
    for result in computed:
        if plain(result.name) in sentence:
            found += amounts(plain(result.text))
        for given in result.inputs:
            if plain(given.name) in sentence:
                found += amounts(plain(shown(given.value, given.unit)))
    return found


def _amount(match: re.Match[str]) -> Iterator[Amount]:
    number, unit = match["number"], match["unit"] or ""
    if number[0] in _KANJI and (unit[:1] or "無") not in _KNOWN_KANJI:
        return
    try:
        value = _read(number)
    except PlanInputError:
        return
    kind, factor = _BY_WORD.get(unit, (unit, Decimal(1)))
    if unit == "年":
        kind, factor = ("年", Decimal(1)) if 1868 <= value <= 2200 else ("か月", Decimal(12))
    if match["half"]:
        value += Decimal("0.5")
    bound = _BOUNDS.get(match["after"] or "") or _BOUNDS.get(match["before"] or "", "")
    if match["after"] == "まで" and kind in ("年", "月", "日", "月目", "年目", "回", "割合", "時"):
        bound = "≤" if kind == "割合" else ""
    value = value * factor * (-1 if match["sign"] else 1)
    about = bool(match["loose"]) or match["about"] in ("約", "およそ", "ほぼ", "概ね", "おおむね")
    end = next(match.end(name) for name in ("half", "unit", "number") if match[name])
    yield Amount(value, kind, match.start("number"), end, bound, about, (match["per"] or "")[:1])


def _with_range_units(found: list[Amount], text: str) -> Iterator[Amount]:
    """Give 3 in 3〜5割 the unit of 5, and 2〜4週間前 the same."""
    following: Amount | None = None
    turned: list[Amount] = []
    for amount in reversed(found):
        between = text[amount.end : following.start] if following else ""
        if amount.kind == "" and following and following.kind and _RANGE.fullmatch(between):
            share = following.value / _digits(text, following) if _digits(text, following) else Decimal(1)
            amount = replace(amount, kind=following.kind, value=amount.value * share)
        turned.append(amount)
        following = amount
    return reversed(turned)


def _digits(text: str, amount: Amount) -> Decimal:
    """Return the number of an amount as it is written, without its unit."""
    match = re.compile(_WRITTEN).match(text, amount.start)
    return _read(re.sub("[万億兆]$", "", match[0])) if match else Decimal(0)


def _read(written: str) -> Decimal:
    return numeral(written, written)
