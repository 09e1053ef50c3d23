"""Whether a sentence points the way its source points: up or down, before or after, gain or loss, required or not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answering.verification.amounts import Amount
from assistant.answering.verification.clauses import Clause, clause_at, nearest

#: Axis → the words of its two poles. What a source does not point at, its sentence may not either.
_AXES: Mapping[str, tuple[str, str]] = {
    "量": (
        r"増[えやす加収員]|増(?=[、。し]|$)|伸[びばし]|膨ら|上昇|上が|上げ|上回|高ま|高め|拡大|向上|繰り上|引き上|上向|プラス|延び|延ば|長く",
        r"減[っりらるすしん少収額]|減(?=[、。に]|$)|落ち|落と|縮[まめ小]|低下|下が|下げ|下回|下落|引き下|値引|割引|削[らりっ減]|短[くい縮]|繰り下|マイナス|失[いうっわ]",
    ),
    "損得": (r"黒字|もうか|儲か|得(?=[でをにだ])", r"赤字|損(?!益|害|得|な)"),
    "順": (
        r"(?<![手直午目])前(?=[にのかまは、とで。]|$)|以前|事前|先に|先立|うちに|前倒",
        r"後から|後(?=[にのはもで、と。]|$)|後から|以後|以降|事後|[たの]あと|のち|[てで]から(?=[、一-龥ァ-ヴ始])|後回|翌",
    ),
    "要否": (r"必要(?!(?:は|が|も)?(?:な[いくか]|あり?ま?せ))|要[りるしっ]|義務|欠かせ|必須", r"不要|必要(?:は|が|も)?(?:な[いくか]|ありませ)|要らな|いらな"),
    "許し": (
        r"[てで]も(?:よ[いくか]|いい|かま|構|差し支え)|[てで]も(?:問題|支障)(?:は|が)?(?:な|あり)",
        r"[てで]は(?:なら|なり|いけ|いき)|禁止|禁じ",
    ),
    "境": (
        r"(?<![0-9%円割人年月日回度社店分つ個件歳])(?:以上|を超え|を上回)",
        r"(?<![0-9%円割人年月日回度社店分つ個件歳])(?:以下|以内|未満|を下回|に満たな)",
    ),
    "限度": (r"上限|最大|最高|最長", r"下限|最低(?!賃金)|最小|最短"),
    "早い遅い": (r"早[くいまめ]|速[くいま]|繰り上|前倒", r"遅[くいられ]|繰り下|後ろ倒|先延"),
    "高い安い": (r"高[くいさま]", r"安[くいさ]|低[くいさ]|薄[くい]"),
    "多い少ない": (r"多[くいか]|大半", r"少な[くいか]"),
    "出入り": (r"入って|入った|入り(?!口)|入金|受け取", r"出てい|出ていっ|出金|流出"),
    "始め終わり": (r"始[めま]|開始|開店|開業|発足|創業|導入", r"終[えわ]|終了|閉店|廃業|廃止|中止|解約|閉[めじ]"),
    "良し悪し": (r"良[くいか]|よくな|改善", r"悪[くいか化]|低迷"),
    "月と年": (r"月商|毎月|月々|月額|(?<![0-9])月の", r"年商|毎年|年額|年収|(?<![0-9])年の"),
    "し易さ": (r"やす[いくか]|易[いく]", r"にく[いくか]|づら[いくか]|難[いく]"),
    "当たり外れ": (r"当た[っりる]", r"外れ"),
    "知る隠す": (r"知らさ|知らせ|伝え", r"伏せ|隠[しすさ]|秘密"),
    "成否": (r"成功|うまくいっ|うまくいく|勝[ちっつ]", r"失敗|うまくいかな|負け"),
    "賛否": (r"賛成|受け入れ|引き受け|応じ[たてる]", r"反対|断[っりるわら]|拒"),
    "強弱": (r"強[いくまめ]", r"弱[いくまめ]"),
    "大小": (r"大き[いくな]", r"小さ[いくな]"),
    "新旧": (r"新し[いく]", r"古[いく]"),
    "売り買い": (r"売[りっる](?!上)", r"買[いっう]"),
    "平日休日": (r"平日", r"休日|土日|週末"),
    "有無料": (r"有料", r"無料"),
}  # fmt: skip
#: Axes on which another word for the same is common: only the opposite in the place itself speaks against a sentence.
_LENIENT = frozenset(
    {
        "出入り",
        "始め終わり",
        "良し悪し",
        "多い少ない",
        "早い遅い",
        "高い安い",
        "月と年",
        "し易さ",
        "当たり外れ",
        "知る隠す",
        "成否",
        "賛否",
        "強弱",
        "大小",
        "新旧",
        "売り買い",
        "平日休日",
        "有無料",
    }
)
_COMPILED = {axis: tuple(map(re.compile, poles)) for axis, poles in _AXES.items()}
_LAST = re.compile(r"[一-龥々ァ-ヴー]+(?=[^一-龥々ァ-ヴー]*$)")
_ADVERB = re.compile("先|事前|前倒|以後|以降|事後|後回|後で|後から|翌|のち|うちに")
_THEN = re.compile(r"([一-龥]+)(?:[いえきぎけしせちにびみりめれっ]{0,2}て|[んい]で)(?=、|[一-龥])")
#: Words that look as if they pointed somewhere.
_NO_POINTERS = re.compile(
    "売り?上げ?|売れ残|買い替|取り上|申し上|仕上|立ち上|下請|落ち着|落とし込|損益|前提|前述|以前|午前|名前|手前|前後|後継|後半|後者|最後|背後|生前|従前"
)
_FROM_TO = re.compile(r"から|[→⇒]")
_TURN = re.compile(
    r"^(?:以上|以下|以内|未満|ずつ|ほど|だけ|まで|くらい|程度|平均|[のをもに、は]){0,3}(?:(?P<up>増|上[がげ昇]|値上|伸|引き上|賃上)|(?P<down>減|下[がげ落]|値下|落|引き下|値引|割引)|(?P<after>後)|(?P<before>前(?!後))|(?P<gain>黒字|利益)|(?P<loss>赤字|損))"
)


@dataclass(frozen=True, slots=True)
class _Pointer:
    axis: str
    pole: int
    at: int
    argument: str


def points_alike(
    sentence: str,
    parts: Sequence[Clause],
    said: Sequence[Amount],
    source: str,
    places: Sequence[Clause],
    told: Sequence[Amount],
) -> bool:
    """Tell whether every direction of a sentence is one of its source: in the same clause, of the same amount, in the same order."""
    ours, theirs = _pointers(sentence), _pointers(source)
    return (
        all(_supported(pointer, ours, parts, theirs, places, told, sentence, source) for pointer in ours)
        and _same_turns(sentence, said, source, told)
        and _same_order(sentence, said, source, told)
    )


def _supported(
    pointer: _Pointer,
    ours: Sequence[_Pointer],
    parts: Sequence[Clause],
    theirs: Sequence[_Pointer],
    places: Sequence[Clause],
    told: Sequence[Amount],
    sentence: str,
    source: str,
) -> bool:
    if pointer.axis == "順":
        theirs = [*theirs, *_sequences(source)]
    same_axis = [p for p in theirs if p.axis == pointer.axis]
    alike = [p for p in same_axis if p.pole == pointer.pole]
    if not same_axis:
        return pointer.axis in _LENIENT or (pointer.axis == "量" and _numbers_turn(told, source) == pointer.pole)
    if not alike:
        return False
    if pointer.axis == "順" and pointer.argument:
        return any(_related(pointer.argument, p.argument) for p in alike)
    if len(alike) == len(same_axis):
        return True
    near = nearest(clause_at(parts, pointer.at).topics, places)
    held = [p for p in same_axis if any(c.start <= p.at < c.end for c in near)]
    own = clause_at(parts, pointer.at)
    often = sum(p.axis == pointer.axis and p.pole == pointer.pole and own.start <= p.at < own.end for p in ours)
    return not held or often <= sum(p.pole == pointer.pole for p in held)


def _pointers(text: str) -> list[_Pointer]:
    masked = _NO_POINTERS.sub(lambda match: "＿" * len(match[0]), text)
    return [
        _Pointer(axis, pole, match.start(), _argument(text, match) if axis == "順" else "")
        for axis, poles in _COMPILED.items()
        for pole, pattern in enumerate(poles)
        for match in pattern.finditer(masked)
    ]


def _argument(text: str, match: re.Match[str]) -> str:
    """Return what 前 and 後 are counted from; adverbs such as 先に are counted from nothing."""
    return "" if _ADVERB.match(match[0]) else text[max(0, match.start() - 10) : match.start()]


def _sequences(source: str) -> list[_Pointer]:
    """決めて行う is also 決めてから行う."""
    return [_Pointer("順", 1, m.start(), m[1]) for m in _THEN.finditer(source)]


def _related(one: str, other: str) -> bool:
    """Tell whether the word that stands last before a pointer stands before the other one, too."""
    last = _LAST.search(one)
    return not other or last is None or bool(set(last[0]) & set(other))


def _turns(text: str, found: Sequence[Amount]) -> dict[tuple[str, object], set[str]]:
    turns: dict[tuple[str, object], set[str]] = {}
    for amount in found:
        match = _TURN.match(text[amount.end : amount.end + 8])
        if match:
            turns.setdefault((amount.kind, amount.value), set()).add(match.lastgroup or "")
    return turns


def _same_turns(sentence: str, said: Sequence[Amount], source: str, told: Sequence[Amount]) -> bool:
    """An amount that the source calls a rise is no fall, and three weeks before are not three weeks after."""
    theirs = _turns(source, told)
    return all(not theirs.get(key) or turns & theirs[key] for key, turns in _turns(sentence, said).items())


def _same_order(sentence: str, said: Sequence[Amount], source: str, told: Sequence[Amount]) -> bool:
    """From 56 to 58 is not from 58 to 56, in whichever words."""
    theirs = _steps(source, told)
    return all((b, a) not in theirs or (a, b) in theirs for a, b in _steps(sentence, said))


def _steps(text: str, found: Sequence[Amount]) -> set[tuple[object, object]]:
    return {
        ((a.kind, a.value), (b.kind, b.value))
        for a, b in pairwise(found)
        if a.kind == b.kind and b.start - a.end <= 12 and _FROM_TO.search(text[a.end : b.start])
    }


def _numbers_turn(told: Sequence[Amount], source: str) -> int | None:
    """Return the way that the numbers of a source go where no word tells it: 0 up, 1 down."""
    ways = {int(b.value < a.value) for a, b in pairwise(told) if a.kind == b.kind and "から" in source[a.end : b.start]}
    return ways.pop() if len(ways) == 1 else None
