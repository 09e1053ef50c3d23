"""Mail addresses, web addresses and account names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded

_AT = r"(?: ?@ ?|\s?[\[({<【〔]\s?(?:at|アット|あっと|@)\s?(?:マーク|まーく)?\s?[\])}>】〕]\s?|\s?(?:アットマーク|あっとまーく|アット(?=[A-Za-z])|☆@?|★@?)\s?|\sat\s)"
_DOT = r"(?:\.|\s?[\[({【]\s?(?:dot|ドット|\.)\s?[\])}】]\s?|\s?ドット\s?)"
_MAIL = re.compile(
    rf"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{{1,64}}{_AT}(?:[A-Za-z0-9-]{{1,63}}{_DOT}){{1,6}}[A-Za-z]{{2,24}}(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:h(?:tt|xx)ps?\s?:\s?//|www\.)[A-Za-z0-9\-._~:/?#@!$&'*+,;=%\[\]()]{3,2000}", re.IGNORECASE)
_SITES = r"(?:instagram|facebook|twitter|x|tiktok|youtube|note|ameblo|line|lin|tabelog|minne|jimdo|stores|base)"
_DOMAIN = re.compile(
    rf"(?<![A-Za-z0-9@._-])(?:{_SITES}\.(?:com|jp|me|ee|shop)/[A-Za-z0-9\-._~/?#@=&%]{{1,200}}"
    r"|(?:[A-Za-z0-9-]{1,63}\.){1,4}(?:co\.jp|or\.jp|ne\.jp|go\.jp|jp|com|net|org|info|biz|shop|example)(?![A-Za-z0-9-])(?:/[A-Za-z0-9\-._~/?#@=&%]{0,200})?)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![A-Za-z0-9._%+\-@])@\s?(?=[0-9_.]{0,30}[A-Za-z])[A-Za-z0-9_][A-Za-z0-9_.\-]{1,30}")
_NAMED_ID = re.compile(
    r"(?:LINE|ライン|インスタ(?:グラム)?|Instagram|Twitter|Facebook|TikTok|Skype|Chatwork|SNS|X|アカウント|ユーザー)\s?(?:の)?\s?(?:公式\s?)?"
    r"(?:ID|アカウント名?|ユーザー?名|名)\s?(?:は|が|:|=|の|「)?\s?「?(@?[A-Za-z0-9_][A-Za-z0-9_.\-]{2,30})",
    re.IGNORECASE,
)


def find_online(folded: Folded) -> Iterator[Hit]:
    """Yield mail addresses, URLs and handles."""
    text = folded.text
    for match in _MAIL.finditer(text):
        yield Hit("mail", match.start(), match.end(), 0.98)
    for match in _URL.finditer(text):
        yield Hit("url", match.start(), match.start() + len(match.group().rstrip(".,;:!?)'")), 0.98)
    for match in _DOMAIN.finditer(text):
        yield Hit("url", match.start(), match.start() + len(match.group().rstrip(".")), 0.9)
    for match in _HANDLE.finditer(text):
        yield Hit("handle", match.start(), match.start() + len(match.group().rstrip(".-")), 0.9)
    for match in _NAMED_ID.finditer(text):
        yield Hit("handle", match.start(1), match.end(1), 0.9)
