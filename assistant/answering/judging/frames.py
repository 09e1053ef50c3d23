"""Frames of a scheme (枠, 特例, 型, コース, 号) that a question names, and those that its entry lists."""

from __future__ import annotations

import re

from assistant.answering.judging.claims import folded

_FRAME = re.compile(
    r"の?「?([^、。はがをにへで?？\s]{1,14}?(?:枠|特例|類型|型|コース|号))」?(?=の|は|が|を|に|って|で|と|、|$|だ|も)"
)
_BARE = re.compile(r"の?(?:枠|特例|類型|型|コース|号)")
_ORDINAL = re.compile(r"(\d+)(?:個|つ|番)目")
_LEAST_LISTED = 3
_RANGE = re.compile(r"(\d+)号から(\d+)号")


def unlisted(question: str, names: list[str], entry_text: str) -> str:
    """Return the frame that a question names right after the scheme and that the entry does not list, or ""."""
    asked, listed = folded(question), folded(entry_text)
    for name in sorted(names, key=len, reverse=True):
        at = asked.find(name)
        if at < 0:
            continue
        frame = _FRAME.match(asked, at + len(name))
        if frame and not _BARE.fullmatch(frame[1]) and not _lists(listed, frame[1].lstrip("の")):
            return frame[1].lstrip("の")
    ordinals = [int(n) for n in _ORDINAL.findall(listed)]
    if len(set(ordinals)) < _LEAST_LISTED:
        return ""
    beyond = [n for n in _ORDINAL.finditer(asked) if int(n[1]) > max(ordinals)]
    return beyond[0].group() if beyond else ""


def _lists(listed: str, frame: str) -> bool:
    numbered = re.search(r"(\d+)号$", frame)
    if numbered:
        inside = any(int(low) <= int(numbered[1]) <= int(high) for low, high in _RANGE.findall(listed))
        return inside or numbered[0] in listed
    return frame in listed


def lists_frames(sentence: str) -> bool:
    """Tell whether a sentence of an entry names frames."""
    return bool(re.search(r"[一-龥ァ-ヶー](?:枠|特例|型|コース)|\d号|\d(?:個|つ|番)目", folded(sentence)))
