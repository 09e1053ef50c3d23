"""特異な記述: what only one firm in a region can say of itself, each with a wording that many could."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ingest.anonymise.folded import fold
from ingest.anonymise.risk.doubt import Doubt
from ingest.anonymise.risk.figures import AMOUNT, banded
from ingest.anonymise.risk.founding import AGED, FOUNDED, FOUNDED_IN, aged, founded, founded_in

Propose = Callable[[re.Match[str], int], str]


@dataclass(frozen=True)
class Rule:
    """One kind of description; ``propose`` gives the wording for a match, "" when the match is no risk.

    A group ``cut`` in the pattern is the part to replace; without it the whole match is.
    """

    pattern: re.Pattern[str]
    propose: Propose
    reason: str


_AREA = (
    r"(?:県内|府内|道内|都内|市内|町内|村内|区内|島内|郡内|国内|全国|日本|世界|業界|地域|地元|地区|商圏|商店街|温泉街|産地|"
    r"東北|関東|北関東|首都圏|甲信越|北陸|中部|東海|近畿|関西|中国地方|山陰|山陽|四国|九州|沖縄|北海道|西日本|東日本|[一-龥]{2,3}[都道府県市])"
)
_FEW = r"(?:[1-3一二三]|わずか[1-5一二三四五]|たった[1-5一二三四五]|ただ[1一])"
_ONE = re.compile(
    rf"{_AREA}(?:全体|中|全域|一円)?(?:で|では|に|には|の中で)?(?:も|は)?(?:ほぼ)?(?:唯一|ただ一つ|たった一つ|一つしかない|随一)(?:の|となる|である)?"
    rf"|唯一(?:の)?(?=(?:店|会社|工場|蔵元|酒蔵|生産者|業者|認定|専門店|旅館|宿|医院|メーカー|事業者|産地|直営|指定|公認|免許|技術者|職人))"
)
_ONLY_SOME = re.compile(
    rf"{_AREA}(?:で|に|でも|にも|では|には)(?:も)?{_FEW}[ ]?(?:つ|社|軒|店|人|名|か所|ヶ所|カ所|箇所)(?:だけの?|しか(?:ない|いない)?|のみの?)"
)
_BEST = re.compile(
    rf"(?:日本|世界|国内|業界|全国|本邦|県内|市内|地域|{_AREA})(?:で)?(?:初(?!年|回|期|夏|秋|冬|春|旬|日|任|心|対面)(?:めて)?(?:の)?|一(?=[のをにとでという、。」]|[古大小長高安早])(?:の)?|最古の?|最大の?|最小の?|最多の?|最大級の?|最高峰の?|トップの?|ナンバーワンの?|No\.?1の?|第?[1一]位の?|一番(?:古い|大きい|小さい|高い|早い|長い))"
    r"|(?:発祥の(?:店|地|宿|蔵)|元祖(?=[のを、。」]|[ァ-ヴ一-龥])|本家本元|ギネス(?:ブック|記録|世界記録)?)"
)
_LONG_LINE = re.compile(
    r"(?:第)?(?P<n>[0-9]{1,2}|[六七八九]|[一二三]?十[一二三四五六七八九]?)代(?:目(?:の?(?=社長|店主|当主|主人|女将|蔵元|窯元|園主|館主|代表|親方|杜氏))?|続く|にわたり|にわたって)"
)
_PRIZE = re.compile(
    r"(?:[一-龥ァ-ヴーA-Za-z0-9・&]{2,20}(?:鑑評会|品評会|コンクール|コンテスト|博覧会|選手権|アワード|展示会|大会)(?:で|の|において|にて)?)?(?:最高位の|最高の)?"
    r"[一-龥ァ-ヴーA-Za-z0-9・&]{0,16}(?:大賞|金賞|銀賞|銅賞|最優秀賞|優秀賞|優良賞|奨励賞|特別賞|審査員賞|グランプリ|グッドデザイン賞|モンドセレクション|大臣賞|大臣表彰|長官賞|長官表彰|知事賞|知事表彰|市長賞|会長賞|農水大臣賞)"
    r"(?!与|品|味期限)"
)
_HONOUR = re.compile(
    r"(?:黄綬|藍綬|紫綬|緑綬|紅綬|紺綬)褒章|(?:春|秋)の(?:叙勲|褒章)|叙勲|(?:旭日|瑞宝)[一-龥]{1,4}章|現代の名工|卓越した技能者|人間国宝|名誉[市町村県]民"
)
_GUIDE = re.compile(
    r"ミシュラン(?:ガイド)?[一-龥ァ-ヴ0-9]{0,6}(?:の?[一二三1-3]つ?星)?|ビブグルマン|食べログ百名店|百名店|ゴ・エ・ミヨ|(?:はばたく|元気なモノ作り|地域未来牽引)(?:中小企業|企業)(?:・小規模事業者)?(?:300社)?"
)
_HERITAGE = re.compile(
    r"(?:国の|県の|市の)?(?:登録有形|重要無形|重要有形|重要|有形|無形|指定)文化財|国宝|日本遺産|世界(?:文化|自然)?遺産|ジオパーク|近代化産業遺産"
)
_TOLD = r"(?:取り上げ|取りあげ|とりあげ|紹介|放映|放送され|特集|出演|密着|取材|掲載|連載|載っ|載り|載せ)"
_PROGRAMME = re.compile(
    rf"(?:[一-龥ァ-ヴーA-Za-z]{{0,8}}(?:テレビ|放送|ラジオ|NHK))(?:局)?(?:の)?(?:(?:情報|報道|旅|グルメ|経済|人気|朝|夕方|夜|全国)?(?:の)?番組)?(?:の)?(?:『[^』\n]{{1,30}}』|「[^」\n]{{1,30}}」)?(?=[^。\n]{{0,12}}{_TOLD})"
    rf"|(?:『[^』\n]{{1,30}}』|「[^」\n]{{1,30}}」)(?:という|の)?(?:テレビ)?番組"
)
_PRESS = re.compile(
    rf"[一-龥ァ-ヴーA-Za-z]{{0,8}}(?:新聞|新報|日報|タイムス|雑誌|専門誌|業界紙|業界誌|情報誌|週刊誌)(?:社)?(?:の)?(?:『[^』\n]{{1,30}}』|「[^」\n]{{1,30}}」)?(?:に|で|の|が|から|へ)(?=[^。\n]{{0,12}}{_TOLD})"
)
_COURT = re.compile(
    r"(?:皇室|宮内庁|宮中|宮家|王室|大使館|領事館|首相官邸|幕府|将軍家?|[一-龥]{1,3}藩(?:主)?)(?:の|へ|に|も)?(?:御用達|ご用達|御用商人|御用窯|御用|献上|納め)(?:の|品|する)?|御用達|天皇(?:陛下|皇后両陛下)?|皇后(?:陛下)?|行幸"
)
_RIGHT = re.compile(
    r"(?:特許(?:権|番号)?|実用新案(?:登録)?|意匠(?:登録)?|商標(?:登録)?|登録商標)(?:番号)?(?: ?[は:])? ?第? ?[0-9]{5,8} ?号?|特願 ?[0-9]{4} ?- ?[0-9]{3,6}"
)
_MARK = re.compile(
    r"(?:登録商標|商標|ブランド名|商品名|銘柄名?)(?:の|は|である|として)?(?P<cut>『[^』\n]{1,20}』|「[^」\n]{1,20}」)|(?:『[^』\n]{1,20}』|「[^」\n]{1,20}」)(?=を(?:商標|登録商標))"
)
_SIGHT = re.compile(
    r"[一-龥]{1,6}(?:神社|大社|神宮|八幡宮|天満宮|大師|寺|城|城址)の?(?:門前町?|参道|表参道|境内|すぐ前|目の前|向かい|隣)"
    r"|(?:世界(?:文化|自然)?遺産|国宝)の(?:門前町?|城下町?|麓|ふもと|そば)|門前町(?=[のでに])"
    r"|(?:日本|本州|九州|四国|北海道)最[北南東西]端|国立公園(?:内|の中)?(?=[のでに])"
)
_SPA = re.compile(
    r"(?<![一-龥])(?!日帰|天然|源泉|老舗|当|同|各|地元|近く)[一-龥ァ-ヴ]{1,6}温泉(?:街|郷)?(?=[のでに][^。、]{0,8}(?:旅館|宿|店|ホテル|土産|飲食))"
)
_EVENT = re.compile(
    r"(?P<date>(?P<year>(?:19|20)[0-9]{2}年|(?:昭和|平成|令和) ?[0-9元]{1,2}年)? ?(?P<month>[0-9]{1,2}) ?月 ?[0-9]{1,2} ?日)(?=[^。\n]{0,20}(?:火災|全焼|半焼|出火|火事|爆発|死亡|事故|労災|盗難|強盗|横領|逮捕|書類送検|表彰|受賞|食中毒|行政処分|営業停止|指名停止|民事再生|破産|急逝|逝去|亡くな|倒れ))"
)


#: What a superlative surely is as well, by the first pattern that fits; the words end as the text they replace does.
_SURELY = (
    ("初めて$", "いち早く"),
    ("初(?:めて)?の?$", "めずらしい"),
    ("最古の?$", "古くからの"),
    ("発祥の|元祖|本家本元", "古くからの"),
    ("一番古い$", "古い"),
    ("一番大きい$", "大きい"),
    ("一番小さい$", "小さい"),
    ("一番高い$", "高い"),
    ("一番早い$", "早い"),
    ("一番長い$", "長い"),
    ("最大(?:級)?の?$", "大きな"),
    ("最小の?$", "小さな"),
    ("最多の?$", "多くの"),
    ("最高峰の?$|トップの?$|ナンバーワンの?$|No\\.?1の?$|[1一]位の?$", "有数の"),
    ("ギネス", "外部の記録"),
)


def _always(words: str) -> Propose:
    return lambda match, year: words


def _line(match: re.Match[str], year: int) -> str:
    text = match.group("n")
    number = int(text) if text.isdigit() else 10 if "十" in text else "〇一二三四五六七八九".index(text)
    return "代々続く家の当主" if number >= 6 and match.group().endswith("目") else "代々続く" if number >= 6 else ""


def _best(match: re.Match[str], year: int) -> str:
    """Return what a first or a greatest surely is as well: rare, old, large; a wording must not claim more than the text."""
    text = match.group()
    for told, words in _SURELY:
        if re.search(told, text):
            return words
    if match.string[match.end() : match.end() + 1] in tuple("古大小長高安早"):
        return "特に"
    if match.string[match.end() : match.end() + 1] == "の":
        return "有数"
    return "有数の" if text.endswith("の") else "上位"


def _heritage(match: re.Match[str], year: int) -> str:
    text = match.group()
    if re.search("遺産$|ジオパーク", text):
        return "知られた地域や史跡"
    return "伝えられた技や行事" if "無形" in text else "由緒のある建物や品"


def _court(match: re.Match[str], year: int) -> str:
    if "行幸" in match.group():
        return "著名な方の来訪"
    return "著名な方" if re.search("天皇|皇后", match.group()) else "由緒のある納め先を持つ"


def _right(match: re.Match[str], year: int) -> str:
    return "出願した権利" if match.group().startswith("特願") else "登録した権利"


def _event(match: re.Match[str], year: int) -> str:
    return match.group("year") or f"ある年の{match.group('month')}月"


def _media(match: re.Match[str], year: int) -> str:
    return "ラジオ番組" if "ラジオ" in match.group() else "テレビ番組" if "テレビ" in match.group() else "番組"


def _press(match: re.Match[str], year: int) -> str:
    kind = "雑誌" if re.search(r"雑誌|誌", match.group()) else "新聞"
    named = match.group()[:-1] not in (
        "新聞",
        "雑誌",
        "地元の新聞",
        "専門誌",
        "業界紙",
        "業界誌",
        "情報誌",
        "週刊誌",
        "地元新聞",
        "地方新聞",
    )
    return kind + match.group()[-1] if named else ""


#: In this order: of two that overlap the longer is kept, of two of one length the first.
RULES = (
    Rule(FOUNDED, founded, "創業や設立の年は登記や名簿と照らすと会社を特定できます。およその年数にしてください。"),
    Rule(
        FOUNDED_IN, founded_in, "創業や設立の年は登記や名簿と照らすと会社を特定できます。およその年数にしてください。"
    ),
    Rule(AGED, aged, "古い会社は少なく、正確な年数から特定できます。およその年数にしてください。"),
    Rule(_LONG_LINE, _line, "長く続く家は少なく、代の数から特定できます。"),
    Rule(_ONE, _always("地域で数少ない"), "その地域に一つしかないものは、名前を書かなくても特定できます。"),
    Rule(_ONLY_SOME, _always("地域で数少ない"), "その地域に数えるほどしかないものは、名前を書かなくても特定できます。"),
    Rule(_BEST, _best, "「一番」「初めて」「最も古い」などは検索すると特定できます。"),
    Rule(_HONOUR, _always("公的な表彰"), "褒章や叙勲などの受章者は公表されていて、特定できます。"),
    Rule(_PRIZE, _always("業界の賞"), "受賞者は公表されるため、賞の名から特定できます。"),
    Rule(_GUIDE, _always("外部の評価"), "掲載先の一覧が公表されていて、特定できます。"),
    Rule(_HERITAGE, _heritage, "指定されたものの一覧が公表されていて、特定できます。"),
    Rule(_PROGRAMME, _media, "放送局や番組の名と内容から、取り上げられた店や会社を特定できます。"),
    Rule(_PRESS, _press, "記事を検索すると、取り上げられた店や会社を特定できます。"),
    Rule(_COURT, _court, "納め先や由緒から特定できます。"),
    Rule(_RIGHT, _right, "番号を検索すると権利者を特定できます。"),
    Rule(_MARK, _always("「ある名前」"), "商品名や商標を検索すると持ち主を特定できます。"),
    Rule(_SIGHT, _always("寺社や名所の近く"), "場所が限られ、そこにある店や宿は数えるほどしかありません。"),
    Rule(_SPA, _always("温泉地"), "場所が限られ、そこにある店や宿は数えるほどしかありません。"),
    Rule(_EVENT, _event, "日付のある出来事は報道や発表と照らすと特定できます。年や月までにしてください。"),
    Rule(AMOUNT, banded, "細かい金額は決算公告や調査会社の資料と照らすと特定できます。幅で書いてください。"),
)


def distinctive(text: str, where: str = "body", today: date | None = None) -> list[Doubt]:
    """Return the distinctive descriptions of ``text``, in order, not overlapping; ages are counted from ``today``."""
    year = (today or date.today()).year
    folded = fold(text)
    seen: list[tuple[int, int, str, str]] = []
    for rule in RULES:
        for match in rule.pattern.finditer(folded.text):
            proposal = rule.propose(match, year)
            start, end = match.span("cut" if match.groupdict().get("cut") else 0)
            if proposal and proposal != folded.text[start:end]:
                seen.append((start, end, proposal, rule.reason))
    doubts: list[Doubt] = []
    taken: set[int] = set()
    for first, after, proposal, reason in sorted(seen, key=lambda one: one[0] - one[1]):
        if taken.isdisjoint(range(first, after)):
            taken.update(range(first, after))
            start, end = folded.span(first, after)
            doubts.append(Doubt("distinctive", where, start, end, text[start:end], proposal, reason))
    return sorted(doubts, key=lambda doubt: doubt.start)
