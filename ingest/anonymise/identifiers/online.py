"""Mail addresses, web addresses and account names, also as they are spelt to slip through or read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded

_AT = r"(?: ?@ ?|\s?[\[({<【〔《]\s?(?:at|アット|あっと|@|a)\s?(?:マーク|まーく)?\s?[\])}>】〕》]\s?|\s?(?:アットマーク|あっとまーく|アット(?=\s?[A-Za-z])|[☆★◎●■◆♪#]@?(?=[A-Za-z]))\s?|\sat\s)"
_DOT = r"(?: ?\. ?|。(?=[A-Za-z])|\s?[\[({【]\s?(?:dot|ドット|\.)\s?[\])}】]\s?|\s?(?:ドット|どっと|てん)\s?|\sdot\s)"
_MAIL = re.compile(
    rf"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{{1,64}}{_AT}(?:[A-Za-z0-9-]{{1,63}}(?:\n-?[A-Za-z0-9-]{{1,30}})?{_DOT}){{1,6}}[A-Za-z]{{2,24}}(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_MAIL_CUT = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{2,64}@(?: ?[A-Za-z0-9][A-Za-z0-9\-]{1,40}(?:[,. 、。](?:com|net|co|ne|or|jp|org)(?![A-Za-z])){0,3})?(?![A-Za-z0-9@])"
)
_MAIL_HINT = re.compile(r"[>》】]?[ ]?[(][^()\n]{0,8}(?:@|アット)[^()\n]{0,16}[)]")
_URL = re.compile(
    r"(?:h(?:tt|xx)ps?\s?:\s?//|www\.)(?:[A-Za-z0-9\-]{1,40}\n(?=[a-z0-9\-]{1,30}\.[a-z]))?[A-Za-z0-9\-._~:/?#@!$&'*+,;=%\[\]()]{3,2000}",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(r"(?:https?://)?(?:[A-Za-z0-9\-]{1,40}\.){1,4}(?:go|lg)\.jp(?![A-Za-z0-9.\-])", re.IGNORECASE)
_SITES = r"(?:instagram|facebook|twitter|x|tiktok|youtube|youtu|note|ameblo|line|lin|tabelog|minne|jimdo|stores|base|threads|linktr|lit)"
_ENDINGS = r"(?:co\.jp|or\.jp|ne\.jp|go\.jp|ac\.jp|gr\.jp|ed\.jp|lg\.jp|jp|com|net|org|info|biz|shop|store|online|site|tokyo|cafe|me|io|app|dev|link|page|example|test)"
_DOMAIN = re.compile(
    rf"(?<![A-Za-z0-9@._-])(?:{_SITES}\.(?:com|jp|me|ee|be|link|shop|net)/[A-Za-z0-9\-._~/?#@=&%]{{1,200}}"
    rf"|(?:[A-Za-z0-9-]{{1,63}}\.){{1,4}}{_ENDINGS}(?![A-Za-z0-9-])(?:/[A-Za-z0-9\-._~/?#@=&%]{{0,200}})?)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![A-Za-z0-9._%+\-@])@\s?(?=[0-9_.]{0,30}[A-Za-z])[A-Za-z0-9_][A-Za-z0-9_.\-]{1,30}")
_SERVICE = r"(?:LINE|ライン|インスタ(?:グラム)?|Instagram|Twitter|ツイッター|旧Twitter|Facebook|フェイスブック|TikTok|ティックトック|Threads|スレッズ|YouTube|ユーチューブ|Skype|Chatwork|チャットワーク|Slack|Discord|PayPay|WeChat|微信|WhatsApp|Telegram|KakaoTalk|カカオ|メルカリ(?:Shops)?|minne|BASE|note|ノート|SNS|(?-i:X)|アメブロ|mixi|Zoom|ズーム)"
_NAMED_ID = re.compile(
    rf"(?:(?:{_SERVICE}|アカウント|ユーザー|ログイン|会員|送金|配信|管理|表示|友だち|検索)[^A-Za-z0-9。\n]{{0,6}}(?:ID|アカウント名?|アカ|垢|ユーザー?名|ハンドル(?:名|ネーム)?|名前?)"
    rf"|{_SERVICE}(?:は|:|の|→|=|が)|(?<![A-Za-z])ID|アカウント(?:名|ID)?|捨てアカ|裏アカ|サブ垢|本垢|ハンドル(?:ネーム|名)?|配信名|管理名|送金の名)"
    r"[ ]?(?:は|が|も|:|=|の|→|「|『|\(|を|に|,|、| ){0,3}(@?[A-Za-z0-9_](?: ?[A-Za-z0-9_.\-](?![a-z]{2}))?[A-Za-z0-9_.\-]{2,30})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_ACCOUNT_LIKE = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z0-9_.\-]{0,30}[a-z_])[A-Za-z0-9_][A-Za-z0-9_.\-]{3,30}")
_MIXED = re.compile(
    r"(?:LINE|ライン|インスタ|ID)(?:は|:|の|が| ){1,2}([ぁ-んァ-ヴー一-龥A-Za-z]{1,10}[\-_.][0-9A-Za-z]{2,12})",
    re.IGNORECASE,
)
_SPOKEN_SITE = re.compile(
    r"(?:(?:ダブリュー|ダブル|ダブリュ|www) ?(?:[、, ]{0,2}(?:ダブリュー|ダブル|ダブリュ)){0,2} ?)?[、, ]{0,2}(?:ドット[、, ]{0,2})?"
    r"[A-Za-z0-9\-]{2,40}[、, ]{0,2}(?:ドット|どっと)[、, ]{0,2}(?:[A-Za-z0-9\-]{2,40}|[ァ-ヴー]{2,8})(?:[、, ]{0,2}(?:ドット|どっと)[、, ]{0,2}(?:[A-Za-z]{2,10}|[ァ-ヴー]{2,8}))?(?![A-Za-z0-9])"
)
_DOT_WORD = re.compile(r"ドット|どっと")
_SPACED = re.compile(r"(?<![A-Za-z0-9])[a-z0-9](?: [a-z0-9_.@\-]){4,40}(?![A-Za-z0-9])")
_PIECE = r"(?:[A-Za-z0-9]{1,30}|[ァ-ヴー]{2,20}|[ぁ-ん]{2,8}[ァ-ヴー]{0,8})"
_MARK = r"(?:アットマーク|アット|アンダーバー|アンダースコア|アンダーライン|ハイフン|スラッシュ|ドット|コロン)"
_MARK_WORD = re.compile(_MARK)
_ALOUD = re.compile(rf"(?:{_PIECE}[、, ]{{1,2}})?(?:{_MARK}[、, ]{{1,2}}{_PIECE}[、, ]{{0,2}}){{2,8}}")


def find_online(folded: Folded) -> Iterator[Hit]:
    """Yield mail addresses, URLs (those of public offices identify nobody) and handles."""
    text = folded.text
    for match in _MAIL.finditer(text):
        hint = _MAIL_HINT.match(text, match.end())
        start = match.start() - (hint is not None and text[match.start() - 1 : match.start()] == "<")
        yield Hit("mail", start, hint.end() if hint else match.end(), 0.98)
    for match in _MAIL_CUT.finditer(text):
        yield Hit("mail", match.start(), match.end(), 0.8)
    for match in _URL.finditer(text):
        if not _OFFICIAL.match(match.group()):
            yield Hit("url", match.start(), match.start() + len(match.group().rstrip(".,;:!?)'")), 0.98)
    for match in _DOMAIN.finditer(text):
        if not _OFFICIAL.match(match.group()):
            yield Hit("url", match.start(), match.start() + len(match.group().rstrip(".")), 0.9)
    for match in _HANDLE.finditer(text):
        yield Hit("handle", match.start(), match.start() + len(match.group().rstrip(".-")), 0.9)
    for match in _NAMED_ID.finditer(text) if _ACCOUNT_LIKE.search(text) else ():
        name = match.group(1).rstrip(".-")
        if (name.islower() or not name.isalpha()) and not name.lower().startswith(("http", "www")):
            yield Hit("handle", match.start(1), match.start(1) + len(name), 0.88)
    for match in _SPOKEN_SITE.finditer(text) if _DOT_WORD.search(text) else ():
        yield Hit("url", match.start(), match.end(), 0.8)
    for match in _MIXED.finditer(text):
        yield Hit("handle", match.start(1), match.end(1), 0.8)
    for match in _SPACED.finditer(text):
        if sum(map(str.isalpha, match.group())) >= 3:
            yield Hit("mail" if "@" in match.group() else "handle", match.start(), match.end(), 0.99)
    for match in _ALOUD.finditer(text) if _MARK_WORD.search(text) else ():
        kind = (
            "mail"
            if "アット" in match.group() and "ドット" in match.group()
            else "url"
            if "ドット" in match.group()
            else "handle"
        )
        yield Hit(kind, match.start(), match.start() + len(match.group().rstrip("、, ")), 0.85)
