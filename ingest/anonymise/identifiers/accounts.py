"""Bank accounts: bank, branch, kind and number in one line, ゆうちょ 記号番号, and the name of the holder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded

_NUMBER = r"[0-9](?:[ \-]?[0-9]){5,7}(?![0-9]|[ ]?(?:円|万|億|千|%|人|件|個|\.|,[0-9]))"
_LABEL = r"[ :はが、/\n]{0,3}(?:No\.?|番号)?[ :はが]{0,3}"
_KIND = r"(?:普通|当座|貯蓄|[(（][普当][)）]|(?<![一-龥])[普当](?=[ :]?[0-9]))"
_ACCOUNT = re.compile(rf"{_KIND} ?(?:預金口座|預金|口座)? ?(?:口座)?(?:番号)?{_LABEL}{_NUMBER}")
_NAMED = re.compile(rf"(?:口座|預金|振込先|振り込み先|引き落とし先|お振込)[^0-9。\n]{{0,12}}({_NUMBER})")
_BANKED = re.compile(
    r"(?:銀行|信金|金庫|信組|農協|支店|本店|通帳|振替|入金|送金|返金|出金|引き落とし|引落し?|名義|ATM)[^0-9。\n]{0,12}(?<![0-9\-.,¥/])([0-9](?: ?[0-9]){6})(?![0-9\-]| ?(?:円|万|億|千|%|人|件|個|\.|,[0-9]))"
)
_NAMED_AFTER = re.compile(rf"(?<![0-9\-])({_NUMBER})[ 」』]?[ (、]{{0,2}}(?:普通|当座|貯蓄|口座|の口座)")
_POST = re.compile(
    rf"記号{_LABEL}1[0-9](?:[ ]?[0-9]){{3}}(?:-[0-9])?[ \-、,/\n]{{0,3}}(?:と|・)?(?:の)?(?:番号)?{_LABEL}{_NUMBER}"
)
_POST_SIGN = re.compile(r"(?:ゆうちょ|郵便貯金|通帳)[^0-9。\n]{0,14}(?:記号)?[ :はが]{0,2}(1[0-9]{3}0)(?![0-9])")
_POST_BARE = re.compile(
    rf"(?:ゆうちょ|郵貯|ぱるる)(?:銀行)?[^0-9。\n]{{0,12}}(1[0-9]{{4}}(?:-[0-9])?[ \-ーのノ/]{{1,3}}{_NUMBER})"
)
_POST_SHAPE = re.compile(r"(?<![0-9\-])(1[0-9]{3}0[ \-ーのノ/]{1,3}[0-9]{6,7}1)(?![0-9\-])")
_TRANSFER = re.compile(r"(?<![0-9\-])(0[0-9]{4}[ \-ーのノ][0-9][ \-ーのノ][0-9]{1,8})(?![0-9\-])")
_BANK_BEFORE = re.compile(
    r"[一-龥々ァ-ヶーA-Za-z0-9]{1,14}(?:銀行|信用金庫|信金|信用組合|信組|農協|農業協同組合|漁協|労働金庫|労金|バンク)(?:[ ]?[(]?[0-9]{4}[)]?)?"
    r"[ 、・/の]{0,2}(?:[一-龥々ァ-ヶーヶぁ-ん]{1,12}(?:支店|本店|営業部|出張所|店))?(?:[ ]?[(]?(?:店番号?|支店番号)?[: ]?[0-9]{3}[)]?)?(?:に|の|で|へ|は)?[ 、:/\n]{0,2}$"
)
_BRANCH = re.compile(r"(?:店番号?|支店番号|支店コード)[ :は]{0,3}([0-9]{3})(?![0-9])")
_HOLDER = re.compile(r"(?:口座)?名義(?:人|は|[ :])[ :は「]{0,3}([ァ-ヶー()・.一-龥々][ァ-ヶー()・. 一-龥々]{2,29})")


def find_accounts(folded: Folded) -> Iterator[Hit]:
    """Yield accounts with bank and branch where they stand right before, and holders as persons."""
    text = folded.digits
    for match in _ACCOUNT.finditer(text):
        bank = _BANK_BEFORE.search(folded.text, max(0, match.start() - 40), match.start())
        yield Hit("bank-account", bank.start() if bank else match.start(), match.end(), 0.96)
    for match in _POST.finditer(text):
        yield Hit("bank-account", match.start(), match.end(), 0.97)
    for pattern in (_NAMED, _BANKED, _NAMED_AFTER, _POST_SIGN, _POST_BARE, _POST_SHAPE, _TRANSFER, _BRANCH):
        for match in pattern.finditer(text):
            yield Hit("bank-account", match.start(1), match.end(1), 0.9)
    for match in _HOLDER.finditer(folded.text):
        name = re.split(r"(?:[ ]?(?:様|さん|です|と|の))", match.group(1))[0].rstrip(" .")
        if len(name) >= 3 and not re.search(r"変更|法人|個人|口座|会社名|代表|屋号|[(（]|人名|番号", name):
            yield Hit("person", match.start(1), match.start(1) + len(name), 0.7)
