"""What a question tells, without the words with which it asks what to do about it."""

from __future__ import annotations

import re

_PART = re.compile(r"[^。！？!?\n]+?(?:(?:が|けれども?|けど|ので)、|[。！？!?\n]|$)")
_ASKS_HOW = re.compile(
    r"(?:どう|何を|何と|何から|どんな|どのよう|どこから|どこまで|いつ|教えて|助言)[^。]*(?:か|でしょう|ください|下さい|たい(?:です)?|は)[。？?]?$"
)
_ACTOR = re.compile(
    r"(?:(?:若い|若手の|新人の?|新任の|新しい|ベテランの?|うちの|ある|担当の|一部の|中堅の)*(?:CO(?![A-Z])|コーディネーター|担当者?|部下|相談員)(?:さん)?)(?:たち)?"
    r"(?:が(?:い(?:ます|る|て)(?:が|けど|、)?|おり(?:ます|、))|が|は)"
)
#: 苦情が届いたときに最初にすることは
_AT_FIRST = re.compile(
    r"(?:とき|時|際|場合|あと|後|なら|たら)(?:に|は|には)?、?(?:最初に|まず|はじめに|次に)[^。、！？!?\n]{0,14}[。！？!?]?$"
)
_TURN = re.compile(r"(?:が|けれども?|けど|のに|ものの)、")
_LEAST = 10  # letters: with less nothing is told


def told(text: str) -> str:
    """Return a text without its parts that only ask what to do; the whole text where too little would be left."""
    parts = [part.strip() for part in _PART.findall(text) if part.strip()]
    kept = "".join(_AT_FIRST.sub("", part) for part in parts if not _ASKS_HOW.search(part))
    return kept if len(kept) >= _LEAST else text


def turned(text: str) -> str:
    """Return what comes after the last 「…したが、」 of a text: there the difficulty is told."""
    kept = _TURN.split(text)[-1]
    return kept if len(kept) >= _LEAST else text


def without_actor(text: str) -> str:
    """Return a text without the colleague who does what it tells: what was done decides, whoever did it."""
    kept = _ACTOR.sub("", text)
    return kept if len(kept) >= _LEAST else text
