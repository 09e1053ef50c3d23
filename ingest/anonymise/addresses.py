"""Postal codes and addresses; an address is a house number with the place names to its left and the building to its right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded

_PREFECTURES = (
    "北海道|青森県|岩手県|宮城県|秋田県|山形県|福島県|茨城県|栃木県|群馬県|埼玉県|千葉県|東京都|神奈川県|新潟県|富山県|"
    "石川県|福井県|山梨県|長野県|岐阜県|静岡県|愛知県|三重県|滋賀県|京都府|大阪府|兵庫県|奈良県|和歌山県|鳥取県|島根県|"
    "岡山県|広島県|山口県|徳島県|香川県|愛媛県|高知県|福岡県|佐賀県|長崎県|熊本県|大分県|宮崎県|鹿児島県|沖縄県"
)
_PREFECTURE = re.compile(_PREFECTURES)
_KANA_CITY = re.compile(
    "さいたま市|つくば市|つくばみらい市|いわき市|ひたちなか市|うるま市|みよし市|あま市|えびの市|むつ市|にかほ市|つがる市|かほく市|あわら市|いなべ市|"
    "たつの市|あさぎり町|かすみがうら市|さぬき市|みやま市|うきは市|いちき串木野市|せたな町|みなべ町|ときがわ町|みなかみ町|おおい町|みどり市|さくら市|"
    "ふじみ野市|あきる野市|みやこ町|いすみ市|東かがわ市|南あわじ市|宇城市|いの町|まんのう町|むかわ町|ニセコ町|南アルプス市"
)
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
_ROOM = r"(?: ?(?:B?[0-9]{1,4}(?:号室|号|階|F|f)|[A-Z]?-?[0-9]{3,4}(?![0-9年月日万円%人])))"
_BUILDING = re.compile(
    rf"[ 、,\n]?(?:の)?(?:[一-龥々ァ-ヴーA-Za-z0-9・&]{{0,20}}{_BUILDING_WORD}[一-龥々ァ-ヴーA-Z0-9]{{0,10}}?{_ROOM}{{0,2}}(?=[^一-龥々ァ-ヴー]|$|[にでのへ])|[一-龥々ァ-ヴーA-Za-z・]{{2,20}}{_ROOM}{{1,2}}|{_ROOM}{{1,2}})"
)
_POSTAL = re.compile(
    r"(?:〒|郵便番号(?:は|が|:| ){0,3}〒?) ?([0-9](?: ?[0-9]){2} ?[\-ー]? ?[0-9](?: ?[0-9]){3})(?![0-9])"
)
_POSTAL_BARE = re.compile(
    r"(?<![0-9A-Za-z\-])[0-9]{3}-[0-9]{4}(?![0-9\-])(?=[ \n、]{0,2}(?:" + _PREFECTURES + r"|[一-龥]{1,6}[市区郡]))"
)
_TOLD = re.compile(r"(?:住所|所在地|自宅|実家)(?:は|が|:|、| ){1,3}")
_PLACE = re.compile(
    r"(?:"
    + _PREFECTURES
    + r")?(?:[一-龥々ヶケ]{1,6}?[市郡])(?:[一-龥々ヶケ]{1,5}?[区町村])?[一-龥々ヶケの]{1,10}(?=です|、|。| |\n|にあ|でし|$)"
)


def find_addresses(folded: Folded) -> Iterator[Hit]:
    """Yield postal codes, and addresses down to a house number, 丁目 or a Kyoto crossing; a mere town is none."""
    text = folded.digits
    for match in _POSTAL.finditer(text):
        at = match.start() if text[match.start()] == "〒" else match.start(1)
        yield Hit("postal-code", at, match.end(), 0.97)
    for match in _POSTAL_BARE.finditer(text):
        yield Hit("postal-code", match.start(), match.end(), 0.9)
    for pattern in (_NUMBER, _KYOTO):
        for match in pattern.finditer(text):
            start = _place_start(folded.text, match.start())
            named = text[start : match.start()].strip()
            if _is_place(named, match.group()):
                building = _BUILDING.match(folded.text, match.end())
                end = building.end() if building else match.end()
                yield Hit("address", start, start + len(text[start:end].rstrip(" -ーの\n")), 0.94)
    for told in _TOLD.finditer(folded.text):
        place = _PLACE.match(folded.text, told.end())
        if place:
            yield Hit("address", place.start(), place.end(), 0.7)


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
    kana = _KANA_CITY.search(block)
    if kana:
        before = re.search(r"[一-龥ァ-ヴ]*$", block[: kana.start()])
        return start + (before.start() if before and before.group() == "" else kana.start())
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
