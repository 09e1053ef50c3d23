"""Names of persons right before an honorific or a title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.names.honorifics import HONORIFIC, LOOSE, NOT_HONORIFIC, POLITE
from ingest.anonymise.names.lexicon import Lexicon, lexicon

KANJI = re.compile(r"[一-龥々〆ヶ﨑髙𠮷濵邉齋\u3400-\u4dbf\uf900-\ufaff\U00020000-\U0003134f]")
_KANA = re.compile(r"[ァ-ヴー]")
_KANA_OR_DOT = re.compile(r"[ァ-ヴー・]")
_HIRAGANA = re.compile(r"[ぁ-ん]")
_ROLE_BEFORE = re.compile(
    r"(?:担当|社長|代表|課長|部長|係長|主任|専務|会長|店長|店主|先生|主|役|員|者|士|師|人|客|様|元請|下請|取引先|税理士|妻|夫|父|母|兄|弟|姉|妹|長男|次男|三男|長女|次女|息子|娘|"
    r"後継|銀行|信金|公庫|商工会|会議所|協会|大家|農家|顧客|同僚|友人|知人|故|旧姓|現|前|元|代目|取締役|支店|本店|営業|経理|総務|製造|先代|店)$"
)
_FOREIGN = frozenset(
    "王李張陳楊劉金朴崔趙黄周呉徐孫朱馬胡郭何鄭姜林高沈韓曹許鄧蕭馮曾彭潘董袁蔡蒋余杜葉程蘇魏呂丁任姚盧申尹権柳洪安宋"
)
_LATIN = re.compile(
    r"(?<![A-Za-z0-9])[A-Z][A-Za-z]{1,20}(?: [A-Z][A-Za-z]{0,20}\.?){0,3}(?= ?(?:さん|氏|様|さま|くん|ちゃん|先生))"
)
_MISTER = re.compile(r"(?<![A-Za-z])(?:Mr|Ms|Mrs|Dr)\.? ?([A-Z][A-Za-z]{1,20}(?: [A-Z][A-Za-z]{1,20})?)")
_POLITE = "(?= ?(?:さん|様|さま|氏|くん|ちゃん|先生|社長))"
_SINGLE_KANA = re.compile(rf"(?<![ぁ-ん])([ぁ-ん](?: [ぁ-ん]){{1,5}}){_POLITE}")
_MIXED_KANA = re.compile(rf"(?<![ぁ-んァ-ヴー])([ァ-ヴ]{{1,3}}[ぁ-ん]{{1,3}}){_POLITE}")
_HALF_KANJI = re.compile(rf"(?<![ぁ-ん一-龥])([ぁ-ん]{{1,4}})([一-龥]){_POLITE}")
_INITIAL = re.compile(r"(?<![A-Za-z])[A-Z][.・]{1,2} ?[ァ-ヴー]{2,10}(?=さん|氏|様|先生)")
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_KIN = ("むすこ", "おとこ", "みせ", "うえ", "まえ", "なみ")
_TRADES = "ショップ ストア サロン クリニック ホテル スクール センター クラブ グループ チーム サービス コープ バンク モール スーパー コンビニ カフェ サイト ネット"
_TITLED_RARE = frozenset(("社長", "会長", "専務", "常務", "女将", "若女将", "先生"))
_NO_NAME = re.compile(r"代目|[新旧前現元初女男若老雇某両歴各同副次期名実後継性任兼当親子本他全毎数社]")


def find_addressed(folded: Folded) -> Iterator[Hit]:
    """Yield names without their honorific."""
    text = folded.text
    words = lexicon()
    for match in HONORIFIC.finditer(text):
        if NOT_HONORIFIC.match(text, match.start()):
            continue
        end = match.start()
        while end > 0 and text[end - 1] in " \n" and match.start() - end < 2:
            end -= 1
        hit = _before(text, words, end, match.group(), spaced=end < match.start())
        if hit:
            yield hit
    for match in _LATIN.finditer(text):
        yield Hit("person", match.start(), match.end(), 0.75)
    for match in _MISTER.finditer(text):
        yield Hit("person", match.start(1), match.end(1), 0.85)
    for match in _INITIAL.finditer(text):
        yield Hit("person", match.start(), match.end(), 0.75)


def _before(text: str, words: Lexicon, end: int, honorific: str, *, spaced: bool) -> Hit | None:
    polite = honorific in POLITE
    start = _run_start(text, end, KANJI, 9)
    word = text[start:end]
    if not word:
        return _kana_name(text, words, end, honorific, spaced=spaced)
    if 1 <= len(word) <= 3 and text[start - 1 : start] == " ":  # 高橋 恵さん, 王 小燕さん
        family_at = _run_start(text, start - 1, KANJI, 5)
        family = _surname_tail(words, text[family_at : start - 1])
        run = text[family_at : start - 1]
        if family and (words.is_given(word) or word[-1] in words.endings):
            return Hit("person", start - 1 - len(family), end, 0.92)
        if polite and run in _FOREIGN and len(word) <= 2 and not words.is_role(word):
            return Hit("person", family_at, end, 0.82)
    split = _surname_split(words, word)
    if split is not None and not (spaced and len(word) == 1) and not (honorific in LOOSE and len(word) == 1):
        name = word[split:]
        loose = honorific in LOOSE or (not polite and name in words.weak and len(name) > 1)
        return Hit("person", start + split, end, 0.93 if polite else 0.7 if loose else 0.88)
    if (
        polite
        and word[:1] in _FOREIGN
        and len(word) in (1, 2, 3)
        and honorific in ("さん", "氏", "くん")
        and (len(word) == 1 or not words.is_role(word))
    ):
        return Hit("person", start, end, 0.8 if len(word) == 1 else 0.7)
    called = honorific in ("さん", "ちゃん", "くん", "様") or (polite and len(word) > 1)
    if called and word in words.given and word not in words.roles and not spaced:
        return Hit("person", start, end, 0.8 if len(word) > 1 else 0.7)
    if (
        len(word) == 1
        and word in _FOREIGN
        and honorific in _TITLED_RARE
        and not re.match(r"[一-龥]", text[start - 1 : start])
    ):
        return Hit("person", start, end, 0.7)
    rare = (
        not spaced
        and 2 <= len(word) <= 4
        and not words.is_role(word)
        and text[start - 1 : start] not in ("お", "ご", "御")
    )
    if rare and (polite or (honorific in _TITLED_RARE and not _NO_NAME.search(word))):
        return Hit("person", start, end, 0.6)
    lone = honorific in ("さん", "ちゃん", "くん") and len(word) == 1 and not spaced and not words.is_role(word)
    if lone and not re.match(
        r"[ぁ-んァ-ヴー]", text[start - 1 : start] if text[start - 1 : start] not in "とやはがのをに、" else ""
    ):
        return Hit("person", start, end, 0.6)
    return None


def _surname_split(words: Lexicon, word: str) -> int | None:
    """Return where the surname begins in a run of kanji that ends at the honorific, or None."""
    if word in words.roles and word not in words.surnames:
        return None
    for at in range(len(word)):
        rest = word[at:]
        if at and not _ROLE_BEFORE.search(word[:at]):
            continue
        if rest in words.surnames:
            return at
        for size in range(min(words.longest, len(rest) - 1), 0, -1):
            named = rest[:size] in words.surnames and rest not in words.roles
            if (
                named
                and (size > 1 or len(rest) == 3)
                and (words.is_given(rest[size:]) or rest[size:][-1] in words.endings)
            ):
                return at
    return None


def _surname_tail(words: Lexicon, word: str) -> str:
    for at in range(len(word)):
        if word[at:] in words.surnames and (at == 0 or _ROLE_BEFORE.search(word[:at])):
            return word[at:]
    return ""


def _kana_name(text: str, words: Lexicon, end: int, honorific: str, *, spaced: bool) -> Hit | None:
    polite = honorific in POLITE
    start = _run_start(text, end, _KANA_OR_DOT, 20)
    word = text[start:end].strip("・")
    if word:
        start = end - len(word)
        if text[start - 1 : start] == " ":  # ナカムラ コウイチ様
            family_at = _run_start(text, start - 1, _KANA, 8)
            if text[family_at : start - 1].translate(_TO_HIRAGANA) in words.readings:
                return Hit("person", family_at, end, 0.9)
            if polite and start - 1 - family_at >= 2 and len(word) >= 2:
                return Hit("person", family_at, end, 0.7)
        if spaced:
            return None
        if (text[start - 1 : start].isascii() and text[start - 1 : start].isalnum()) or KANJI.match(
            text[start - 1 : start]
        ):
            return None
        hiragana = word.translate(_TO_HIRAGANA)
        long = any(hiragana[:n] in words.readings and len(hiragana) - n in (2, 3, 4) for n in range(3, len(hiragana)))
        if hiragana in words.readings or (long and polite):
            return Hit("person", start, end, 0.85)
        trade = any(word.endswith(role) for role in words.roles if _KANA.match(role)) or word.endswith(
            tuple(_TRADES.split())
        )
        return Hit("person", start, end, 0.6) if polite and len(word) >= 2 and not trade else None
    if spaced:
        return None
    start = _run_start(text, end, _HIRAGANA, 8)
    for at in range(start, end - 1):
        if text[at:end] in words.readings and (
            at == 0 or not _HIRAGANA.match(text[at - 1]) or text[at - 1] in "のはがをにとでもへや"
        ):
            return Hit("person", at, end, 0.8) if polite or end - at > 2 else None
    family_at = _run_start(text, start, KANJI, 4)  # 田中はなこさん
    family = _surname_tail(words, text[family_at:start])
    given = text[start:end]
    sure = given[:1] not in "のはがをにとでもへやか" or (given.endswith(("こ", "え", "み")) and given[1:] not in _KIN)
    if polite and len(family) >= 2 and 2 <= len(given) <= 4 and sure:
        return Hit("person", start - len(family), end, 0.8)
    if polite:  # さきほどゆきこさん
        for size in (4, 3, 2):
            if (
                text[end - size : end] in words.given
                and (size > 2 or end - size == start)
                and (size > 2 or honorific != "さん" or start == 0 or text[start - 1] in "、。 「\n")
            ):
                return Hit("person", end - size, end, 0.75)
    return None


def find_spelt_out(folded: Folded) -> Iterator[Hit]:
    """Yield surnames before an honorific that are spelt in single letters or in mixed kana and kanji: た か は し, くぼ田."""
    words = lexicon()
    for match in _SINGLE_KANA.finditer(folded.kana):
        name = match.group(1).replace(" ", "")
        if name in words.readings or len(name) >= 3:
            yield Hit("person", match.start(1), match.end(1), 0.85 if name in words.readings else 0.6)
    for match in _MIXED_KANA.finditer(folded.text):
        name = match.group(1).translate(_TO_HIRAGANA)
        if name in words.readings or len(name) >= 3:
            yield Hit("person", match.start(1), match.end(1), 0.7 if name in words.readings else 0.5)
    for match in _HALF_KANJI.finditer(folded.text):
        if any(
            name[-1] == match.group(2) and reading.startswith(match.group(1))
            for name, reading in words.spoken
            if len(name) == 2 or len(match.group(1)) > 2
        ):
            yield Hit("person", match.start(), match.end(2), 0.75)


def _run_start(text: str, end: int, kind: re.Pattern[str], longest: int) -> int:
    start = end
    while start > 0 and end - start < longest and kind.match(text[start - 1]):
        start -= 1
    return start
