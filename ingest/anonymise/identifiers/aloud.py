"""Numbers and account names told letter by letter (ピーエフ六一八三…, ケーアイ アンダーバー ろくろ, zero nine zero): doubts, whatever they are of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded

DOUBT = 0.55


def _any(words: str) -> str:
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


_LETTER = _any(
    "えー えい びー びぃ しー しぃ でぃー でー いー えふ じー えいち えっち あい じぇー じぇい けー けい える えむ えぬ おー ぴー きゅー "
    "あーる えす てぃー てぃ ゆー ぶい ヴぃ ヴぃー だぶりゅー だぶりゅ だぶる えっくす わい ぜっと ぜっど"
)
_LONG_NUMBER = _any(
    "ぜろ れい まる いち にー ふた さん よん ごー ごお ろく なな しち はち きゅう きゅー わん つー とぅー すりー ふぉー ふぁいぶ しっくす せぶん えいと ないん"
)
_NUMBER = rf"(?:{_LONG_NUMBER}|[にしごく](?![ぁ-ん])|[にごく])"
_GAP = r"(?:(?:の|、|は|[ ,・/\n\-]){0,3}?)"
_TOKEN = rf"(?:{_LETTER}|{_NUMBER}|[0-9a-z])"
_RUN = re.compile(rf"(?<![a-z0-9]){_TOKEN}(?:{_GAP}{_TOKEN}){{2,30}}")
_PIECE = re.compile(rf"(?P<letter>{_LETTER})|(?P<long>{_LONG_NUMBER})|(?P<short>[にしごく])|(?P<digit>[0-9])|[a-z]")
_CUE = re.compile(rf"{_LETTER}{_GAP}(?:{_LETTER}|[0-9])|[0-9]{_GAP}{_LETTER}|{_LONG_NUMBER}{_GAP}{_NUMBER}")
_ENGLISH = re.compile(
    r"(?<![a-z])(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)(?![a-z])[ ,\-]{0,3}){5,20}"
)
_WORDS_NEAR = (
    r"番号|番は|ナンバー|カード|アカウント|アカ名|垢|(?<![a-z])id(?![a-z])|パスポート|旅券|在留|電話|携帯|連絡先|登録|免許|口座|記号|枝番|普通|当座|ふつう|ユーザー|ログイン|"
    r"検索|インスタ|line|ライン|ハンドル|法人|インボイス|マイナ|ホームページ|サイト|アドレス|メール|保険|けんぽ|年金|郵便|〒"
)
_ABOUT_KANA = re.compile("".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in _WORDS_NEAR))
_NEAR = 24

_SAID = (
    r"(?:(?:半角|全角)?(?:アットマーク|あっとまーく|アット|あっと(?!い|ほ|う)|ドットコム|ドット(?!柄|プリン|インパクト)|どっと(?!疲|来|出|増|混|押|笑)|ピリオド|アンダーバー|アンダースコア|アンダーライン|ハイフン|はいふん|スラッシュ|コロン)"
    r"|(?<![A-Za-z])(?i:at|dot|slash|hyphen|underscore|underbar)(?![A-Za-z])|(?<=[a-z])_(?:AT|DOT)_(?=[a-z]))"
)
_SAYING = re.compile(_SAID)
_WORD = r"(?:[A-Za-z0-9][A-Za-z0-9.\-_]{0,39}|[ァ-ヴー]{1,20}(?:[三3二2]つ)?)"
_AROUND = r"[ 、,()（）\[\]<>{}【】「」・\n]{0,3}"
_SET_OFF = r"[ 、,()\[\]<>{}【】「」・\n]{1,3}"
_SPELT_OUT = re.compile(
    rf"(?:(?:{_WORD}|(?<![ぁ-んァ-ヴー一-龥])[ぁ-ん]{{2,10}}(?=[ 、]))[ 、]{{1,2}}){{0,8}}?(?:{_WORD}|[ぁ-ん一-龥]{{2,8}}(?={_SET_OFF}{_SAID}))?"
    rf"(?:{_AROUND}{_SAID}(?:{_AROUND}{_WORD}(?:[ 、]{_WORD}){{0,8}}|{_SET_OFF}[ぁ-ん一-龥]{{2,12}}|[ぁ-ん]{{3,10}}(?={_SAID}))){{1,8}}"
)
_LATIN = re.compile(r"[A-Za-z]")
_ONLINE = re.compile(
    r"(?<![A-Za-z])ID(?![A-Za-z])|アカウント|あかうんと|アカ名|垢|ハンドル|ユーザー|インスタ|いんすた|LINE|ライン|検索|サイト|ホームページ|HP|URL|メール|アドレス|フォロー|チャンネル",
    re.IGNORECASE,
)


def find_aloud(folded: Folded) -> Iterator[Hit]:
    """Yield runs of letters and digits given by their names, and names with a mark said as a word between them."""
    text = folded.text
    if _SAYING.search(text):
        for match in _SPELT_OUT.finditer(text):
            said = match.group()
            marks = len(_SAYING.findall(said))
            around = text[max(0, match.start() - _NEAR) : match.start()] + "|" + text[match.end() : match.end() + 14]
            if (
                _LATIN.search(_SAYING.sub("", said))
                or marks >= 2
                or "マーク" in said
                or "アンダー" in said
                or _ONLINE.search(around + said)
            ):
                yield Hit(_online(said), match.start(), match.start() + len(said.rstrip(" 、,・\n")), DOUBT)
    heard = "".join(d if d.isascii() and d.isdigit() else k for d, k in zip(folded.digits, folded.kana, strict=True))
    if _CUE.search(heard):
        for match in _RUN.finditer(heard):
            if _told(heard, text, match):
                yield Hit("number", match.start(), match.end(), DOUBT)
    for match in _ENGLISH.finditer(folded.kana):
        yield Hit("number", match.start(), match.start() + len(match.group().rstrip(" ,-")), DOUBT)


def _online(said: str) -> str:
    low = said.lower()
    return (
        "mail"
        if any(w in low for w in ("アット", "あっと", "at"))
        else "url"
        if "ット" in said or "dot" in low
        else "handle"
    )


def _told(heard: str, text: str, match: re.Match[str]) -> bool:
    """Tell whether a run is a spelling: many names of letters or digits, or a few where a word near by asks for one."""
    pieces = list(_PIECE.finditer(match.group()))
    if _inside_a_word(text, match.start()):
        return False
    letters = sum(m["letter"] is not None for m in pieces)
    if letters < 5 and any(m["letter"] and "ぁ" <= text[match.start() + m.start()] <= "ん" for m in pieces):
        return False  # える, あい, しー are ordinary hiragana too
    longer = sum(m["long"] is not None for m in pieces)
    digits = sum(m["digit"] is not None for m in pieces)
    names = letters + longer
    short = sum(m["short"] is not None for m in pieces)
    if not names or short > names + digits:
        return False
    count = names + short + digits
    around = heard[max(0, match.start() - _NEAR) : match.start()] + "|" + heard[match.end() : match.end() + 14]
    if letters and digits + longer >= 4:
        return True
    return (
        letters >= 6 or (longer >= 2 and count >= 6) or (count >= 3 and names >= 2 and bool(_ABOUT_KANA.search(around)))
    )


def _inside_a_word(text: str, start: int) -> bool:
    """Tell whether a run begins in the middle of a word of its own script; は and other particles end a word."""
    before, first = text[max(0, start - 1) : start], text[start]
    if not before:
        return False
    if "ァ" <= first <= "ヶ":
        return "ァ" <= before <= "ー"
    return "ぁ" <= first <= "ん" and "ぁ" <= before <= "ん" and before not in "はがのをもで"
