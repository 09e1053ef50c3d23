"""Whether a sentence denies what its source denies: predicate by predicate, and clause by clause where the predicate is another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.verification.clauses import Clause, following, nearest

#: Turns of phrase whose ない denies nothing of its own.
_IDIOMS = re.compile(
    r"かね(?:ない|ません|なかった)|変わら(?:ない|ず)(?=まま)|(?:て|で)も(?:かま|構)(?:わない|いません|わず)|"
    r"かもしれ(?:ない|ません)|(?:に|は)(?:違い|ちがい)(?:ない|ありません)|に(?:ほか|他)なら(?:ない|ず|ません)"
    r"|(?:なければ|なくては|ないと)(?:なら|いけ)(?:ない|ません)|(?:だけ|ばかり|のみ)(?:で(?:は)?なく|ならず)"
    r"|(?:では)?ないか(?=どうか|と|を|は|に|。|$)|ませんか|ないでしょうか|少な(?:くとも|く|い|かっ)|危な(?:い|かっ)|もったいない"
    r"|(?:ま|間)もなく|仕方(?:が)?ない|やむを得(?:ず|ない)|思いがけず|相変わらず|必ず(?!しも)|まず|わずか|絶えず|とりあえず|問わず"
    r"|(?:かか|関)わらず|ざるを[え得](?:ない|ません)|はず|ずつ|しなや|しか[^、。]{0,12}?(?:な(?:い|かった|く)|ません(?:でした)?|ず)"
    r"|な(?:い|くなる|かった)(?:こと|わけ|もの)(?:は|も|では|でも)(?:な(?:い|かった|く)|ありません(?:でした)?)"
)
_DENYING = re.compile(
    r"な(?:い|かっ|く|けれ|し(?=に|で|の))|ませ[んぬ]|ず(?=に|、|。|$|と|[一-龥])|ざる|ぬ(?=。|$|[一-龥])"
)
#: Words by which a text denies without ない.
_DENYING_WORDS = re.compile(
    r"不[要可足十適]|未[定満了だ]|無[理効]|対象外|見送|断[っりるわら]|拒[みむんま]|避け|控え|やめ|止め|失[いうっわ]|難し|欠[きくけい]|除[きくい]|禁[止じ]|すぎ|飛ば|伏せ|隠[しすさ]|怠|逃[しすが]|あきらめ|外れ|手つかず"
)
_LIMITS = re.compile("だけ|のみ|以外|しか")
_PREDICATE = re.compile(
    r"(?P<stem>[一-龥々ァ-ヴー]+)(?P<tail>[ぁ-ん]{0,14})|(?P<kana>でき|わか|もら|くれ|やめ)(?P<rest>[ぁ-ん]{0,8})"
)
_NOBODY = re.compile(r"(?:誰|何|どこ|一つ|1つ|一度|1度|一人|1人|一切)も")
_NOT_BEING = re.compile("で(?:は|も)?な|では(?:あり)?ませ|じゃな")
_KANA_DENIED = re.compile(
    r"((?:(?![はがをもにでとのや])[ぁ-ん]){3,5}?|(?<=[はがをもに])(?!あり|なり|でき|おり|いま|なら|しま)[ぁ-ん]{2})(?=な(?:い|かっ|く)|ませ[んぬ]|ず(?:に|、|。|$|[一-龥]))"
)
_UNINFLECTED = re.compile(
    r"[かがさたなばまらわえけげせてねべめれきぎしちにびみりいじ]?(?:な[いかくけ]|ず|ませ|ぬ|ざる)"
)
_NOUN = re.compile(r"[しりきえいげみちけせ]?(?:が|は|も|を|で(?:は|も)?|に|と|の|へ|や|か(?!れ)|だ|なら|つ|$)")


@dataclass(frozen=True, slots=True)
class _Predicate:
    stem: str
    denied: bool
    noun: bool
    at: int


def denies_alike(sentence: Sequence[Clause], source: Sequence[Clause]) -> bool:
    """Tell whether what a sentence says and denies is said and denied in its source."""
    said: dict[str, dict[Clause, set[bool]]] = {}
    nobody = {c.sentence: c.start + m.start() for c in source for m in _NOBODY.finditer(c.text)}
    for clause in source:
        for predicate in _predicates(clause.text):
            if not predicate.noun:
                ways = said.setdefault(predicate.stem, {}).setdefault(clause, set())
                ways.add(predicate.denied)
                if clause.start + predicate.at < nobody.get(
                    clause.sentence, 0
                ):  # 計算した人は誰もいない: 誰も計算していない
                    ways.add(True)
    for clause in sentence:
        found = [p for p in _predicates(clause.text) if not p.noun]
        near = nearest(clause.topics, source)
        for predicate in found:
            known = said.get(predicate.stem, {})
            ways = {way for place in near for way in known.get(place, ())} or set().union(*known.values())
            if ways and predicate.denied not in ways:
                return False
        if _count(clause.text) > max(
            _count(place.text) + _count(following(place, source)) for place in near
        ) and not any(_DENYING_WORDS.search(place.text) for place in near):
            return False
        denied = [p for p in found if p.denied]
        if denied and all(any(True in ways for ways in said.get(p.stem, {}).values()) for p in denied):
            continue
        agrees = _denial_is_said if _denied(clause.text) else _denial_is_kept
        if not agrees(clause, sentence, source):
            return False
    return (
        _nouns_alike(sentence, source)
        and _kana_alike(sentence, source)
        and _kana_alike(source, sentence)
        and _ends_alike(sentence, source)
    )


def _nouns_alike(sentence: Sequence[Clause], source: Sequence[Clause]) -> bool:
    """Tell whether AではなくB has not become BではなくA."""
    (ours, denied), (theirs, denied_there) = _nouns(sentence), _nouns(source)
    return not (denied - denied_there) & theirs and not (denied_there - denied) & ours


def _nouns(parts: Sequence[Clause]) -> tuple[set[str], set[str]]:
    """Return the nouns of a text, and those of them that something is said not to be."""
    found = [(m["stem"], m["tail"]) for c in parts for m in _PREDICATE.finditer(_masked(c.text)) if m["stem"]]
    return {stem for stem, _ in found}, {stem for stem, tail in found if _NOT_BEING.match(tail)}


def _count(text: str) -> int:
    return len(_DENYING.findall(_masked(text)))


def _kana_alike(one: Sequence[Clause], other: Sequence[Clause]) -> bool:
    """Tell whether the other text denies, too, what one denies in kana alone (あきらめず)."""
    text = "。".join(_masked(clause.text) for clause in other)
    for clause in one:
        for match in _KANA_DENIED.finditer(_masked(clause.text)):
            places = [m.end() for m in re.finditer(match[1], text)]
            if places and not any(_DENYING.match(text, place) for place in places):
                return False
    return True


def _ends_alike(sentence: Sequence[Clause], source: Sequence[Clause]) -> bool:
    """A sentence that tells most of a denying sentence must deny in the end, too."""
    ours = frozenset(t for c in sentence for t in c.topics)
    for number in {c.sentence for c in source}:
        whole = [c for c in source if c.sentence == number]
        theirs = frozenset(t for c in whole for t in c.topics)
        if _denied(whole[-1].text) and len(ours & theirs) * 2 > len(theirs) and ours & whole[-1].topics:
            return any(denies(c.text) or _LIMITS.search(c.text) for c in sentence)
    return True


def _denial_is_said(clause: Clause, _sentence: Sequence[Clause], source: Sequence[Clause]) -> bool:
    """Tell whether what a clause denies is denied in its source, with ない or with a word that the clause has not itself."""
    near = nearest(clause.topics, source)
    return any(
        _denied(other.text)
        or _denied(following(other, source))
        or any(word not in clause.text for word in _DENYING_WORDS.findall(other.text))
        for other in near
    )


def _denial_is_kept(clause: Clause, sentence: Sequence[Clause], source: Sequence[Clause]) -> bool:
    """Tell whether a clause that denies nothing has a source that denies nothing, or denies it beside."""
    near = [o for o in source if len(o.topics) > 1 and 5 * len(clause.topics & o.topics) >= 3 * len(o.topics)]
    near = [other for other in near if denies(other.text)]
    if not near:
        return True
    if _DENYING_WORDS.search(clause.text) or _LIMITS.search(clause.text):
        return True
    rest = following(clause, sentence)
    if denies(rest) and not any(denies(following(other, source)) for other in near):
        return True
    return any(
        denies(other.text) and any(place in near for place in nearest(other.topics, source))
        for other in sentence
        if other is not clause
    )


def _predicates(text: str) -> list[_Predicate]:
    masked = _masked(text)
    found = []
    for match in _PREDICATE.finditer(masked):
        stem, tail = match["stem"] or match["kana"], match["tail"] if match["stem"] else match["rest"]
        denied = bool(_DENYING.search(tail + masked[match.end() : match.end() + 1]))
        noun = bool(match["stem"]) and bool(_NOUN.match(tail)) and not _UNINFLECTED.match(tail)
        found.append(_Predicate(stem, denied, noun, match.start()))
    return found


def denies(text: str) -> bool:
    """Tell whether a plain text denies something, with ない or with a word like 不要."""
    return _denied(text) or bool(_DENYING_WORDS.search(text))


def _denied(text: str) -> bool:
    return bool(_DENYING.search(_masked(text)))


def _masked(text: str) -> str:
    return _IDIOMS.sub(lambda match: "＿" * len(match[0]), text)
