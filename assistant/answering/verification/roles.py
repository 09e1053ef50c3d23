"""Whether who does what in a sentence does it in the source, and whether a figure belongs to the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.verification.amounts import Amount
from assistant.answering.verification.clauses import Clause, clause_at, nearest

#: People and offices that act in a case; what one did, another did not.
_ACTORS = (
    "初代|二代目|三代目|四代目|先代|先々代|創業者|社長|会長|専務|常務|店主|店長|院長|所長|園長|塾長|女将|大将|代表|経営者|オーナー|副社長|工場長|部長|課長|支店長|係長|主任|右腕|若手|番頭"
    "|義父|義母|父親|母親|父|母|妻|夫|息子|娘婿|娘|兄|弟|姉|妹|祖父|祖母|姪|甥|家族|親族|従業員|社員|職人|パート|アルバイト|正社員|運転者|美容師|衛生士|助手|受付|職員|技能者|後継者"
    "|コーディネーター|支援者|担当者|co|cco|税理士|弁護士|社会保険労務士|社労士|弁理士|会計士|指導員|専門家|デザイナー|委員"
    "|信用金庫|信用組合|銀行|公庫|保証協会|商工会議所|商工会|労働局|ハローワーク|税務署|活性化協議会|センター|拠点|市区町村|荷主|元請け|下請け|取引先|得意先|仕入先|発注元|客|業者"
)
_ACTOR = re.compile(rf"(?P<who>{_ACTORS})(?:たち|ら|さん|側)?(?P<mark>は|が|も|に|を|から|と|の|へ|で)?")
_SAME = ({"コーディネーター", "co", "担当者", "支援者"}, {"社長", "代表", "経営者"}, {"父", "父親"}, {"母", "母親"}, {"社員", "従業員", "職員"})
_SUBJECT = frozenset("はがも")


def acts_alike(parts: Sequence[Clause], places: Sequence[Clause]) -> bool:
    """Tell whether everyone named in a sentence has the part that the source gives them."""
    for index, part in enumerate(parts):
        for match in _ACTOR.finditer(part.text):
            who, mark = match["who"], match["mark"] or ""
            if mark in _SUBJECT and not _acts(who, index, parts, places):
                return False
            if mark in ("に", "を", "から", "の") and not _takes(who, mark, part, match.end(), places):
                return False
    return True


def same_owner(sentence: str, said: Sequence[Amount], parts: Sequence[Clause], source: str, told: Sequence[Amount], places: Sequence[Clause]) -> bool:
    """Tell whether every amount stands beside what it belongs to in the source (4割 of whom, 1,881万円 of what)."""
    for amount in said:
        theirs = [t for t in told if (t.kind, t.value) == (amount.kind, amount.value)]
        if not theirs:
            continue
        part = clause_at(parts, amount.start)
        label = _label(sentence, amount)
        if not label or any(_labelled(label, source, t) for t in theirs):
            continue
        others = [t for t in told if (t.kind, t.value) != (amount.kind, amount.value) and t.kind == amount.kind]
        if any(_label(source, t) == label for t in others) and not any(
            label in clause_at(places, t.start).text for t in theirs
        ):
            return False
        del part
    return True


def _acts(who: str, index: int, parts: Sequence[Clause], places: Sequence[Clause]) -> bool:
    subjects = [(place, _subject(place)) for place in places]
    if not any(_same(who, subject) for _, subject in subjects):
        return not any(subject for _, subject in subjects) or _named_only(who, places)
    part = parts[index]
    alone = part.text.strip()
    if len(part.topics) <= len(who) and index + 1 < len(parts):
        part = parts[index + 1]
    near = nearest(part, places, frozenset(who))
    held = [_governing(place, places) for place in near]
    return any(not subject or _same(who, subject) for subject in held) or not alone


def _named_only(who: str, places: Sequence[Clause]) -> bool:
    """Passive and rewritten sentences make a subject of one whom the source names otherwise, when it has no subject there."""
    return any(who in place.text and not _governing(place, places) for place in places)


def _governing(place: Clause, places: Sequence[Clause]) -> str:
    """Return who acts in a clause: its own subject, else the last one before it in the same sentence."""
    last = ""
    for other in places:
        if other.sentence == place.sentence and other.start <= place.start:
            last = _subject(other) or last
    return last


def _subject(place: Clause) -> str:
    return next((m["who"] for m in _ACTOR.finditer(place.text) if (m["mark"] or "") in _SUBJECT and m["mark"]), "")


def _takes(who: str, mark: str, part: Clause, end: int, places: Sequence[Clause]) -> bool:
    """Tell whether an object of the sentence is not the subject of the same clause in the source."""
    near = nearest(part, places, frozenset(who))
    if mark == "の":
        return True
    for place in near:
        if _same(who, _subject(place)) and not any(
            _same(who, m["who"]) and (m["mark"] or "") not in _SUBJECT for m in _ACTOR.finditer(place.text)
        ):
            others = [m["who"] for m in _ACTOR.finditer(part.text) if (m["mark"] or "") in _SUBJECT and m["mark"]]
            if others and not any(_same(o, _subject(place)) for o in others):
                return False
    return True


def _same(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _SAME)


def _label(text: str, amount: Amount) -> str:
    found = re.findall(r"[一-龥々ァ-ヴー]{2,}", text[max(0, amount.start - 14) : amount.start])
    return found[-1] if found else ""


def _labelled(label: str, source: str, amount: Amount) -> bool:
    return label in source[max(0, amount.start - 24) : amount.start + 24]
