"""What a question says about the case behind it: premises, what it rules out, and what is left to search for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge import taxonomy
from knowledge.kana import in_kanji
from knowledge.ranking import FIELD_WEIGHTS
from knowledge.subjects import of_another, within_a_role
from knowledge.taxonomy import Mention
from knowledge.words import fold

#: What may stand after a word that is ruled out (補助金以外で, 借入に頼らず, 値上げせずに).
_RULED_OUT = re.compile(
    r"(?:の(?:話|こと|方法)|業|店|屋)?(?:以外|(?:で|じゃ)は?な(?:い|く)|ではありません|[はを]?除(?:いた|いて|く)?|(?:な|無)しで|抜きで"
    r"|は?(?:もう)?(?:考えていません|要りません|いりません|要らない|不要(?:です)?|結構です)|[はもに]*困って(?:いない|いません)|[はも]?(?:入れ|打た|出さ)ずに?"
    r"|に?は?頼(?:ら(?:ず|な)|りたくな)|[はを]?使(?:わ(?:ず|な)|いたくな|えな)|は?(?:考えていな|したくな|避け)|を?(?:避け|せずに|しないで))"
    r"(?:に|の|い(?:で|形で)?|で|くて)?"
)
_MORE = r"(?:(?:や|と|とか|・|も)[^。、！？!?\sをはもが]{1,8})?"  # SNSやネットを使わずに
#: A wish for it that is denied, or that it was done already and something else is asked for.
_UNWISHED = re.compile(
    _MORE + r"(?:[^。、！？!?\n]{0,14}?(?:つもり|予定|考え)[はも]?(?:ない|ありません|ございません)"
    r"|[^。、！？!?\n]{0,8}?(?:を|は|も|に)?(?:する|やる|使う|出す|受ける|増やす|雇う)気[はもが]?(?:まったく|全く|全然|さらさら)?(?:ない|ありません)"
    r"|(?:[をはにも]?(?:し|やり|使い|頼り|借り|受け|打ち|出し)|[をはにも])たく(?:は)?(?:ない|ありません)(?:し|が|けど|けれど|ので)?"
    r"|[^。、！？!?\n]{0,10}?の?(?:相談|話|件|こと)(?:を(?:し|聞き|うかがい)たい(?:の|わけ))?(?:では|じゃ)(?:ない|なく|ありません)"
    r"|[もを](?:せず|使わず|入れず|やらず|打たず)に?"
    r"|[をは]?もう(?:十分|たくさん|やり尽く|さんざん)(?:に)?[^。、！？!?\n]{0,8}"
    r"|[をはも]?(?:もう|すでに|さんざん|ひととおり|一通り|全部)?(?:やっ|試し|使っ|出し|打っ|し)[^。、！？!?\n]{0,5}?(?:ので|から|が|けれど|けど)、?(?=[^。！？!?\n]{0,6}(?:別|ほか|他|違う|以外)))"
)
_LEFT_OVER = re.compile(r"^[。、！？!?\s]*(?:(?:が|けれど|けど|ので)、?)?|(?<=[。、！？!?])[。、]+")
_A_TO_I = dict(zip("いきぎしちにびみり", "わかがさたなばまら", strict=True))
_POLITE = re.compile(r"(?<!で)([いきぎしちにびみり])ません")
_POLITE_E = re.compile(r"(?<=[えけげせぜてでねべめれき])ません")
_DIALECT = re.compile(
    r"(?<=[あかさたなばまらわがざだきけれべえせて])(?:へん|ん(?=[。、！？!?\s]|$|の?や|で|わ|けど|から|し))"
)
_SHORT, _DOUBTFUL = 2, 0.6  # a word of two letters often means something else
_LEAST = 2  # letters that must be left to search for


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as read: mentions of premises in order, ``field:code`` ruled out, and the text without what is ruled out."""

    query: str
    mentions: tuple[Mention, ...] = ()
    excluded: tuple[str, ...] = ()

    def premises(self) -> dict[str, dict[str, float]]:
        """Return field → code → confidence (0–1): high for a long word that stands for one thing, or when said twice."""
        found: dict[str, dict[str, float]] = {}
        for mention in self.mentions:
            if mention.field not in FIELD_WEIGHTS or f"{mention.field}:{mention.code}" in self.excluded:
                continue
            codes = found.setdefault(mention.field, {})
            doubt = (1 - _confidence(mention, self.mentions)) * (1 - codes.get(mention.code, 0.0))
            codes[mention.code] = round(1 - doubt, 3)
        outcomes = found.get("outcome", {})
        if {"success", "failure"} <= outcomes.keys():  # both are asked for: neither is preferred
            del found["outcome"]
        return found


def read(text: str) -> Reading:
    """Read a question in any tone; nothing is found in an empty one."""
    folded = fold(in_kanji(text))
    cuts, excluded, words = [], [], set()
    for mention in taxonomy.mentions(folded):
        after = _RULED_OUT.match(folded, mention.end) or _UNWISHED.match(folded, mention.end)
        if after and mention.field != "partners":
            excluded.append(f"{mention.field}:{mention.code}")
            cuts.append((mention.start, after.end()))
            words.add(mention.word)
    rest = _without(folded, cuts)
    left = plain(rest)
    found = taxonomy.mentions(left)
    said = [m for m in found if not of_another(m, left) and not within_a_role(m, found)]
    topics = {
        f"{m.field}:{m.code}" for m in said if m.field == "topics" and m.word not in words
    }  # 借入に頼らず資金繰りを: the matter itself stays
    excluded = [e for e in dict.fromkeys(excluded) if e not in topics]
    mentions = tuple(m for m in said if f"{m.field}:{m.code}" not in excluded)
    query = _LEFT_OVER.sub("", rest).strip() if cuts and sum(c.isalnum() for c in rest) >= _LEAST else text
    return Reading(query, mentions, tuple(excluded))


def plain(text: str) -> str:
    """Return a text with polite and dialect negatives in their plain form (残りません、残らへん → 残らない)."""
    text = _POLITE_E.sub("ない", text)
    text = _POLITE.sub(lambda m: _A_TO_I[m[1]] + "ない", text)
    return _DIALECT.sub("ない", text)


def _confidence(mention: Mention, all_of_them: tuple[Mention, ...]) -> float:
    rivals = sum(m.field == mention.field and (m.start, m.end) == (mention.start, mention.end) for m in all_of_them)
    return (_DOUBTFUL if len(mention.word) <= _SHORT else 1.0) / max(rivals, 1)


def _without(text: str, cuts: list[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in sorted(cuts):
        if start >= at:
            kept.append(text[at:start])
        at = max(at, end)
    return "".join([*kept, text[at:]])
