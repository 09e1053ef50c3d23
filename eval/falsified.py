"""Ways in which an answer goes wrong: each takes a sentence that its source supports and returns it false, by a fixed seed.

A way returns None where a sentence has nothing to falsify. ``Elsewhere`` holds what is brought in from other entries.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.answer import Citation, Sentence
from knowledge.entries import Entry

_DIGIT = re.compile(r"(?<![第A-Za-z])[0-9０-９](?![0-9]*[.:/][a-z])")
_UNITS = {
    "万円": "億円", "億円": "万円", "千円": "万円", "%": "ポイント", "％": "割", "割": "%", "か月": "年", "ヶ月": "年",
    "週間": "か月", "時間": "日", "分": "時間", "人": "社", "社": "人", "個": "箱", "品": "店", "円": "万円", "日": "週",
}  # fmt: skip
_UNIT = re.compile(r"(?<=[0-9０-９])(" + "|".join(sorted(_UNITS, key=len, reverse=True)) + r")(?![0-9分未のう])")
_NEGATIONS: Sequence[tuple[str, str]] = (
    ("ませんでした", "ました"), ("しなかった", "した"), ("わなかった", "った"), ("らなかった", "った"), ("かなかった", "いた"),
    ("がなかった", "があった"), ("はなかった", "があった"), ("もなかった", "があった"), ("できません", "できます"),
    ("りません", "ります"), ("しません", "します"), ("できない", "できる"), ("らない", "る"), ("れない", "れる"), ("しない", "する"),
    ("していない", "している"), ("ました", "ませんでした"), ("します", "しません"), ("れます", "れません"), ("ります", "りません"),
    ("きます", "きません"), ("います", "いません"), ("えます", "えません"), ("みます", "みません"), ("した。", "しなかった。"),
    ("った。", "わなかった。"), ("れた。", "れなかった。"), ("いた。", "いなかった。"), ("する。", "しない。"), ("れる。", "れない。"),
    ("なる。", "ならない。"), ("です。", "ではありません。"), ("だった。", "ではなかった。"), ("である。", "ではない。"),
)  # fmt: skip
_DIRECTIONS: Sequence[tuple[str, str]] = (
    ("増え", "減り"), ("減っ", "増え"), ("減り", "増え"), ("減少", "増加"), ("増加", "減少"), ("値上げ", "値下げ"), ("値引き", "値上げ"),
    ("上がっ", "下がっ"), ("下がっ", "上がっ"), ("上がる", "下がる"), ("下がる", "上がる"), ("上げ", "下げ"), ("落ち", "伸び"),
    ("伸び", "落ち"), ("黒字", "赤字"), ("赤字", "黒字"), ("上限", "下限"), ("以上", "以下"), ("以下", "以上"), ("以内", "以上"),
    ("未満", "以上"), ("必要", "不要"), ("短く", "長く"), ("早く", "遅く"), ("多い", "少ない"), ("高い", "安い"), ("低い", "高い"),
    ("改善", "悪化"), ("始め", "終え"), ("増やす", "減らす"), ("減らす", "増やす"),
)  # fmt: skip
_ORDERS: Sequence[tuple[str, str]] = (
    ("の前に", "の後に"), ("る前に", "た後に"), ("う前に", "った後に"), ("の後に", "の前に"), ("た後に", "る前に"), ("先に", "後で"),
    ("あとで", "前に"), ("後に", "前に"), ("てから", "る前に"), ("前の", "後の"), ("後の", "前の"),
)  # fmt: skip
_STRENGTHS: Sequence[tuple[str, str]] = (
    ("場合がある", "必ずある"), ("場合があります", "ことが必ずあります"), ("ことがある", "ことになる"), ("ことがあります", "ことに必ずなります"),
    ("おそれがあります", "ことになります"), ("おそれがある", "ことになる"), ("かもしれません", "に違いありません"), ("検討", "実施"),
    ("とされます", "と決まっています"), ("目安", "絶対の基準"), ("やすく", "必ず"), ("勧めた", "実行させた"), ("つもり", "事実"),
    ("予定", "実績"), ("見込み", "確定"), ("と考え", "と証明され"), ("と尋ねた", "と断定した"), ("考えます", "保証します"), ("望ましい", "義務である"),
    ("という発言があります", "と決まりました"), ("てもらう", "なければならない"), ("ことが多い", "ことしかない"), ("多くは", "すべては"),
)  # fmt: skip
_NAMES: Sequence[tuple[str, str]] = (
    ("二代目", "三代目"), ("三代目", "二代目"), ("コーディネーター", "税理士"), ("CO", "弁護士"), ("社長", "会長"), ("税理士", "弁護士"),
    ("弁護士", "税理士"), ("信用金庫", "日本政策金融公庫"), ("銀行", "信用保証協会"), ("商工会議所", "ハローワーク"), ("商工会", "労働局"),
    ("先代", "専務"), ("店主", "部長"), ("院長", "看護師長"), ("妻", "兄"), ("息子", "甥"), ("パート", "正社員"), ("職人", "事務員"),
    ("労働局", "税務署"), ("労働基準監督署", "保健所"), ("市区町村", "都道府県"), ("経済産業省", "厚生労働省"), ("よろず支援拠点", "中小企業活性化協議会"),
    ("経営者", "コンサルタント"), ("専門家", "議員"),
)  # fmt: skip
_SCHEME = re.compile(r"[一-龥ァ-ヴー]{2,14}(?:補助金|助成金|保証|資金|センター|拠点|協議会|法|ベンチマーク|制度)")
#: Said by nobody in the starter knowledge.
INVENTED = (
    "この取り組みを行った店の9割で、半年以内に売上が2倍になりました。",
    "申請すれば、必ず採択されます。",
    "融資の審査は、よろず支援拠点の紹介があれば通ります。",
    "従業員1人あたり一律30万円が、翌月に振り込まれます。",
    "国税庁の通達により、この経費は全額が控除されます。",
    "全国の拠点の調査では、値上げ後の離客は平均1.2%でした。",
    "社長は翌年、隣県に3店目を開き、年商は5億円を超えました。",
    "この特例は2031年3月末まで延長されることが決まっています。",
)
Way = Callable[[Sentence, random.Random, "Elsewhere"], Sentence | None]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What other entries have: the entries themselves, whole sentences of theirs, and the names of schemes."""

    entries: Sequence[Entry]
    sentences: Mapping[str, Sequence[str]]
    schemes: Sequence[str]


