"""Addresses by shape alone: a municipality and whatever leads to a number, in kana, in Latin letters, over lines, read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.identifiers.municipalities import municipalities

DOUBT = 0.55
_K = r"[0-9〇零一二三四五六七八九十百千]"
_UNIT = r"(?:丁目|丁|番地割|番地|番(?!町)|地割|号室|号|条|線|区|組|部)"
_SEP = r"[ \-ーのノ/.、・]{0,4}"
_NO = (
    rf"(?:第 ?)?(?:[甲乙丙丁イロハニホヘトチリヌルヲラ](?:部|の|-)?)?(?:{_K}{{1,6}} ?{_UNIT}|[0-9]{{1,5}}|{_K}{{1,6}}(?=[の\-ーノ、。 \n)が]|$))"
    rf"(?:{_SEP}(?:[東西南北甲乙丙丁イロハ])?{_K}{{1,5}}(?!{_K}) ?{_UNIT}?){{0,6}}"
)
_REST = re.compile(rf"(?P<town>[一-龥々〆ヶケノァ-ヴーぁ-ん0-9 ・、]{{0,24}}?)[ ]?(?P<no>{_NO})")
_PARTICLES = re.compile(
    r"[をはがへ]|から|まで|より|です|ます|した|して|では|には|という|との|にある|にて|でも|など|[でにも](?=[一-龥0-9])|(?<![ぁ-ん])と(?=[一-龥0-9])|での|への|(?:の|、)(?=[0-9一-龥]{1,4}(?:社|店|人|件|名|軒|か所))"
)
_GAP_NO = re.compile(r"[がのつる](?=[一-龥])")
_COUNTED = re.compile(
    r" ?(?:[,.][0-9]|円|万|億|千|%|人|名|個|件|台|本|枚|年|月|日|時|分|秒|歳|坪|㎡|kg|社|店|軒|席|倍|割|回|km|m(?![a-z])|か所|カ所|ヶ所|箇所|つ|点|種|品|機|便|度|票|組合|代目|位|箱|袋|株|世帯|戸|期|次|例|事業|団体|施設|ヘクタール|ha|周年|都市|市町|町村|選挙|桁|けた|中学|小学|高校|学区)"
)
_CHAINED = re.compile(r"[0-9十][\-ーのノ・][0-9十]")
_CLOSED = re.compile(r"[、。 \n)」]|$")
_TOLD = re.compile(
    r"(?:住所|所在地?|自宅|実家|本籍地?|住まい|宛先|送り先|届け先|配達先|送付先|転居先|作業場|工房|現場)(?:は|が|も|の|を|:|、|/|→| |「){1,3}(?P<after>[一-龥々ヶノァ-ヴー]{2,12} ?[0-9]{1,5}(?:[\-ーのノ][0-9]{1,4}){0,3}(?:番地?)?)"
    r"|(?P<before>[一-龥々ヶノ]{2,8} ?[0-9]{1,5}(?:[\-ーのノ][0-9]{1,4}){0,3}(?:番地?)?)(?=(?:が|は|に)(?:自宅|実家|住所|本籍|住まい|住んで|在住|お住まい))"
)
_TOWN_NUMBER = re.compile(r"(?<![一-龥])[一-龥々ヶノ]{1,6}(?:町|村|字)[一-龥々ヶノ]{0,6}[0-9]{2,5}(?![0-9,.])")
_BLOCK = re.compile(
    r"(?:[県市町都]営|[一-龥ァ-ヴー]{0,8})(?:住宅|団地|アパート|マンション|ハイツ|コーポ) ?(?:第?[0-9A-Z]{1,3}号?(?:棟|館))[ \-]?[0-9]{2,4}(?:号室?)?"
)
_ISLAND = re.compile(r"[一-龥]{1,4}島$")
_ROMAN = re.compile(
    r"(?<![A-Za-z0-9])([A-Z][a-z]{2,12}),? ([A-Z][a-z]{2,12}) [0-9]{1,5}(?:-[0-9]{1,4}){1,3}(?![0-9A-Za-z\-])"
)
_TALKED_OF = re.compile(r"[市区町村](?:内|外|民|立|役|議|税|場(?!町)|産|部|勢|営|政)")
_TAILS = re.compile(
    r"(?:[ 、,]{0,2}(?:地先|番地先|先(?=[のでにへ、。 \n]|$)|[A-Z0-9]{1,3}棟 ?[0-9]{0,4}(?:号室?)?|[A-Z]?-?[0-9]{1,4}(?:号室|号|室|階|F)|地下[0-9一二三]階|離れ(?:の[一-龥]{1,3})?|(?<=[0-9F階])-[A-Z0-9]{1,4}(?![A-Za-z])|[左右東西南北]?奥))"
)
_KANA_PLACE = r"(?:[ァ-ヴー]{1,9}(?:シ|グン|チョウ|マチ|ムラ|ソン|ケン|ク|フ)(?= )|[ぁ-ん]{1,7}(?:し|ぐん|ちょう|まち|むら|そん|けん|く)(?= )|[ァ-ヴー]{2,8}[市区町村郡]|[ぁ-ん]{2,7}[市郡])"
_KANA = re.compile(
    rf"(?<![ァ-ヴー一-龥])(?<![ぁ-ん]{{2}}){_KANA_PLACE}(?:[ 、]?[ァ-ヴー一-龥]{{1,10}}|(?:[ 、]|(?<=[市区町村郡]))[ぁ-ん]{{2,10}}){{0,4}}[ 、]?(?:[イロハラ甲乙丙]の?)?(?:[0-9]{{3,5}}|[0-9]{{1,5}}(?=丁目|番|号|[ \-ーのノ]{{1,3}}[0-9]))(?:(?:丁目|番地|番|号)?[ \-ーのノ]{{0,3}}[0-9]{{1,4}}){{0,4}}(?:番地|番|号)?(?![0-9])"
)
_LATIN = re.compile(
    r"(?<![A-Za-z0-9])(?:[0-9]{1,5}(?:-[0-9]{1,4}){0,3}[, ]{1,2})?(?:[A-Z][A-Za-z\-]{1,20}[, ]{1,2}){0,4}(?:[A-Z][A-Za-z]{2,20} (?:City|Ward|Town|Village|Pref(?:ecture|\.)?|Machi|Cho|Gun)|[A-Za-z]{3,20}-(?i:shi|ku|gun|machi|mura|cho|son))"
    r"(?![a-z])(?:[, ]{1,2}[A-Za-z][A-Za-z\-]{2,20}){0,4}(?:[, ]{1,2}[0-9]{1,5}(?:-[0-9]{1,4}){0,3})?"
)
_BROKEN = re.compile(
    r"[一-龥]{1,6}[ \n]{0,2}[市区町村郡][ \n]{0,2}[一-龥々ヶケノァ-ヴー][一-龥々ヶケノァ-ヴーぁ-ん \n]{0,36}?[0-9〇零一二三四五六七八九十百]{1,6}(?:[\-ーのノ丁目番地号]{1,3}[0-9〇零一二三四五六七八九十百]{1,6}){0,4}(?:番地?|号)?(?![一-龥々ヶ])"
)
_HEARD = re.compile(r"(?:[ァ-ヴー]{1,8}|[一-龥]{1,6}|(?<![ぁ-ん])[ぁ-ん]{1,6}|(?<=[がはの])[ぁ-ん]{1,6})[市区町村]")
_AT_LINE_END = re.compile(r"[\n ]")
_SPOKEN = re.compile(
    r"(?:(?:いち|いっ|に|さん|よん|ご|ろく|ろっ|なな|はち|はっ|きゅう|ぜろ|れい)?(?:せん|ぜん|ひゃく|びゃく|ぴゃく|じゅう|まん)|いち|さん|よん|ろく|なな|はち|きゅう|ぜろ){2,10}(?:[、 のノ\-]{0,2}(?:[0-9]{1,4}|(?:いち|に|さん|よん|ご|ろく|なな|はち|きゅう|ぜろ|じゅう|ひゃく|せん){1,8})){0,4}"
)


def find_rough_addresses(folded: Folded) -> Iterator[Hit]:
    """Yield what begins with a municipality or a place in kana or Latin letters and goes on to a number."""
    text = folded.text
    told = 0  # a place inside of an address that was found already is part of it; without this, long input is quadratic
    for start, end in municipalities().places(text):
        if end <= told:
            continue
        at = end
        while (match := _REST.match(text, at)) and _leads_to_a_number(text, at, match):
            at = told = _to_the_end(text, match.end())
        if at > end:
            island = _ISLAND.search(text, max(0, start - 5), start)
            yield Hit("address", island.start() if island else start, at, DOUBT)
        elif read := _read_aloud(folded, end):
            yield Hit("address", start, read, DOUBT)
    for match in _KANA.finditer(folded.digits):
        if not _COUNTED.match(text, match.end()):
            yield Hit("address", match.start(), _to_the_end(text, match.end()), DOUBT)
    for match in _LATIN.finditer(text):
        if any(map(str.isdigit, match.group())):
            yield Hit("address", match.start(), match.end(), DOUBT)
    for match in (
        _HEARD.finditer(text) if "ひゃく" in folded.kana or "じゅう" in folded.kana or "せん" in folded.kana else ()
    ):
        if read := _read_aloud(folded, match.end()):
            yield Hit("address", match.start(), read, DOUBT)
    for pattern in (_TOLD, _TOWN_NUMBER, _BLOCK, _ROMAN):
        for match in pattern.finditer(folded.digits if pattern is _TOLD else text):
            if not _COUNTED.match(text, match.end()):
                span = match.span(match.lastgroup) if match.lastgroup else match.span()
                yield Hit("address", span[0], _to_the_end(text, span[1]), 0.75 if pattern is _ROMAN else DOUBT)
    for match in _BROKEN.finditer(text):
        yield from _over_a_gap(match)


def _read_aloud(folded: Folded, end: int) -> int:
    """Return where a house number in words (にせんひゃく…) after a place ends, or 0."""
    read = _SPOKEN.search(folded.kana, end, end + 34)
    told = read and len(read.group()) >= 6 and not _PARTICLES.search(folded.text, end, read.start())
    return read.end() if read and told else 0


def _leads_to_a_number(text: str, end: int, match: re.Match[str]) -> bool:
    town = match["town"].strip()
    if _COUNTED.match(text, match.end()) or _TALKED_OF.match(text, end - 1):
        return False
    if _PARTICLES.search(_GAP_NO.sub("", town)):
        return False
    number = match["no"]
    joined = any(c in number for c in "-ーのノ丁番号") or "地割" in number or "条" in number
    if any(c in town for c in "・、"):
        return bool(_CHAINED.search(number))
    return joined or (len(town) >= 2 and (len(number.strip()) >= 2 or bool(_CLOSED.match(text, match.end()))))


def _to_the_end(text: str, end: int) -> int:
    for _ in range(4):
        more = _TAILS.match(text, end)
        if more is None:
            break
        end = more.end()
    return end


def _over_a_gap(match: re.Match[str]) -> Iterator[Hit]:
    """Yield an address whose municipality a line's end or a space parts (由利本荘⏎市 矢島町…)."""
    written = match.group()
    if not _AT_LINE_END.search(written):
        return
    kept = [at for at, char in enumerate(written) if char not in " \n"]
    whole = "".join(written[at] for at in kept)
    for start, _ in municipalities().places(whole):
        yield Hit("address", match.start() + kept[start], match.end(), DOUBT)
        return
