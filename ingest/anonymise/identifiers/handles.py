"""Account names that a service's name or a word for an account introduces, in any order; a bare word with _ is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded

_SERVICE = re.compile(
    r"Gmail|Gメール|メアド|アドレス|楽天|ヤフー|Yahoo|アマゾン|Amazon|食べログ|ホットペッパー|BOOTH|ココナラ|LINE|ライン(?!ナップ|アップ)|インスタ|Instagram|(?<![A-Za-z])(?:IG|FB|ig|fb)(?![A-Za-z])|Twitter|ツイッター|ツイッタ|(?<![A-Za-z])(?-i:X)(?![A-Za-z])|エックス|"
    r"Facebook|フェイスブック|フェースブック|メッセンジャー|TikTok|ティックトック|Threads|スレッズ|YouTube|ユーチューブ|Skype|スカイプ|"
    r"Chatwork|チャットワーク|Slack|スラック|Discord|ディスコード|PayPay|ペイペイ|WeChat|微信|WhatsApp|ワッツアップ|Viber|Telegram|テレグラム|Signal|KakaoTalk|カカオ|Zalo|"
    r"メルカリ|ラクマ|minne|ミンネ|Creema|クリーマ|BASE|STORES|note|ノート|アメブロ|mixi|Zoom|ズーム|Teams|Bluesky|ブルースカイ|Pinterest|ピンタレスト|Clubhouse|GitHub|Etsy|ヤフオク|"
    r"アカウント|垢|ハンドル|ユーザー|ログイン|ペンネーム|配信|チャンネル|フォロワー|フォロー|DM|ポッドキャスト|投稿|SNS|友だち|販売者名|出品者|出店名|管理名|表示名|送金の?名|(?<![A-Za-z])(?:ID|id)(?![A-Za-z])",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9_.\-/@])(?=[A-Za-z0-9_.\-]{0,30}[A-Za-z]{2})[A-Za-z0-9_][A-Za-z0-9_.\-]{2,29}[A-Za-z0-9_](?![A-Za-z0-9_/@.\-])"
)
_FILE = re.compile(
    r"\.(?:xlsx?|xlsm|docx?|pptx?|pdf|csv|tsv|txt|md|ya?ml|json|jsonl|toml|ini|html?|css|js|ts|py|zip|png|jpe?g|gif|svg|mp4|mp3|wav|log|xml|db|sql|sh|exe|tmp|bak)$",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"line|note|base|zoom|slack|teams|pay|app|apps|web|www|http|https|mail|gmail|iphone|android|google|chatgpt|"
    r"excel|word|pdf|qr|ec|dx|it|ai|hp|pc|sns|id|api|official|shop|store|stories|story|reels|reel|live|shorts|"
    r"short|video|photo|blog|news|works|business|pro|plus|premium|lite|free|ads|meta|ok|ng|faq|url|instagram|"
    r"facebook|twitter|tiktok|youtube|threads|skype|discord|chatwork|wechat|whatsapp|telegram|kakao|minne|"
    r"creema|github|canva|notion|stores|shopify|wordpress|pinterest|paypay",
    re.IGNORECASE,
)
_MARKED = re.compile(r"[0-9_.\-]")
_LED = re.compile(
    r"(?:さん|公式|個人|店|用|名|の名|アカ|アカウント|ID|ユーザー名|検索)?(?:は|が|も|の|を|に|で|:|=|→|「|『|\(|\[|<|【|“|\"|、|,|・|-|/| |@){0,3}$",
    re.IGNORECASE,
)
_LEDGER = re.compile(r"^[」』)\]>】”\"]{0,2} ?(?:[(「]|の|と?いう|って|で|へ|に|、|=|:)? ?$")
_MEETING = re.compile(
    r"(?:Zoom|ズーム|ミーティング|Webex|会議)[^0-9\n。]{0,12}([0-9]{3}[ \-]?[0-9]{3,4}[ \-]?[0-9]{4})(?![0-9])|(?:パスコード|パスワード|暗証番号|PW)[はが: 「]{0,3}((?=[A-Za-z!#$%&_\-]{0,19}[0-9])[A-Za-z0-9!#$%&_\-]{4,20})",
    re.IGNORECASE,
)
_LEFT, _RIGHT = 24, 12


def find_handles(folded: Folded) -> Iterator[Hit]:
    """Yield what looks like an account's name with a service beside it; plain words only right after the service."""
    text = folded.text
    for match in _MEETING.finditer(text):
        yield Hit("handle", *match.span(1 if match[1] else 2), 0.9)
    tokens = [match for match in _TOKEN.finditer(text) if not _WORDS.fullmatch(match.group())]
    services = [match.span() for match in _SERVICE.finditer(text)] if tokens else []
    for token in tokens if services else ():
        name = token.group()
        if _FILE.search(name) or _dated(name) or any(a < token.end() and token.start() < b for a, b in services):
            continue
        marked = bool(_MARKED.search(name)) and not name.isupper()
        before = max((b for a, b in services if b <= token.start()), default=-99)
        after = min((a for a, b in services if a >= token.end()), default=10**9)
        led = token.start() - before <= 8 and _LED.match(text, before, token.start())
        tail = after - token.end() <= 6 and _LEDGER.match(text[token.end() : after])
        near = "\n" not in text[before : token.start()] if 0 <= token.start() - before <= _LEFT else False
        if marked and (near or after - token.end() <= _RIGHT):
            yield Hit("handle", token.start(), token.end(), 0.85)
        elif name.islower() and len(name) >= 4 and (led or tail):
            yield Hit("handle", token.start(), token.end(), 0.75)


def _dated(name: str) -> bool:
    """Tell whether a token is a date, a version or a number with a unit, as 2024-05 or v1.2 are."""
    return (
        re.fullmatch(r"(?:v|ver|no|vol|ISO|JIS|Q|R|H)?\.?[0-9][0-9.\-_/]*(?:[A-Za-z]{1,3})?", name, re.IGNORECASE)
        is not None
    )
