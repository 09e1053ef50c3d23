"""Latin letters that look like an account, a mail or a web address, however they are joined: doubts by shape."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.identifiers.explained import counted

DOUBT = 0.55
_FILE = re.compile(
    r"\.(?:xlsx?|xlsm|docx?|pptx?|pdf|csv|tsv|txt|md|ya?ml|json|jsonl|toml|ini|html?|css|js|ts|py|zip|png|jpe?g|gif|svg|mp[34]|wav|log|xml|db|sql|sh|exe|tmp|bak)$",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"(?:^|\.|//)(?:[a-z0-9\-]+\.)*(?:go|lg)\.jp(?![a-z0-9])", re.IGNORECASE)
_FIELDS = re.compile(
    r"as_of|valid_(?:from|until)|contributed_by|owner_t\w+|contrast_group|[a-z_]+\.(?:yaml|md|pdf|csv|xlsx)"
)
_UNDERSCORED = re.compile(
    r"(?<![A-Za-z0-9@/.\-_])(?=[A-Za-z0-9_.\-]{4,40})[A-Za-z0-9.\-]{0,24}_[A-Za-z0-9_.\-]{1,30}(?![A-Za-z0-9@/])"
)
_KANA_UNDERSCORED = re.compile(
    r"[ぁ-んァ-ヴー一-龥]{1,8}_[A-Za-z0-9_.]{2,20}|[A-Za-z0-9_.]{2,20}_[ぁ-んァ-ヴー一-龥]{1,8}"
)
_DOTTED = re.compile(
    r"(?<![A-Za-z0-9@._\-])(?=[a-z0-9\-.]{0,40}[a-z]{2})[a-z0-9][a-z0-9\-]{1,40}(?:\.[a-z0-9\-]{2,30}){1,4}(?![A-Za-z0-9_])(?:/[A-Za-z0-9\-._~/?#=&%]{0,200})?"
)
_HYPHENED = re.compile(r"(?<![A-Za-z0-9@._\-/])[a-z]{3,20}(?:-[a-z]{2,20}){1,4}-?[0-9]{0,4}(?![A-Za-z0-9@._\-])")
_ROMAJI = re.compile(
    r"(?:(?:[kgsztdnhbpmyrwjf]|ky|sh|ch|ts|ny|hy|my|ry|gy|by|py)?[aiueo]|n(?![aiueoy])|([kstpc])(?=\1|ch)){3,}"
)
_SYLLABLES = re.compile(_ROMAJI.pattern.replace("{3,}", "+"))
_ODD = r"[★☆◎●■◆♪♯♭#*＊◯○△▲☎✉♥♡]|まる|ほし|てん|(?<=[a-z])あっと(?=[a-z])"
_STARRED = re.compile(
    rf"(?<![A-Za-z0-9])[a-z][a-z0-9._\-]{{2,30}} ?(?:{_ODD}) ?[a-z0-9][a-z0-9.\-]{{2,30}}(?: ?(?:{_ODD}|[.]) ?[a-z]{{2,20}}){{0,3}}(?![A-Za-z0-9])"
)
_APART = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:https?|hxxps?) ?: ?// ?|www[ .])?[a-z][a-z0-9]{1,30}(?: ?[.\-,・。/] ?[a-z0-9]{1,30}){0,4} ?(?:\. ?|, ?| ?・ ?|。| ?\[\.\] ?|\(\.\))(?:example|com|net|jp|co|org|info|biz|shop|store|online|site|me|io|test|link)(?: ?[./] ?[a-z0-9\-]{1,30}){0,4}(?![A-Za-z0-9])"
)
_WWW = re.compile(r"(?<![A-Za-z])www(?:[ .、・]{1,2}[A-Za-z0-9\-]{2,30}){1,4}")
_SCHEME = re.compile(
    r"(?<![A-Za-z])(?:[hｈ]?[tx]{2}ps?|https?|hxxps?)[ :;]{1,3}/ ?/? ?[A-Za-z0-9\-._~:/?#@!$&*+,;=%\[\]]{2,400}(?:[。．][a-z]{2,20})?(?:(?:(?<=[\-./])\n ?|\n(?=[./\-]))[A-Za-z0-9\-._~/?#=&%]{2,200}){0,4}",
    re.IGNORECASE,
)
_WRAPPED = re.compile(
    r"(?<![A-Za-z0-9.\-_@])[a-z0-9._]{2,30}-\n ?[a-z0-9\-._]{1,40}(?:[@.][a-z0-9\-]{1,40}(?:[\-.]?\n ?[a-z0-9\-.]{1,40})?){1,4}(?:/[A-Za-z0-9\-._~/]{0,60})?(?![A-Za-z0-9])"
)
_AT = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]{1,64}(?: \+[a-z0-9]{1,20})? ?\n?@ ?\n?[A-Za-z0-9][A-Za-z0-9\-]{1,40}(?:(?: ?[.,・。] ?|\n(?=\.?[a-z])\.?|-\n)[A-Za-z0-9\-]{2,30}){0,4}"
)
_LETTERS = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9](?: ?[ .\-・、,_/|+] ?[A-Za-z0-9](?![A-Za-z0-9])){4,40}")
_SERVICE = re.compile(
    r"LINE|ライン|インスタ|いんすた|Instagram|Twitter|ツイッター|(?<![A-Za-z])X(?![A-Za-z])|Facebook|フェイスブック|TikTok|ティックトック|Threads|スレッズ|YouTube|ユーチューブ|ツイキャス|Pinterest|Chatwork|チャットワーク|Slack|Discord|PayPay|WeChat|WhatsApp|"
    r"メルカリ|minne|ミンネ|Creema|クリーマ|BASE|STORES|アメブロ|アカウント|あかうんと|アカ名|垢|ハンドル|ユーザー名|配信|チャンネル|フォロ|投稿|販売者名|出品|(?<![A-Za-z])ID(?![A-Za-z])|検索",
    re.IGNORECASE,
)
_WORDS = re.compile(r"(?<![A-Za-z0-9@._\-/])[A-Za-z][a-z0-9]{2,20}(?: [a-z0-9]{1,20}){0,3}(?![A-Za-z0-9@._\-/])")
_KANA_SITE = re.compile(
    r"[ぁ-んァ-ヴー一-龥]{2,12}\.(?:example|com|jp|net|shop|online|site|store|tokyo)(?![A-Za-z])|(?<![A-Za-z0-9])@[A-Za-z0-9_.]{1,20}\n[a-z0-9_.]{3,20}(?![A-Za-z0-9@])"
)
_KANA_NAMED = re.compile(
    r"(?:インスタ|LINE|ライン|メルカリ|ラクマ|minne|ミンネ|アカウント名?|ハンドル(?:名|ネーム)?|ユーザー名|垢|ID)[ :はの「]{0,3}([ぁ-んァ-ヴー一-龥]{2,10}[0-9]{2,6})(?![0-9])"
)
_KANA_DOT = re.compile(r"[ぁ-んァ-ヴー]{1,8}\.[a-z]{3,20}")
_ENGLISH = re.compile(
    r"(?:line|note|base|zoom|slack|teams|pay|app|web|www|http|https|mail|gmail|iphone|android|google|chatgpt|excel|word|pdf|id|api|official|shop|store|stories|reels?|live|shorts?|video|photo|blog|news|works|business|pro|plus|premium|lite|free|ads|meta|faq|url|"
    r"instagram|facebook|twitter|tiktok|youtube|threads|skype|discord|chatwork|wechat|whatsapp|telegram|kakao|minne|creema|github|canva|notion|stores|shopify|wordpress|pinterest|paypay|data|domain|tomato|name|make|made|take|home|time|sale|size|type|site|page|menu|memo|demo|promo|hashtag)\b",
    re.IGNORECASE,
)


def find_latin(folded: Folded) -> Iterator[Hit]:
    """Yield words with _ . - or @ in them, addresses with gaps or other marks, and plain words beside a service's name."""
    text = folded.text
    for match in _KANA_NAMED.finditer(text):
        if not counted(text, match.end()):
            yield Hit("handle", *match.span(1), DOUBT)
    if not _LATIN.search(text):
        return
    yield from _addresses(text)
    for pattern in (_UNDERSCORED, _KANA_UNDERSCORED, _DOTTED):
        for match in pattern.finditer(text):
            word = match.group().rstrip(".-_")
            if (
                not (_FILE.search(word) or _FIELDS.match(word) or _OFFICE.search(word))
                and len(re.findall("[A-Za-z]", word)) >= 2
            ):
                yield Hit("url" if pattern is _DOTTED else "handle", match.start(), match.end(), DOUBT)
    for match in _LETTERS.finditer(text):
        if sum(map(str.islower, match.group())) >= 4:
            yield Hit("handle", match.start(), match.end(), DOUBT)
    for match in _HYPHENED.finditer(text):
        parts = match.group().rstrip("0123456789").strip("-").split("-")
        if all(_SYLLABLES.fullmatch(part) for part in parts) and len("".join(parts)) >= 7:
            yield Hit("handle", match.start(), match.end(), DOUBT)
    for match in _KANA_SITE.finditer(text):
        yield Hit("url", match.start(), match.end(), DOUBT)
    yield from _beside_services(text)


_LATIN = re.compile(r"[A-Za-z]")


def _addresses(text: str) -> Iterator[Hit]:
    for kind, pattern in (
        ("url", _SCHEME),
        ("url", _APART),
        ("url", _WWW),
        ("mail", _STARRED),
        ("url", _WRAPPED),
        ("mail", _AT),
    ):
        for match in pattern.finditer(text) if kind == "url" or pattern is _STARRED or "@" in text else ():
            if not _OFFICE.search(match.group()) and not _FILE.search(match.group()):
                yield Hit(kind, match.start(), match.end(), DOUBT)


def _beside_services(text: str) -> Iterator[Hit]:
    services = [match.span() for match in _SERVICE.finditer(text)]
    if not services:
        return
    for match in [*_WORDS.finditer(text), *_KANA_DOT.finditer(text)]:
        word = match.group()
        if _ENGLISH.match(word) or _SERVICE.search(word) or word.isupper():
            continue
        far = 16 if " " in word else 8
        near = any(-1 <= match.start() - b <= far or -1 <= a - match.end() <= far for a, b in services)
        if near and (_ROMAJI.match(word.replace(" ", "")) or re.search("[0-9.]", word)):
            yield Hit("handle", match.start(), match.end(), DOUBT)
