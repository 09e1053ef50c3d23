"""Names in a column or under a heading: lines of a ledger, 取引先一覧 ○／△, numbered stalls, a dialogue, 川辺(金融)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.names.introduced import is_plain
from ingest.anonymise.names.lexicon import Lexicon, lexicon
from ingest.anonymise.names.told import fold_kana
from ingest.anonymise.names.trades import Trades, trades

_CERTAINTY, _LIKELY = 0.55, 0.6
_K = r"[一-龥々ヶ﨑髙𠮷濵邉齋]"
_TITLE = r"(?:課長|係長|部長|次長|専務|常務|主任|所長|店長|社長|工場長|理事)"
_LINE = re.compile(
    rf"(?m)^(?P<name>{_K}{{1,4}}?[ぁ-ん]{{0,3}}|{_K}{{1,4}}|[ァ-ヴー]{{2,8}})(?:{_TITLE})?(?: {{1,8}}(?=\S|$)| ?(?:→|:))"
)
_HEADED = re.compile(
    r"(?:取引先|仕入先|納品先|納入先|得意先|卸先|販売先|外注先|発注先|協力会社|協力店|出店者|出品者|出展者|加盟店|参加店|会員店|参加者|テナント)(?P<list>一覧|リスト|名簿|表)?(?P<join>[ :\n]{1,3})(?P<row>[^\n。]{4,160})"
)
_SLASH, _NUMBERED = re.compile(r" ?[/|｜] ?"), re.compile(r"(?:^|[ 、])[1-9][0-9]?[ .:)]?(?=[^0-9 年月日])")
_OTHERS = re.compile(r"(?:その)?(?:他|ほか)|未定|なし|空き|[0-9]+社?$|.*(?:など|等|[0-9][社件名人円])$")
_SPEAKS = re.compile(rf"(?m)^(?P<name>{_K}{{1,3}}|[ァ-ヴー]{{2,5}}|[ぁ-ん]{{2,4}}|[A-Z]{{2}})[「『]")
_OF_OFFICE = re.compile(
    rf"(?:(?<=[、 :・/])|^)(?P<name>{_K}{{1,3}}|[ァ-ヴー]{{2,6}})(?=[(](?:通訳|金融(?:機関)?|銀行|信金|信用金庫|商工会|会議所|税理士|社労士|診断士|弁護士|市役所|役場|行政|公庫|事務局|書記|記録|司会|経理|営業|総務|製造|工場)[^()\n]{{0,5}}[)])"
)
_HOUSES = re.compile(
    r"(?:(?<=[。\n「])|^)(?P<row>[^\s。、,「」()はがを0-9]{2,10}(?:[、・][^\s。、,「」()はがを0-9]{2,10}){1,5})(?=の[2-9二三四五六](?:軒|社|店)(?:が|は|で|も|に|と|、))"
)
_SLASHED = re.compile(
    r"(?<=/)(?P<name>[^/\s、。]{2,8}(?:カフェ|食堂|キッチン|工房|レストラン|サロン|ダイニング|ベーカリー)[一-龥ぁ-ん]{0,4})(?=/)"
)
_THREE = re.compile(
    rf"(?:(?<=[にはがとで。\n、「])|^)(?P<row>{_K}{{1,3}}(?:[、・]{_K}{{1,3}}){{1,6}})(?=の[二三四五六2-6](?:人|名|兄弟|姉妹)(?:が|は|で|も|に|と))"
)


def find_columns(folded: Folded) -> Iterator[Hit]:
    """Yield names that their place in a list tells; all below 0.8."""
    text = folded.text
    words, lists = lexicon(), trades()
    if "\n" in text:
        yield from _ledger(text, words, lists)
        yield from _dialogue(text, words)
    for match in _HEADED.finditer(text):
        yield from _headed(words, lists, match)
    for match in _OF_OFFICE.finditer(text):
        name = match["name"]
        if name in words.surnames or not (words.is_role(name) or is_plain(words, lists, name)):
            yield Hit("person", *match.span("name"), _LIKELY)
    for match in _SLASHED.finditer(text):
        yield Hit("firm", *match.span("name"), _CERTAINTY)
    for match in _HOUSES.finditer(text):
        for m in re.finditer(r"[^、・]+", match["row"]):
            if not _is_trade(words, lists, m.group()):
                yield Hit("firm", match.start("row") + m.start(), match.start("row") + m.end(), _CERTAINTY)
    for match in _THREE.finditer(text):
        names = list(re.finditer(rf"{_K}+", match["row"]))
        if any(m.group() in words.given for m in names) and not any(words.is_role(m.group()) for m in names):
            for m in names:
                yield Hit("person", match.start("row") + m.start(), match.start("row") + m.end(), _CERTAINTY)


def _ledger(text: str, words: Lexicon, lists: Trades) -> Iterator[Hit]:
    """Yield the first column of lines in a row when two of them, and half, are names that are known."""
    block: list[re.Match[str]] = []
    for match in [*_LINE.finditer(text), None]:
        follows = bool(match and block and text.count("\n", block[-1].end(), match.start()) <= 1)
        if match and (follows or not block):
            block.append(match)
            continue
        named = sum(_is_name(words, m["name"]) for m in block)
        if named > 1 and named * 2 >= len(block):
            for m in block:
                name = m["name"]
                if name in words.surnames or not (
                    words.is_role(name) or is_plain(words, lists, name) or lists.is_ordinary(name)
                ):
                    yield Hit("person", *m.span("name"), _LIKELY)
        block = [match] if match else []


def _dialogue(text: str, words: Lexicon) -> Iterator[Hit]:
    spoken = list(_SPEAKS.finditer(text))
    if len(spoken) < 2:
        return
    for match in spoken:
        name = match["name"]
        if not name.isascii() and (name in words.surnames or name in words.given or fold_kana(name) in words.readings):
            yield Hit("person", *match.span("name"), _LIKELY)


def _headed(words: Lexicon, lists: Trades, match: re.Match[str]) -> Iterator[Hit]:
    row, start = match["row"], match.start("row")
    gap = _SLASH if len(_SLASH.findall(row)) > 1 else _NUMBERED if len(_NUMBERED.findall(row)) > 1 else None
    if gap is None and match["list"]:
        gap = re.compile("[、,]")
    if gap is None:
        return
    at = 0
    for stop, then in [*(m.span() for m in gap.finditer(row)), (len(row), len(row))]:
        item = row[at:stop].strip()
        begins = start + row.index(item, at) if item else 0
        if 2 <= len(item) <= 12 and not (_OTHERS.fullmatch(item) or _is_trade(words, lists, item)):
            yield Hit("firm", begins, begins + len(item), _CERTAINTY)
        at = then


def _is_trade(words: Lexicon, lists: Trades, item: str) -> bool:
    """Tell whether an item of a list of firms is a trade or an ordinary word; a name may end like a role (角長)."""
    return (
        item in lists.common
        or item in words.roles
        or (len(item) <= 4 and lists.is_ordinary(item))
        or lists.before.fullmatch(item) is not None
        or (len(item) > 2 and is_plain(words, lists, item) and re.fullmatch("[一-龥]{1,3}百?[一-龥]", item) is None)
        or bool(re.search(r"(?:業者?|会社|組合|商店街|[料費店者位])$", item))
    )


def _is_name(words: Lexicon, name: str) -> bool:
    return (
        name in words.surnames
        or words.is_full_name(name)
        or (name in words.given and len(name) > 1)
        or (len(words.surname_of(name)) > 1 and (len(name) == 4 or bool(re.search("[ぁ-ん]{2}$", name))))
    )
