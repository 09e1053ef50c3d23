"""Addresses; an address is a house number with the place names to its left and the building to its right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.identifiers.municipalities import PREFECTURES, municipalities

_PREFECTURE = re.compile(PREFECTURES)
_CITY_END = re.compile(r"[市区郡町村]")
_CITY_NAMED = re.compile(r"[一-龥々ヶケいらくばかたがえのみむつきこ][市区郡町村](?![場販況内立民長街分域間画])")
_KANA_TOWN = re.compile(
    r"[一-龥々][市区町村][あいうえきけこさしすせそたちつなぬねひふほみむめゆよりわ][ぁ-ん]{1,7}$"
)  # 西区みなとみらい
_PLACE_CHAR = re.compile(r"[一-龥々ヶケァ-ヴー0-9ぁ-ん ]")
_PARTICLE = re.compile(r"[はがをにへもとでやのか]|から|より|まで|です|ます|した|って|という")
_N = r"[0-9](?:[0-9]|十){0,4}|十[0-9]?"
_NUMBER = re.compile(
    rf"(?:(?:{_N}) ?(?:丁目|番地|番丁|番町|番|号|地割)(?:の(?=[0-9十]))?[ \-]?){{1,4}}(?:(?:{_N})(?:[\-ーの](?:{_N})){{0,3}}(?![0-9年月日万円%人]))?(?:号室|号)?"
    rf"|(?<![0-9A-Za-z.\-ー])(?:{_N})(?:[\-ーの](?:{_N})){{1,3}}(?![0-9A-Za-z\-年月日万円%人])(?:号室|号)?"
)
_KYOTO = re.compile(
    r"(?<=[一-龥])(?:(?:上|下|東入|西入|入)(?:る|ル)|(?:東|西)入)(?:[一-龥々ノヶ0-9]{1,14}?(?:町|番地)(?:[0-9]{1,4}(?:-[0-9]{1,4}){0,3}(?:番地)?)?|[ ]?[0-9]{1,4}(?:-[0-9]{1,4}){0,3})?"
)
_BUILDING_WORD = (
    r"(?:ビル(?:ディング)?|マンション|ハイツ|コーポ|荘|館|タワー|プラザ|パレス|レジデンス|アパート|団地|棟|ハウス|メゾン|コート|ヴィラ|テラス|"
    r"グラン|ハイム|センター|スクエア|キャッスル|シティ|ガーデン|モール|ステーション|サンライズ|ガレージ)"
)
_ROOM = r"(?: ?(?:B?[0-9]{1,4}(?:号室|号|階|F|f)|[A-Z]?-?[0-9]{3,4}(?![0-9年月日万円%人])|[0-9]{1,3}-?[A-Z](?![A-Za-z0-9])|[A-Z0-9]棟 ?[0-9]{2,4}(?:号室?)?|[A-Z]-?[0-9]{1,4}(?![0-9年月日万円%人])))"
_BUILDING = re.compile(
    rf"[ 、,\n]?(?:の)?(?: ?(?:メゾン|コーポ|ハイツ|グラン|レジデンス|ヴィラ|パレス|シャトー|ドミール)[一-龥ぁ-んァ-ヴー・]{{1,10}}?{_ROOM}{{1,2}}| (?![のにでがはをへとも])[ぁ-ん]{{2,8}}{_BUILDING_WORD}{_ROOM}{{0,2}}| (?:[一-龥ァ-ヴー]{{1,8}}(?:町家|長屋|寮|邸|蔵)|[ァ-ヴー]{{3,12}})(?=[のにでへ、。\n ]|$)|[一-龥々ァ-ヴーA-Za-z0-9・&]{{0,20}}{_BUILDING_WORD}[一-龥々ァ-ヴーA-Z0-9]{{0,10}}?{_ROOM}{{0,2}}(?=[^一-龥々ァ-ヴー]|$|[にでのへ])|[一-龥々ァ-ヴーA-Za-z・]{{2,20}}{_ROOM}{{1,2}}|{_ROOM}{{1,2}})"
)
_CORNER = re.compile(r" ?(?:[左右東西南北]?(?:奥|手前)|[左右東西南北]側|突き当たり)(?=[。、\n )]|$)")
_STREET_NO = r"(?:[0-9]百(?:[0-9]?十)?[0-9]?|[0-9]?十[0-9]?|[0-9]{1,5})"
_UNITS = r"円万億千%人名個件台本枚年月日時分秒歳坪㎡kg社店軒棟席室km割倍回つか,点種品作機便度票組代"
_AFTER_CITY = re.compile(
    r"(?P<town>[一-龥々ヶケノァ-ヴーぁ-ん0-9 ]{0,24}?(?:(?<=[町村字区])\n[一-龥々ヶケノァ-ヴーぁ-ん ]{1,10}?)?)"
    rf"(?P<no>第? ?{_STREET_NO} ?(?:丁目|番地|番(?![号茶])|地割|号| ?[\-ーのノ](?= ?[0-9十]))(?:[ \-ーのノ]{{0,2}}{_STREET_NO}(?![0-9]| ?[階F]) ?(?:丁目|番地|番|号室|号|地割)?){{0,5}}(?:の?[甲乙丙丁イロハ](?![一-龥ァ-ヴ]))?"
    rf"|(?<=[一-龥々ヶぁ-ん ]){_STREET_NO}(?![0-9{_UNITS}\-ー.]| ?[{_UNITS}]))"
)
_SENTENCE = re.compile(
    r"[をはが]|から|まで|より|です|ます|した|して|では|には|という|への|との|にある|にて|でも|など|[でに](?=[一-龥0-9ァ-ヴ])(?![一-龥]{0,3}(?:浜|町|丘|台|原|里|森|沢))|[市区町村](?:内|外|民|長|立|役|議|税|場|産|部|勢|政|営)"
)
_CHAIN = re.compile(
    rf"(?P<town>[一-龥々ヶ]{{2,8}}|[ァ-ヴー]{{3,10}}|[一-龥々ヶ]{{1,4}}[ぁ-ん]{{1,4}}[一-龥々]{{0,4}}) ?(?<![0-9])(?P<no>(?!0|[0-9]{{4}}){_STREET_NO}(?P<join>[\-のノ]){_STREET_NO}[\-のノ]{_STREET_NO}(?:[\-のノ]{_STREET_NO})?)(?![0-9\-年月日{_UNITS}])"
)
_NO_TOWN = re.compile(
    r"(?:第|号|章|節|図|表|式|版|型|番号|電話|携帯|番|令和|平成|昭和|条|項|案|回|比|約|各|品|部品|規格|割合|比率|配合|対)$"
)
_KANA_ADDRESS = re.compile(
    r"(?<![ァ-ヴー])(?=[ァ-ヴー]{0,20}(?:シ|ク|グン|チョウ|マチ|ムラ|ケン|フ))[ァ-ヴー]{6,40}(?: [ァ-ヴー]{2,20}){0,2} ?[0-9]{1,4}(?:-[0-9]{1,4}){1,3}(?![0-9\-])"
)
_KYOTO_SIDE = re.compile(r" ?(?:[東西南北]側|角)")
_BUILDING_ALONE = re.compile(
    rf"(?<![一-龥ァ-ヴーA-Za-z0-9])[一-龥々ァ-ヴーA-Za-z0-9・&]{{2,16}}?{_BUILDING_WORD}(?:[東西南北本別新]館|[A-Z]棟)? ?(?:B?[0-9]{{1,3}} ?(?:階|F|号室|号))"
)
_ANY_BUILDING = re.compile(
    r"^(?:商業|テナント|オフィス|雑居|駅|自社|本社|高層|中古|新築|築|賃貸|分譲|隣|同じ|当該|老朽|木造|鉄筋|複合|市民|文化|保健|物流|配送|コール|データ|ショッピング|[0-9]|この|その|タワー)"
)
_TOLD = re.compile(r"(?:住所|所在地|自宅|実家)(?:は|が|:|、| ){1,3}")
_PLACE = re.compile(
    r"(?:"
    + PREFECTURES
    + r")?(?:[一-龥々ヶケ]{1,6}?[市郡])(?:[一-龥々ヶケ]{1,5}?[区町村])?[一-龥々ヶケの]{1,10}(?=です|、|。| |\n|にあ|でし|$)"
)


def find_addresses(folded: Folded) -> Iterator[Hit]:
    """Yield addresses down to a house number, 丁目 or a Kyoto crossing; a mere town is none."""
    text = folded.digits
    yield from _in_a_city(folded)
    for pattern in (_NUMBER, _KYOTO):
        for match in pattern.finditer(text):
            start = _place_start(folded.text, match.start())
            named = text[start : match.start()].strip()
            if _is_place(named, match.group()):
                side = _KYOTO_SIDE.match(text, match.end()) if pattern is _KYOTO else None
                yield _whole(folded, start, side.end() if side else match.end(), 0.94)
    for match in _CHAIN.finditer(text):
        if not _NO_TOWN.search(match.group("town")):
            yield _whole(folded, match.start(), match.end(), 0.85 if match.group("join") in "のノ" else 0.75)
    for match in _KANA_ADDRESS.finditer(text):
        yield Hit("address", match.start(), match.end(), 0.8)
    for match in _BUILDING_ALONE.finditer(text):
        if not _ANY_BUILDING.match(match.group()):
            yield Hit("address", match.start(), match.end(), 0.8)
    for told in _TOLD.finditer(folded.text):
        place = _PLACE.match(folded.text, told.end())
        if place:
            yield Hit("address", place.start(), place.end(), 0.7)


def _in_a_city(folded: Folded) -> Iterator[Hit]:
    """Yield what begins with a municipality of the list and goes on to a house number."""
    text = folded.digits
    for start, end in municipalities().places(folded.text):
        match = _AFTER_CITY.match(text, end)
        if match is None or _SENTENCE.search(folded.text, end - 1, match.end("town") + 1):
            continue
        named = any(word in match["no"] for word in ("丁目", "番", "地割"))
        counted = not named and text[match.end() : match.end() + 1] in tuple(_UNITS)
        strong = named or "-" in match["no"] or "の" in match["no"]
        if not counted and (strong or len(match["town"].strip()) >= 2):
            yield _whole(folded, start, match.end(), 0.95 if strong else 0.85)


def _whole(folded: Folded, start: int, end: int, certainty: float) -> Hit:
    building = _BUILDING.match(folded.digits, end)
    end = building.end() if building else end
    corner = _CORNER.match(folded.text, end) if building else None
    end = corner.end() if corner else end
    return Hit("address", start, start + len(folded.text[start:end].rstrip(" -ーの\n")), certainty)


def _is_place(named: str, number: str) -> bool:
    if re.fullmatch(r"[0-9十\-ーの]+(?:号室?)?", number):
        return (
            bool(_CITY_NAMED.search(named))
            and len(named) >= 3
            and not re.search(r"(?:都市|区分|区域|町内|村内|地区|市場|市況|区間|法|号|第)$", named)
        )
    if "丁目" in number or "番地" in number or ("番" in number and "号" in number):
        return len(named) >= 2 and not re.search(r"(?:第|全|各|約|目|先着|抽選|管理)$", named)
    if re.fullmatch(r"[0-9十]+ ?(?:番|号|番町|番丁).?", number):
        return bool(re.search(r"[市区郡].*[一-龥々ァ-ヴ]", named)) and not named.endswith(("第", "法", "条"))
    return bool(_CITY_END.search(named)) or (
        any(k in number for k in ("入", "上", "下")) and bool(re.search(r"(?:通|筋|路|町|条)", named))
    )


def _place_start(text: str, at: int) -> int:
    """Walk left from a house number over place names, at most 45 characters, and cut what is a sentence and no place."""
    start = at
    while start > max(0, at - 45) and _PLACE_CHAR.match(text[start - 1]):
        start -= 1
    block = text[start:at]
    prefectures = list(_PREFECTURE.finditer(block))
    if prefectures:
        return start + prefectures[-1].start()
    cut = 0
    city = next(municipalities().places(block), None)
    if city:
        return start + city[0]
    for gap in re.finditer(r"[0-9 ](?![条線丁区])|[ぁ-ん]+", block):
        word = gap.group()
        inside = (
            word in ("の", "が", "つ", "ノ", "る", "り")
            and gap.start() > 0
            and (word not in "がの" or _town_began(block[cut : gap.start()]))
        )
        inside = inside or (gap.end() == len(block) and bool(_KANA_TOWN.search(block)))
        if (not inside and word != " ") or (word == " " and not _CITY_END.search(block[: gap.start()])):
            cut = gap.end()
    return start + cut


def _town_began(block: str) -> bool:
    return bool(_CITY_END.search(block))
