"""Whether a sentence is as sure as its source: what was considered is not done, what may be is not certain, what was said is not so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.answering.verification.clauses import Clause, following, nearest

#: Ways in which a source holds back. A sentence made from such a place must hold back too.
_RESERVES: Mapping[str, str] = {
    "計画": r"検討|予定|つもり|[きみいりしえけせてっれげ]たい|[きみいりしえけせてれげ]たく|目指|目標|計画し|考え|迷[いうっ]|見込|意向|希望|ほしい|欲し|[よこそとのろもおぼごど]うと|方針|求め|望|頼|相談(?=し|に来)|勧め|案[がを]|質問|尋ね|知り|聞き",
    "可能": r"かもしれ|可能性|おそれ|恐れ|(?:こと|場合)が(?:ある|あり|あっ|多)|[えう]る(?=[。、か]|$)|かねな|かねませ|とは限ら|だろう|でしょう|はず|らし|見られ|思われ|場合|目安|やす[いくか]",
    "伝聞": r"という(?=。|$|発言|意見|声|指摘|話|報告|不満|助言|考え)|といい|とされ|によると|そうだ|そうです|と[話語述言答説書伝聞考思見告]|発言|意見|指摘|紹介|提案|述べ|期待|「|聞|求め|支持|たが|認め|主張|約束|説明",
    "仮定": r"[てで]いれば|れば|けば|せば|めば|えば|なら(?!な|ず|べ|ん|び)|たら|場合|とき|時に|ときは|[うくすつぬぶむる]と(?=[、一-龥0-9ァ-ヴ])(?![決言話語答考思約述尋聞頼伝書説判見呼])|ても|でも|際|限り|からといって|としても|では(?=、)",
}  # fmt: skip
_HELD = {name: re.compile(words) for name, words in _RESERVES.items()}
#: What one holding back may be told by; a sentence in quotation marks or with いれば is no fact either.
_TOLD_BY: Mapping[str, tuple[str, ...]] = {
    "計画": ("計画", "伝聞", "可能"),
    "可能": ("可能", "伝聞", "仮定"),
    "伝聞": ("伝聞", "計画", "可能"),
    "仮定": ("仮定", "可能", "計画"),
}
#: A condition or a doubt stands anywhere in a sentence; a plan or a speaker beside what it is about.
_ANYWHERE = ("仮定", "可能")
#: Words that make a claim stronger; they must be the source's.
_STRONG = re.compile(
    r"必ず(?!しも)|絶対|確実|間違いな|すべて|全て|全部|全員|全く|いつも|常に|誰でも|誰も|どこでも|一切|唯一|初めて|最も|いちばん|一番|完全に|保証|なければなら|なくてはなら|ねばなら|べき|義務|禁止|違法|当然|何でも|最高の|必須"
)
_SAME_STRENGTH = {"全て": ("すべて", "全部", "全"), "すべて": ("全て", "全部", "全"), "全部": ("全て", "すべて"), "一番": ("いちばん", "最も"), "いちばん": ("一番", "最も"), "最も": ("一番", "いちばん", "最大", "最高"), "全員": ("みな", "皆", "全")}  # fmt: skip
#: Names in which such a word reserves nothing.
_NAMES = re.compile(
    "検討会|相談記録|相談者|相談窓口|相談員|相談先|相談会|希望者|計画書|事業計画|経営計画|目標利益|紹介状|紹介元|紹介先|紹介料|意見書|提案書|約束手形|解説ページ"
)
_ACCORDING = re.compile("によると|によれば|の話では")
_SPEECH = re.compile(r"「[^「」]{4,}」|『[^『』]{4,}』")


def is_stronger(sentence: str, parts: Sequence[Clause], source: str, places: Sequence[Clause]) -> bool:
    """Tell whether a sentence claims more surely than its source."""
    for strong in _STRONG.findall(sentence):
        if not any(word in source for word in (strong, *_SAME_STRENGTH.get(strong, ()))):
            return True
    whole = _without_names(sentence)
    for part in parts:
        said = whole if _ACCORDING.search(whole) else _without_names(part.text + following(part, parts))
        for place in nearest(part.topics, places)[:1]:
            if _drops_reserve(part, said, whole, place, source):
                return True
    return _drops_speech(parts, sentence, source)


def _drops_reserve(part: Clause, said: str, whole: str, place: Clause, source: str) -> bool:
    """Look at the reserve of the place itself, and at the condition that stands before it in its sentence."""
    shared = len(part.topics & place.topics)
    if shared * 2 < len(place.topics):
        return False
    for name, pattern in _HELD.items():
        if pattern.search(_without_names(place.text)) and not any(
            _HELD[other].search(whole if other in _ANYWHERE else said) for other in _TOLD_BY[name]
        ):
            return True
    before = _before(place, source)
    return bool(_COUNTERFACTUAL.search(before)) and not any(_HELD[other].search(whole) for other in _ANYWHERE)


_COUNTERFACTUAL = re.compile(r"(?:[てで]いれば|れば|けば|せば|めば|えば|なら|たら|場合[にはも]*|ても|でも)、$")


def _without_names(text: str) -> str:
    return _NAMES.sub("", text)


def _before(place: Clause, source: str) -> str:
    return source[max(0, place.start - 12) : place.start]


def _drops_speech(parts: Sequence[Clause], sentence: str, source: str) -> bool:
    """What somebody says in 「」 is not what the source says, unless the sentence says who speaks."""
    spoken = [m.span() for m in _SPEECH.finditer(source)]
    if not spoken or _HELD["伝聞"].search(sentence) or _HELD["計画"].search(sentence):
        return False
    inside = frozenset("".join(source[a:b] for a, b in spoken))
    outside = frozenset("".join(c for i, c in enumerate(source) if not any(a <= i < b for a, b in spoken)))
    topics = [t for part in parts for t in part.topics]
    return sum(t not in outside and set(t) <= inside for t in topics) * 2 > len(topics)
