"""Addresses in freer writing: over line ends, without a house number, in Latin letters, or a flat in a named building alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.identifiers.municipalities import PREFECTURES, municipalities

_D = r"(?:[0-9]百(?:[0-9]?十)?[0-9]?|[0-9]?十[0-9]?|[0-9]{1,5})"
_UNIT = r"(?:丁目|番地|番丁|番町|番|号室|号|地割|条|線|組|部|区(?=[0-9]))"
_SEP = r"(?:[ \-ーのノ]{0,3}|[~・/.、])"
_TOWN = r"(?:[一-龥々〆ヶケノァ-ヴー]|[がケ](?=[丘関崎浜原島谷岡池沢野鼻嶺峰瀬])|[ぁ-ん]{2,4}(?=[町丘台が])|の(?=[丸内下上里原森手宮町本浜小出坂])|つ(?=[ぁ-ん一-龥]{1,4}[町丘])|\n(?=[一-龥]))"
_TAIL = re.compile(
    rf"(?P<town>[ \n]?{_TOWN}{{0,16}}?)[ \n]{{0,2}}(?P<no>(?:第 ?)?(?:[甲乙丙丁イロハニホヘトチ](?:部)?)?{_D}{_UNIT}?"
    rf"(?:{_SEP}(?:[東西南北甲乙丙丁イロハ](?=[0-9十]))?{_D}{_UNIT}?(?![0-9])){{0,6}})(?P<more>(?:の[甲乙丙丁イロハ])?)"
)
_AZA = re.compile(
    r"[一-龥々ヶケ]{0,6}(?:大字|字)[一-龥々ヶケノァ-ヴー]{1,8}(?:無番地|番外地)?|[一-龥々ヶケノ]{1,8}(?:無番地|番外地)"
)
_AZA_NUMBER = re.compile(
    rf"(?:大字|(?<![一-龥ぁ-んァ-ヴー0-9A-Za-z])字)[一-龥々ヶケノァ-ヴー]{{1,8}}(?: ?字[一-龥々ヶケノァ-ヴー]{{1,8}})? ?{_D}{_UNIT}?(?:{_SEP}{_D}{_UNIT}?){{0,3}}(?![0-9年月日円%])"
)
_COUNTED = re.compile(
    r" ?(?:円|万|億|千|%|人|名|個|件|台|本(?!町)|枚|年|月|日|時|分|秒|歳|坪|㎡|kg|社|店|軒|棟(?!の)|席|倍|割|回|km|m|か|カ|ヶ|つ|点|種|品|機|便|度|票|組合|代|位|箱|袋|株|,[0-9]|~)"
)
_DATED = re.compile(r"(?:19|20)[0-9]{2}[/.・~\-]")
_ASKED = re.compile(
    r"(?:住所|所在地?|住まい|自宅|実家|本籍|届け?先|送り先|送付先|宛先|居所|本店|転居先|引っ?越し先|住民票|勤務地|現場|納品先)(?:地)?(?:は|が|も|の|を|:|、|/|→|=| |\n){1,3}$"
)
_LIVES = re.compile(
    r" ?(?:在住|に(?:住|居住|在住|引っ?越|転居|移住|自宅|実家|本籍|本店)|の(?:自宅|実家|住人|住民票)|住$|生まれ育)"
)
_NAMED = re.compile(
    r"[一-龥々ヶケノの]{1,8}?(?=[、。 \n)」]|[はがをにもでへと]|です|から|まで|在住|の(?!里|宮|丸|内|森|手)|$)"
)
_ROOM = r"(?:B?[0-9]{1,4}(?:号室|号(?!棟))|[A-Z0-9]{0,2}棟? ?-?[0-9]{2,4}(?:号室|号)?(?![0-9円万人名個件台年月日%%-])|[0-9]{1,3}-[0-9]{2,4}(?:号室|号)?)"
_HOUSE = r"(?:マンション|ハイツ|コーポ|アパート|メゾン|レジデンス|ハイム|パレス|団地|荘|寮|住宅|ヴィラ|テラス|ビル|シャトー|コート|ドミール|グランド?)"
_FLAT = re.compile(
    rf"(?<![一-龥ァ-ヴーA-Za-z0-9])(?P<own>[一-龥々ヶァ-ヴーA-Za-z・]{{0,12}}{_HOUSE}(?:(?![のはとをがにでへも])[ぁ-ん]|[一-龥ァ-ヴー]){{0,8}}?) ?(?P<room>{_ROOM})(?![0-9A-Za-z,.]| ?(?:世帯|戸|割|回|から))"
)
_NUMBERED = re.compile(
    r"(?<![一-龥ァ-ヴーA-Za-z0-9])(?P<own>(?=[一-龥]{0,6}[ァ-ヴー]{3})[一-龥々ヶァ-ヴー・]{3,16}) ?(?P<room>[0-9]{2,4}号室)"
)
_ANY_ROOM = re.compile(r".*(?:テナント|ホテル|オフィス|フロア|アパート|マンション|ビル|会議|レンタル|シェア|センター)$")
_ANY = re.compile(
    r"^(?:(?:当|本|同|各|全|[0-9]|市営|県営|都営|町営|賃貸|中古|分譲|新築|木造|築)?(?:マンション|アパート|団地|住宅|ビル|寮|テラス|コート)$)"
)
_HYPHEN = r"-(?:ku|shi|gun|ch[oō]|machi|mura|son|ken|fu|to|dori)(?![a-z])"
_ROMAN = re.compile(
    rf"(?<![A-Za-z0-9])(?:[0-9]{{1,5}}(?:-[0-9]{{1,4}}){{0,3}}[, ]{{1,2}})?(?:[A-Z][A-Za-z]{{2,20}}(?:-[a-z]{{2,6}})?[, ]{{1,2}}){{0,3}}[A-Z][A-Za-z]{{2,20}}{_HYPHEN}"
    rf"(?:[, ]{{1,2}}[A-Z][A-Za-z]{{2,20}}(?:-[a-z]{{2,6}})?){{0,4}}(?:[, ]{{1,2}}[0-9]{{1,5}}(?:-[0-9]{{1,4}}){{0,3}})?(?:[, ]{{1,2}}(?:Japan|[0-9]{{3}}-[0-9]{{4}})){{0,2}}"
)
_LINES = re.compile(rf"(?:{PREFECTURES})\n$")


def find_places(folded: Folded) -> Iterator[Hit]:
    """Yield addresses that begin with a municipality, flats in a named building, and addresses in Latin letters."""
    text = folded.digits
    for start, end in municipalities().places(folded.text):
        above = _LINES.search(folded.text, max(0, start - 6), start)
        start = above.start() if above else start
        yield from _after(folded, start, end)
    for match in _FLAT.finditer(text):
        told = "号" in match["room"] or "-" in match["room"] or "棟" in match["room"]
        if not _ANY.match(match["own"]) and (told or not match["own"].endswith(("団地", "住宅", "寮", "ビル"))):
            yield Hit("address", match.start(), match.end(), 0.75)
    for match in _NUMBERED.finditer(text):
        if not _ANY_ROOM.match(match["own"]):
            yield Hit("address", match.start(), match.end(), 0.7)
    for match in _AZA_NUMBER.finditer(text):
        yield Hit("address", match.start(), match.end(), 0.82)
    for match in _ROMAN.finditer(folded.text):
        if any(map(str.isdigit, match.group())):
            yield Hit("address", match.start(), match.end(), 0.85)


def _after(folded: Folded, start: int, end: int) -> Iterator[Hit]:
    text = folded.digits
    aza = _AZA.match(folded.text, end)
    if aza:
        yield Hit("address", start, aza.end(), 0.82)
    match = _TAIL.match(text, end)
    if match and not _COUNTED.match(text, match.end()) and not _DATED.match(match["no"]):
        town, number = match["town"].strip(), match["no"].replace(" ", "")
        unit = re.search(r"丁目|番地|番|号|地割|条|線|組|部|区", number)
        chained = re.search(r"[0-9十][\-ーのノ~・/.、][0-9十]", number)
        if (town and (chained or unit)) or ("\n" in match["town"] and unit):
            yield Hit("address", start, match.end(), 0.9)
    asked = _ASKED.search(folded.text, max(0, start - 12), start)
    named = _NAMED.match(folded.text, end)
    last = named.end() if named else end
    if asked or (named and _LIVES.match(folded.text, last)):
        yield Hit("address", start, last, 0.8 if asked else 0.7)
