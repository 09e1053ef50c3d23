"""Whether who does what in a sentence does it in the source, and whether a figure belongs to the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.verification.amounts import Amount
from assistant.answering.verification.clauses import Clause, nearest, topics_of

#: People and offices that act in a case; what one did, another did not.
_ACTORS = (
    "初代|二代目|三代目|四代目|先代|先々代|創業者|社長|会長|専務|常務|店主|店長|院長|所長|園長|塾長|女将|大将|代表|経営者|オーナー|副社長|工場長|部長|課長|支店長|係長|主任|右腕|若手|番頭"
    "|義父|義母|父親|母親|父|母|妻|夫|息子|娘婿|娘|兄|弟|姉|妹|祖父|祖母|姪|甥|家族|親族|従業員|社員|職人|パート|アルバイト|正社員|運転者|美容師|衛生士|助手|受付|職員|技能者|後継者"
    "|コーディネーター|支援者|担当者|co|cco|税理士|弁護士|社会保険労務士|社労士|弁理士|会計士|指導員|専門家|デザイナー|委員"
    "|信用金庫|信用組合|銀行|公庫|保証協会|商工会議所|商工会|労働局|ハローワーク|税務署|活性化協議会|センター|拠点|市区町村|荷主|元請け|下請け|取引先|得意先|仕入先|発注元|客|業者"
)
_ACTOR = re.compile(rf"(?P<who>{_ACTORS})(?:たち|ら|さん|側)?(?P<mark>は|が|も|に|を|から|と|の|へ|で)?")
_SAME = (
    {"コーディネーター", "co", "担当者", "支援者"},
    {"社長", "代表", "経営者"},
    {"父", "父親"},
    {"母", "母親"},
    {"社員", "従業員", "職員"},
)
#: A noun, its particle and the first character of the verb right after it.
_BINDING = re.compile(
    r"(?<![0-9か一-龥])([一-龥々ァ-ヴーa-z]{2,})(を|に|より|から|と)([一-龥])(?=[ぁ-ん])(?![にのはがをで])"
)
_SUBJECT = ("は", "が", "も")
_ENOUGH = 2  # topics by which a clause is found again
_WORD = re.compile(
    r"(?!半年|翌年|前年|年間|月間|平均|合計|全体|最大|最高|上限|毎月|毎年|以前|以後)[一-龥々ァ-ヴー]{2,}"
)


def unknown_actor(sentence: str, known: str) -> str:
    """Return the first of the people and offices of a sentence whom a text does not name, or nothing."""
    theirs = {m["who"] for m in _ACTOR.finditer(known)}
    for match in _ACTOR.finditer(sentence):
        if match["who"] not in known and not any(_same(match["who"], who) for who in theirs):
            return match["who"]
    return ""


def acts_alike(parts: Sequence[Clause], places: Sequence[Clause]) -> bool:
    """Tell whether everyone named in a sentence has the part that the source gives them."""
    for index, part in enumerate(parts):
        found = list(_ACTOR.finditer(part.text))
        acting = [m.start() for m in found if m["mark"] in _SUBJECT]
        for match in found:
            who, mark = match["who"], match["mark"]
            said = part.text[match.end() : next((at for at in acting if at > match.start()), len(part.text))]
            if mark in _SUBJECT and not _acts(who, _own_part(said, index, parts), places):
                return False
            if mark in ("に", "を", "から", "へ") and not _takes(who, mark, part, places):
                return False
    return True


def _own_part(said: str, index: int, parts: Sequence[Clause]) -> frozenset[str]:
    """Return what the one who acts is said to do: up to the next one named, else in the next clause, else all around."""
    own = topics_of(said)
    if len(own) >= _ENOUGH or index + 1 == len(parts):
        return own or parts[index].topics
    return frozenset() if _subjects(parts[index + 1]) else parts[index + 1].topics


def same_bindings(sentence: str, source: str) -> bool:
    """Tell whether no two things have changed places: 変動費を引く is not 固定費を引く when the sentence has both."""
    theirs: dict[tuple[str, str], set[str]] = {}
    for noun, particle, verb in _BINDING.findall(source):
        theirs.setdefault((particle, verb), set()).add(noun)
    for noun, particle, verb in _BINDING.findall(sentence):
        known = theirs.get((particle, verb), set())
        elsewhere = noun in source and not any(noun in other or other in noun for other in known)
        if elsewhere and any(other in sentence for other in known):
            return False
    return True


def same_owner(sentence: str, said: Sequence[Amount], source: str, told: Sequence[Amount]) -> bool:
    """Tell whether no amount stands beside the name of what another amount of the source belongs to."""
    theirs = list(zip(told, _labels(source, told), strict=True))
    for amount, label in zip(said, _labels(sentence, said), strict=True):
        own = {name for t, name in theirs if (t.kind, t.value) == (amount.kind, amount.value)}
        other = {name for t, name in theirs if t.kind == amount.kind and t.value != amount.value}
        if label and own and label in other and label not in own:
            return False
    return True


def _acts(who: str, topics: frozenset[str], places: Sequence[Clause]) -> bool:
    """Tell whether the source lets this one act, or nobody else, where it speaks of these topics."""
    named = [(place, match) for place in places for match in _ACTOR.finditer(place.text)]
    if not any(_same(who, match["who"]) for _, match in named):
        return not any(match["mark"] in (*_SUBJECT, "の") for _, match in named)
    if not topics and any(_same(who, match["who"]) and match["mark"] in _SUBJECT for _, match in named):
        return True
    for place in nearest(topics - frozenset(who), places):
        subjects = _subjects(place)
        if any(_same(who, subject) for subject in subjects):
            return True
        if not subjects:
            governing = _governing(place, places)
            if not governing or any(_same(who, g) for g in governing) or who in place.text:
                return True
    return False


def _governing(place: Clause, places: Sequence[Clause]) -> list[str]:
    """Return who acts in a clause without a subject of its own: the last ones before it in the same sentence."""
    last: list[str] = []
    for other in places:
        if other.sentence == place.sentence and other.start <= place.start:
            last = _subjects(other) or last
    return last


def _subjects(place: Clause) -> list[str]:
    return [m["who"] for m in _ACTOR.finditer(place.text) if m["mark"] in _SUBJECT]


def _takes(who: str, mark: str, part: Clause, places: Sequence[Clause]) -> bool:
    """Tell whether nobody else is spoken to, asked or told where the source says what the clause says."""
    for place in nearest(part.topics - frozenset(who), places):
        if any(_same(who, m["who"]) for m in _ACTOR.finditer(place.text)):
            return True
        if not any(m["mark"] == mark for m in _ACTOR.finditer(place.text)):
            return True
    return False


def _same(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _SAME)


def _labels(text: str, found: Sequence[Amount]) -> list[str]:
    """Return for each amount the word that stands last before it; an amount without one goes on from the amount before."""
    labels: list[str] = []
    end = 0
    for amount in found:
        words = _WORD.findall(text[max(end, amount.start - 14) : amount.start])
        goes_on = labels and amount.start - end <= 6
        labels.append(words[-1] if words else labels[-1] if goes_on else "")
        end = amount.end
    return labels