def figure(sentence: Sentence, dice: random.Random, _elsewhere: Elsewhere) -> Sentence | None:
    """Change one digit."""
    places = [m.start() for m in _DIGIT.finditer(sentence.text)]
    if not places:
        return None
    at = dice.choice(places)
    digit = dice.choice([d for d in "123456789" if d != sentence.text[at]])
    return _reworded(sentence, sentence.text[:at] + digit + sentence.text[at + 1 :], dice)


def unit(sentence: Sentence, dice: random.Random, _elsewhere: Elsewhere) -> Sentence | None:
    """Change one unit."""
    found = list(_UNIT.finditer(sentence.text))
    if not found:
        return None
    match = dice.choice(found)
    text = sentence.text[: match.start()] + _UNITS[match[1]] + sentence.text[match.end() :]
    return _reworded(sentence, text, dice)


def _swapping(pairs: Sequence[tuple[str, str]], last: bool = False) -> Way:
    def way(sentence: Sentence, dice: random.Random, _elsewhere: Elsewhere) -> Sentence | None:
        if sentence.text.rstrip("」").endswith(
            ("か。", "か？", "か")
        ):  # a question denies nothing: ありますか, ありませんか
            return None
        usable = [(a, b) for a, b in pairs if a in sentence.text and not (last and _asks(sentence.text, a))]
        if not usable:
            return None
        one, other = usable[0] if last else dice.choice(usable)
        at = sentence.text.rindex(one) if last else sentence.text.index(one)
        return _reworded(sentence, sentence.text[:at] + other + sentence.text[at + len(one) :], dice)

    return way


def _asks(text: str, denial: str) -> bool:
    """Tell whether the last denial belongs to a question inside the sentence: 当てられないかを確かめる denies nothing either."""
    return text.startswith("か", text.rindex(denial) + len(denial))


def scheme(sentence: Sentence, dice: random.Random, elsewhere: Elsewhere) -> Sentence | None:
    """Put another scheme or office in the place of the one that is named."""
    found = _SCHEME.search(sentence.text)
    others = [s for s in elsewhere.schemes if s not in sentence.text]
    if not found or not others:
        return None
    return _reworded(sentence, sentence.text.replace(found[0], dice.choice(others)), dice)


def other_fact(sentence: Sentence, dice: random.Random, elsewhere: Elsewhere) -> Sentence | None:
    """Say of this source what another entry says."""
    own = sentence.citations[0].entry_id
    pool = elsewhere.sentences[dice.choice([i for i in elsewhere.sentences if i != own])]
    return replace(sentence, text=dice.choice(pool))


def moved(sentence: Sentence, dice: random.Random, elsewhere: Elsewhere) -> Sentence | None:
    """Let the citation point at another section, or at another entry."""
    citation = sentence.citations[0]
    entry = next((e for e in elsewhere.entries if e.id == citation.entry_id), None)
    others = [s for s in entry.sections if s.anchor != citation.anchor] if entry else []
    if others and dice.random() < 0.5:
        section = dice.choice(others)
        return _citing(sentence, replace(citation, anchor=section.anchor, start=section.start, end=section.end))
    target = dice.choice([e for e in elsewhere.entries if e.id != citation.entry_id and e.sections])
    section = dice.choice(target.sections)
    return _citing(sentence, replace(citation, entry_id=target.id, anchor=section.anchor))


def nowhere(sentence: Sentence, dice: random.Random, _elsewhere: Elsewhere) -> Sentence | None:
    """Invent a sentence, with itself for a quote or under the true one."""
    text = dice.choice(INVENTED)
    if dice.random() < 0.5:
        return replace(sentence, text=text)
    citation = sentence.citations[0]
    return replace(sentence, text=text, citations=(replace(citation, quote=text, end=citation.start + len(text)),))


def foreign_number(sentence: Sentence, _dice: random.Random, _elsewhere: Elsewhere) -> Sentence | None:
    """Cite by a number that the search did not give out."""
    return _citing(sentence, replace(sentence.citations[0], number=97))


WAYS: Mapping[str, Way] = {
    "figure": figure,
    "unit": unit,
    "negation": _swapping(_NEGATIONS, last=True),
    "direction": _swapping(_DIRECTIONS),
    "order": _swapping(_ORDERS),
    "name": _swapping(_NAMES),
    "modality": _swapping(_STRENGTHS),
    "scheme": scheme,
    "other-fact": other_fact,
    "moved": moved,
    "nowhere": nowhere,
    "number": foreign_number,
}


def _reworded(sentence: Sentence, text: str, dice: random.Random) -> Sentence:
    """Falsify the sentence, and in every second case its quote with it."""
    if dice.random() < 0.5 or len(sentence.citations) != 1 or sentence.text != sentence.citations[0].quote:
        return replace(sentence, text=text)
    citation: Citation = replace(sentence.citations[0], quote=text)
    return replace(sentence, text=text, citations=(citation,))


def _citing(sentence: Sentence, citation: Citation) -> Sentence:
    return replace(sentence, citations=(citation, *sentence.citations[1:]))
