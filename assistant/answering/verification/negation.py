"""Whether a sentence denies what its source denies: predicate by predicate, and clause by clause where the predicate is another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.verification.clauses import Clause, following, nearest

#: Turns of phrase whose ない denies nothing of its own.
_IDIOMS = re.compile(
    r"かもしれ(?:ない|ません)|(?:に|は)(?:違い|ちがい)(?:ない|ありません)|に(?:ほか|他)なら(?:ない|ず|ません)"
    r"|(?:なければ|なくては|ないと)(?:なら|いけ)(?:ない|ません)|(?:だけ|ばかり|のみ)(?:で(?:は)?なく|ならず)"
    r"|(?:では)?ないか(?=どうか|と|を|は|に|。|$)|ませんか|ないでしょうか|少な(?:くとも|く|い|かっ)|危な(?:い|かっ)|もったいない"
    r"|(?:ま|間)もなく|仕方(?:が)?ない|やむを得(?:ず|ない)|思いがけず|相変わらず|必ず(?!しも)|まず|わずか|絶えず|とりあえず|問わず"
    r"|(?:かか|関)わらず|ざるを[え得](?:ない|ません)|しか(?:な[いくか]|ありません)|はず|ずつ|しなや|なくな(?=[っりる])"
)
_DENYING = re.compile(r"な(?:い|かっ|く(?!な)|けれ|し(?=に|で|の))|ませ[んぬ]|ず(?=に|、|。|$|と|[一-龥])|ざる|ぬ(?=。|$|[一-龥])|なくなる")
#: Words by which a text denies without ない.
_DENYING_WORDS = re.compile(
    r"不[要可足十適]|未[定満了だ]|無[理効]|対象外|以外|見送|断[っりるわら]|拒[みむんま]|避け|控え|やめ|止め|失[いうっわ]|難し|欠[きくけい]|だけ|のみ|除[きくい]|禁[止じ]|すぎ"
)
_PREDICATE = re.compile(r"(?P<stem>[一-龥々ァ-ヴー]+)(?P<tail>[ぁ-ん]{0,14})|(?P<kana>でき|わか|もら|くれ|やめ)(?P<rest>[ぁ-ん]{0,8})")
_NOUN = re.compile(r"[しりきえいげみちけせ]?(?:が|は|も|を|で(?:は|も)?|に|と|の|へ|や|か(?!れ)|だ|なら|つ|$)")


@dataclass(frozen=True, slots=True)
class _Predicate:
    stem: str
    denied: bool
    noun: bool


def denies_alike(sentence: Sequence[Clause], source: Sequence[Clause]) -> bool:
    """Tell whether what a sentence says and denies is said and denied in its source."""
    said: dict[str, set[bool]] = {}
    for clause in source:
        for predicate in _predicates(clause.text):
            if not predicate.noun:
                said.setdefault(predicate.stem, set()).add(predicate.denied)
    for clause in sentence:
        for predicate in _predicates(clause.text):
            known = said.get(predicate.stem)
            if known and not predicate.noun and predicate.denied not in known:
                return False
        if not _clause_agrees(clause, sentence, source):
            return False
    return True


def _clause_agrees(clause: Clause, sentence: Sequence[Clause], source: Sequence[Clause]) -> bool:
    near = nearest(clause, source)
    near_denied = [_denied(other.text) or _denied(following(other, source)) for other in near]
    if _denied(clause.text):
        return any(near_denied) or any(_DENYING_WORDS.search(other.text) for other in near)
    if all(_denied(other.text) for other in near) and near:
        rest = following(clause, sentence)
        return bool(_denied(rest) or _DENYING_WORDS.search(clause.text + rest)) or _leaves_out(clause, near)
    return True


def _leaves_out(clause: Clause, near: Sequence[Clause]) -> bool:
    """Tell whether the sentence repeats of a denying clause only what stands beside the denial."""
    return any(len(clause.topics & other.topics) * 2 < len(other.topics) for other in near)


def _predicates(text: str) -> list[_Predicate]:
    masked = _masked(text)
    found = []
    for match in _PREDICATE.finditer(masked):
        stem, tail = match["stem"] or match["kana"], match["tail"] if match["stem"] else match["rest"]
        denied = bool(_DENYING.search(tail + masked[match.end() : match.end() + 1]))
        found.append(_Predicate(stem, denied, bool(match["stem"]) and bool(_NOUN.match(tail))))
    return found


def _denied(text: str) -> bool:
    return bool(_DENYING.search(_masked(text)))


def _masked(text: str) -> str:
    return _IDIOMS.sub(lambda match: "＿" * len(match[0]), text)
