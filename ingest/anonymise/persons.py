"""Names of persons: a frequent surname or a name-like word right before an honorific or title, and full names where one is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded, fold

_HERE = Path(__file__).parent
_KANJI = re.compile(r"[一-龥々〆ヶ﨑髙𠮷濵邉齋\u3400-\u4dbf\uf900-\ufaff\U00020000-\U0003134f]")
_KANA = re.compile(r"[ァ-ヴー]")
_HIRAGANA = re.compile(r"[ぁ-ん]")
_POLITE = ("様方", "さま", "サマ", "さん", "サン", "ちゃん", "くん", "様", "氏", "殿", "君")
_TITLES = (
    "代表取締役",
    "副社長",
    "社長",
    "会長",
    "専務",
    "常務",
    "代表",
    "先生",
    "部長",
    "課長",
    "係長",
    "店長",
    "理事長",
    "工場長",
    "院長",
    "所長",
    "取締役",
    "税理士",
    "社労士",
    "診断士",
    "弁護士",
)
_HONORIFIC = re.compile("|".join(sorted((*_POLITE, *_TITLES), key=len, reverse=True)))
_NOT_HONORIFIC = re.compile(
    r"様々|様式|様子|様相|様な|様に|様だ|様です|氏名|氏族|氏神|殿堂|君主|代表的|代表例|代表作|代表者|代表して|代表す|代表権|代表取締役社長は|さんざん|さんぽ|さんま|先生方|社長室|社長交代|社長就任|社長業|社長職|会長職"
)
_ROLE_BEFORE = re.compile(
    r"(?:担当|社長|代表|課長|部長|係長|主任|専務|会長|店長|店主|先生|主|役|員|者|士|師|人|客|様|元請|下請|取引先|税理士|妻|夫|父|母|兄|弟|姉|妹|長男|次男|三男|長女|次女|息子|娘|"
    r"後継|銀行|信金|公庫|商工会|会議所|協会|大家|農家|顧客|同僚|友人|知人|故|旧姓|現|前|元)$"
)
_NOT_GIVEN = re.compile(
    r"[先係奥行県市町村区府都道業屋店組会社者員士師所課部店館園場産商工物品料費法件数量本店的性化力等々様氏殿]"
)
_GIVEN_END = (
    "郎子美男夫雄一二三太介助輔也哉樹之恵香奈江代枝司史志平彦治次健誠隆明弘浩博茂実勝豊進正清修学剛徹翔蓮陽翼愛葵咲結衣花華乃里穂音菜希真斗吾悟裕"
    "幸雪春和孝行信義則典紀規文光晃昭章良俊敏智聡哲徳洋海仁朗亮亨仁稔篤勉毅守望久寿造蔵吉五六七八人大輝優歩純潤薫忍泉緑"
)
_TOLD = re.compile(
    r"(?:氏名|お名前|名前|本名|担当者?|代表者?|代表取締役(?:社長)?|社長|店主|会長|専務|責任者|後継者|保証人|連帯保証人|名義人|申請者|相談者|記入者)"
    r"(?:は|の|が|:|、| |「){0,2}(?=[一-龥々])"
)
_SELF = re.compile(r"(?<![一-龥々])([一-龥々]{1,6})(と申し|といいます|と言います|です)")
_TITLED = re.compile(r"(?:社長|代表|店主|担当|専務|会長|店長|名前|責任者|取締役|オーナー)[のは、: ]$")
_SAID = re.compile(r"[一-龥々 ]{3,8}(?=と申します|と申し|といいます|と言います|\()")


_FOREIGN = (
    "王",
    "李",
    "張",
    "陳",
    "楊",
    "劉",
    "金",
    "朴",
    "崔",
    "趙",
    "黄",
    "周",
    "呉",
    "徐",
    "孫",
    "朱",
    "馬",
    "胡",
    "郭",
    "何",
    "鄭",
    "姜",
)
_LATIN = re.compile(r"(?<![A-Za-z0-9])[A-Z][a-z]{1,20}(?: [A-Z][a-z]{1,20}){0,3}(?= ?(?:さん|氏|様|さま|くん|ちゃん))")


def _read(name: str) -> list[str]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    pairs = [word.partition("/") for word in _read("surnames.txt")]
    return frozenset(fold(name).text for name, _, _ in pairs), frozenset(kana for _, _, kana in pairs if len(kana) >= 2)


SURNAMES, READINGS = _surnames()
_ROLE_WORDS = _read("roles.txt")
ROLES = frozenset(word for word in _ROLE_WORDS if not word.startswith("-"))
_ROLE_ENDINGS = tuple(word[1:] for word in _ROLE_WORDS if word.startswith("-"))
_LONGEST = max(map(len, SURNAMES))


def find_persons(folded: Folded) -> Iterator[Hit]:
    """Yield names without their honorific."""
    text = folded.text
    for match in _HONORIFIC.finditer(text):
        if _NOT_HONORIFIC.match(text, match.start()):
            continue
        end = match.start()
        while end > 0 and text[end - 1] == " " and match.start() - end < 2:
            end -= 1
        hit = _before(text, end, match.group(), spaced=end < match.start())
        if hit:
            yield hit
    for match in _LATIN.finditer(text):
        yield Hit("person", match.start(), match.end(), 0.7)
    for match in _SELF.finditer(text):
        family = _surname_tail(match.group(1))
        if family and (
            match.group(2) != "です" or _TITLED.search(text[max(0, match.start() - 8) : match.end(1) - len(family)])
        ):
            yield Hit("person", match.end(1) - len(family), match.end(1), 0.75)
    for match in _TOLD.finditer(text):
        yield from _full_name(text, match.end(), 0.75)
    for match in _SAID.finditer(text):
        yield from _full_name(text, match.start(), 0.75)


def _before(text: str, end: int, honorific: str, *, spaced: bool) -> Hit | None:
    polite = honorific in _POLITE
    start = _run_start(text, end, _KANJI, 9)
    word = text[start:end]
    if not word:
        return None if spaced else _kana_name(text, end, polite, honorific)
    given_at = start
    if 1 <= len(word) <= 3 and text[start - 1 : start] == " " and word not in SURNAMES:  # 高橋 恵さん
        family_at = _run_start(text, start - 1, _KANJI, 5)
        family = _surname_tail(text[family_at : start - 1])
        if family and _is_given(word):
            return Hit("person", start - 1 - len(family), end, 0.9)
    split = _surname_split(word)
    if split is not None and not (spaced and len(word) == 1):
        return Hit("person", given_at + split, end, 0.93 if polite else 0.88)
    rare = (
        polite
        and not spaced
        and 2 <= len(word) <= 4
        and honorific in ("様", "氏", "さま", "殿", "様方", "さん", "ちゃん", "くん")
    )
    if word in _FOREIGN and honorific in ("さん", "氏", "くん"):
        return Hit("person", start, end, 0.8)
    if rare and not _is_role(word) and text[start - 1 : start] not in ("お", "ご", "御"):
        return Hit("person", start, end, 0.6)
    return None


def _is_role(word: str) -> bool:
    return word in ROLES or word.endswith(_ROLE_ENDINGS) or bool(_NOT_GIVEN.search(word[-1]))


def _surname_split(word: str) -> int | None:
    """Return where the surname begins in a run of kanji that ends at the honorific, or None."""
    if word in ROLES and word not in SURNAMES:
        return None
    for at in range(len(word)):
        rest = word[at:]
        if at and not _ROLE_BEFORE.search(word[:at]):
            continue
        if rest in SURNAMES:
            return at
        for size in range(min(_LONGEST, len(rest) - 1), 0, -1):
            if (
                rest[:size] in SURNAMES
                and (size > 1 or len(rest) == 3)
                and _is_given(rest[size:])
                and rest not in ROLES
            ):
                return at
    return None


def _is_given(name: str) -> bool:
    return (
        1 <= len(name) <= 3
        and not _NOT_GIVEN.search(name)
        and (name[-1] in _GIVEN_END or (len(name) == 2 and name not in ROLES))
    )


def _surname_tail(word: str) -> str:
    for at in range(len(word)):
        if word[at:] in SURNAMES and (at == 0 or _ROLE_BEFORE.search(word[:at])):
            return word[at:]
    return ""


def _kana_name(text: str, end: int, polite: bool, honorific: str) -> Hit | None:
    start = _run_start(text, end, re.compile(r"[ァ-ヴー・]"), 20)
    word = text[start:end].strip("・")
    if word:
        start = end - len(word)
        if (text[start - 1 : start].isascii() and text[start - 1 : start].isalnum()) or _KANJI.match(
            text[start - 1 : start]
        ):
            return None
        hiragana = word.translate({code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)})
        if hiragana in READINGS or (
            any(hiragana.startswith(r) and len(hiragana) - len(r) in (2, 3, 4) for r in READINGS if len(r) >= 3)
            and polite
        ):
            return Hit("person", start, end, 0.85)
        if (
            polite
            and len(word) >= 2
            and not any(word.endswith(role) for role in ROLES if _KANA.match(role))
            and not word.endswith(_KANA_TRADES)
        ):
            return Hit("person", start, end, 0.6)
        return None
    start = _run_start(text, end, _HIRAGANA, 8)
    for at in range(start, end - 1):
        if text[at:end] in READINGS and (
            at == 0 or not _HIRAGANA.match(text[at - 1]) or text[at - 1] in "のはがをにとでもへや"
        ):
            return Hit("person", at, end, 0.8) if polite or end - at > 2 else None
    # 田中はなこさん: kanji surname, given name in kana
    family_at = _run_start(text, start, _KANJI, 4)
    family = _surname_tail(text[family_at:start])
    given = text[start:end]
    sure = given[:1] not in "のはがをにとでもへやか" or (
        given.endswith(("こ", "え", "み")) and given[1:] not in _KANA_KIN
    )
    if polite and len(family) >= 2 and 2 <= len(given) <= 4 and sure:
        return Hit("person", start - len(family), end, 0.8)
    return None


_KANA_KIN = ("むすこ", "おとこ", "みせ", "うえ", "まえ", "なみ")
_KANA_TRADES = (
    "ショップ",
    "ストア",
    "サロン",
    "クリニック",
    "ホテル",
    "スクール",
    "センター",
    "クラブ",
    "グループ",
    "チーム",
    "サービス",
    "コープ",
    "バンク",
    "モール",
    "スーパー",
    "コンビニ",
    "カフェ",
    "サイト",
    "ネット",
)


def _full_name(text: str, start: int, certainty: float) -> Iterator[Hit]:
    for size in range(_LONGEST, 1, -1):
        family = text[start : start + size]
        if family not in SURNAMES:
            continue
        given_at = start + size + (text[start + size : start + size + 1] == " ")
        given_end = given_at
        while given_end < len(text) and given_end - given_at < 4 and _KANJI.match(text[given_end]):
            given_end += 1
        given = text[given_at:given_end]
        if _is_given(given) and given[-1] in _GIVEN_END:
            yield Hit("person", start, given_end, certainty)
        return


def _run_start(text: str, end: int, kind: re.Pattern[str], longest: int) -> int:
    start = end
    while start > 0 and end - start < longest and kind.match(text[start - 1]):
        start -= 1
    return start
