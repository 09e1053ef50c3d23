"""Where a sentence copies its source, the one place in which it differs: politeness and particles may, what is said may not."""

from __future__ import annotations

import re

from assistant.answering.verification.amounts import amounts
from assistant.answering.verification.negation import denies
from assistant.answering.verification.wording import same_meaning

_COPIED = 0.75  # of a sentence must be its source's, from both ends, for it to count as copied
_EDIT = 14  # characters of the place that differs
_SENTENCE = re.compile(r"[^。！？\n:]+[。！？]?")  # a label before a line is no part of it
_WORD = re.compile(r"[一-龥々]+|[ァ-ヴー]+|[a-z]+|[0-9][0-9,.]*")
_FUNCTION = re.compile(
    r"であります|でありました|でござい|ており|ていま|ありませんでした|ありません|ませんでした|ません|ました|ましょう|まして|まし|ます|でしょう|でした|です|であっ|であり|である|だっ|だ|なかっ|ない|なく|という|こと|もの|ところ|よう|そう|ため|ので|から|のに|まで|より|しか|だけ|など"
    r"|って|いた|いる|おり|おき|おく|しまい|しまう|もらい|もらう|くれ|いただ|[てでにはがをもとのへやし]|[いきぎちびみりえけせげねべめれっんうくすつぬぶむるたさか]"
)
_HIRAGANA = re.compile("[ぁ-ん]")
_EMPTY = frozenset(("場合", "時", "際", "方", "事"))
_AMOUNT_PART = re.compile(r"[0-9%〇一二三四五六七八九十百千万億兆割年月日週間時分人名円か箇ヶ半個件社店回品]")


def alters(sentence: str, source: str) -> bool:
    """Tell whether a sentence is one of its source's (both plain texts) but for one place that changes what is said."""
    for told in (source, *_SENTENCE.findall(source)):
        most = max(len(sentence), len(told))
        if most - sum(_common(sentence, told)) <= min(_EDIT, (1 - _COPIED) * most) and not _innocent(sentence, told):
            return True
    return False


def _innocent(said: str, told: str) -> bool:
    start, rest = _common(said, told)
    ours, theirs = _whole_words(said, told, start, rest)
    if denies(said[max(0, start - 1) : len(said) - rest + 3]) != denies(told[max(0, start - 1) : len(told) - rest + 3]):
        return False
    if ours == theirs or not ours:
        return True
    if _AMOUNT_PART.search(ours) and _AMOUNT_PART.search(theirs) and _same_amounts(said, told, start, rest):
        return True
    words, others = _WORD.findall(ours), _WORD.findall(theirs)
    if len(words) > len(others):  # what is put in must be found by the other checks
        return all(
            word in told
            or word in _EMPTY
            or (word == "後" and "てから" in theirs)
            or any(same_meaning(word, other) for other in others)
            for word in words
        )
    if len(words) < len(others):
        return all(any(_alike(word, other) for other in others) for word in words)
    if not all(_alike(word, other) for word, other in zip(words, others, strict=True)):
        return False
    return bool(words) or _endings(said, start, rest) == _endings(told, start, rest)


def _endings(text: str, start: int, rest: int) -> str:
    """Return what is left of the kana around a place when politeness and particles are taken away: あ of ことがある, な of ことになる."""
    end = len(text) - rest
    while start > 0 and _HIRAGANA.match(text[start - 1]):
        start -= 1
    while end < len(text) and _HIRAGANA.match(text[end]):
        end += 1
    return _FUNCTION.sub("", text[start:end])


def _common(one: str, other: str) -> tuple[int, int]:
    """Return how many characters two texts share at the start, and then at the end."""
    most = min(len(one), len(other))
    start = next((i for i in range(most) if one[i] != other[i]), most)
    end = next((i for i in range(most - start) if one[-1 - i] != other[-1 - i]), most - start)
    return start, end


def _whole_words(said: str, told: str, start: int, rest: int) -> tuple[str, str]:
    """Return what differs, widened on both sides to whole words of kanji, katakana, letters or figures."""
    while start > 0 and _joined(said, told, start):
        start -= 1
    while rest > 0 and _joined(said, told, len(said) - rest, len(told) - rest):
        rest -= 1
    return said[start : len(said) - rest], told[start : len(told) - rest]


def _joined(said: str, told: str, at: int, other: int | None = None) -> bool:
    other = at if other is None else other
    return _inside(said, at) or _inside(told, other)


def _inside(text: str, at: int) -> bool:
    return 0 < at < len(text) and bool(_WORD.fullmatch(text[at - 1 : at + 1]))


def _alike(word: str, other: str) -> bool:
    return word == other or same_meaning(word, other) or word in other or other in word


def _same_amounts(said: str, told: str, start: int, rest: int) -> bool:
    ours = [(a.kind, a.value, a.bound) for a in amounts(said) if a.end > start and a.start < len(said) - rest]
    theirs = [(a.kind, a.value, a.bound) for a in amounts(told) if a.end > start and a.start < len(told) - rest]
    return bool(ours) and ours == theirs
