"""Does a quote carry a sentence? A rule of the suite's own, so that the product's verifier is not judged by itself.

Numbers must all be there with their units; both sides must deny, or neither; neither may say the opposite; nobody may act in the
sentence who is not in the quote; and most content words (runs of kanji, katakana or letters) must be shared. How often the rule
is right on sentences that people labelled is told by ``reliability``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from eval.quantities import lacking, quantities

ENOUGH = 0.6  # of the sentence's content words
_WORD = re.compile(r"[一-龯々]+|[ァ-ヴー]{2,}|[A-Za-z]{2,}")
_DENIAL = re.compile(r"ない|なく|なかっ|なけれ|ません|できず|せず|不可|対象外|禁止")
_OPPOSITES = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        ("増|伸び", "減|落ち|落と"),
        ("上が|上げ|上昇", "下が|下げ|低下"),
        ("黒字", "赤字"),
        ("多", "少な"),
        ("高", "低|安"),
        ("長", "短"),
        ("早|先に|前に|より前|までに", "遅|後に|あとで|のあと|てから|た後"),
        ("以上|超", "以下|未満|以内"),
        ("広", "狭"),
        ("良|改善", "悪"),
        ("加え", "やめ|外し"),
        ("始め|始ま|開", "終え|終わ|閉"),
        ("必要|要る", "不要|要らない|いらない"),
        ("強", "弱"),
        ("残", "失"),
        ("最大|最も多", "最小|最も少な"),
        ("借り", "返し|返済"),
        ("必ず|しなければ|義務", "場合|ことがある|おそれ|目安|検討|予定|勧め|できる"),
        ("すべて|全部|全員", "一部|多く"),
    )
)
_WHO = re.compile(
    "社長|会長|専務|店主|園主|院長|所長|先代|[二三四五]代目|妻|夫婦|夫|父|母|息子|娘|兄|弟|姉|妹|甥|姪|従業員|正社員|パート|"
    "アルバイト|職人|工場長|店長|部長|課長|事務員|看護師|信用金庫|銀行|公庫|保証協会|税理士|弁護士|会計士|社会保険労務士|社労士|"
    "弁理士|行政書士|司法書士|商工会議所|商工会|ハローワーク|労働局|税務署|市役所|役場|コーディネーター|支援者|お客|取引先|仕入先|"
    "得意先|荷主|元請|親会社|問屋|大家|家主|保護者|患者"
)


def lacks(sentence: str, quotes: Sequence[str]) -> str:
    """Return why the quotes together do not carry the sentence (number, negation, opposite, somebody, words, no citation), or ""."""
    if not quotes:
        return "出典がない"
    said, source = (unicodedata.normalize("NFKC", text) for text in (sentence, "\n".join(quotes)))
    if bool(_DENIAL.search(said)) != bool(_DENIAL.search(source)):
        return "打ち消しが合わない"
    if said in source:
        return ""
    if missing := lacking(quantities(said), quantities(source)):
        return f"出典にない数: {'、'.join(sorted({one.text for one in missing}))}"
    if opposite := _opposite(said, source):
        return f"逆のことを言っている: {opposite}"
    if strangers := set(_WHO.findall(said)) - set(_WHO.findall(source)):
        return f"出典にいない人: {'、'.join(sorted(strangers))}"
    words = _pieces(said)
    covered = len(words & _pieces(source)) / len(words) if words else 1.0
    return "" if covered >= ENOUGH else f"言葉の重なりが {covered:.2f}"


def reliability(labelled: Iterable[tuple[str, str, str]]) -> dict[str, tuple[int, int]]:
    """Return kind → (how often the rule is right, how many) for (kind, sentence, quote); the kind "" is honest, others are false."""
    counts: dict[str, list[bool]] = {}
    for kind, sentence, quote in labelled:
        counts.setdefault(kind, []).append(bool(lacks(sentence, [quote])) == bool(kind))
    return {kind: (sum(right), len(right)) for kind, right in counts.items()}


def _opposite(said: str, source: str) -> str:
    """Return the word of the sentence of which the source says the opposite alone, or ""."""
    for pair in _OPPOSITES:
        for ours, theirs in (pair, pair[::-1]):
            found = ours.search(said)
            if found and theirs.search(source) and not ours.search(source) and not theirs.search(said):
                return found[0]
    return ""


def _pieces(text: str) -> set[str]:
    """Return the content words, kanji ones as overlapping pairs of characters since they carry no spaces."""
    pieces: set[str] = set()
    for word in _WORD.findall(text):
        pairs = "一" <= word[0] <= "龯" and len(word) > 2
        pieces |= {word[i : i + 2] for i in range(len(word) - 1)} if pairs else {word}
    return pieces
