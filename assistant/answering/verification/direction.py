"""Whether a sentence points the way its source points: up or down, before or after, gain or loss, required or not …"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.verification.amounts import Amount
from assistant.answering.verification.clauses import Clause, clause_at, nearest, stem_before

#: Axis → the words of its two poles. What a source does not point at, its sentence may not either.
_AXES: Mapping[str, tuple[str, str]] = {
    "量": (
        r"増[えやす加収員]|増(?=[、。し]|$)|伸[びばし]|膨ら|上昇|上が|上げ|上回|高ま|高め|拡大|向上|繰り上|引き上|上向|プラス|延び|延ば|長く",
        r"減[っりらるすしん少収額]|減(?=[、。に]|$)|落ち|落と|縮[まめ小]|低下|下が|下げ|下回|下落|引き下|値引|割引|削[らりっ減]|短[くい縮]|繰り下|マイナス|失[いうっわ]",
    ),
    "損得": (r"黒字|もうか|儲か|得(?=[でをにだ])", r"赤字|損(?!益|害|得|な)"),
    "順": (
        r"(?<![手直午目])前(?=[にのかまは、とで。]|$)|以前|事前|先に|先立|うちに|[認購申実開締承契]前|前倒",
        r"後(?=[にのはもで、と。か]|$)|以後|以降|事後|[たの]あと|のち|[てで]から(?=[、一-龥ァ-ヴ始])|後回|翌",
    ),
    "要否": (r"必要(?!(?:は|が|も)?(?:な[いくか]|あり?ま?せ))|要[りるし]|義務|欠かせ|必須", r"不要|必要(?:は|が|も)?(?:な[いくか]|ありませ)|要らな|いらな"),
    "限度": (r"上限|最大|最高|最長", r"下限|最低(?!賃金)|最小|最短"),
    "早い遅い": (r"早[くいまめ]|速[くいま]|繰り上|前倒", r"遅[くいられ]|繰り下|後ろ倒|先延"),
    "高い安い": (r"高[くいさ]", r"安[くいさ]|低[くいさ]"),
    "多い少ない": (r"多[くいか]|大半", r"少な[くいか]"),
    "出入り": (r"入って|入った|入り(?!口)|入金|受け取", r"出てい|出ていっ|出金|流出"),
    "始め終わり": (r"始[めま]|開始|開店|開業|発足|創業|導入", r"終[えわ]|終了|閉店|廃業|廃止|中止|解約|閉[めじ]"),
    "良し悪し": (r"良[くいか]|よくな|改善", r"悪[くいか化]|低迷"),
    "月と年": (r"月商|毎月|月々|月額", r"年商|毎年|年額|年収"),
}  # fmt: skip
#: Axes on which another word for the same is common: only the opposite in the place itself speaks against a sentence.
_LENIENT = frozenset({"出入り", "始め終わり", "良し悪し", "多い少ない", "早い遅い", "高い安い", "月と年"})
_COMPILED = {axis: tuple(map(re.compile, poles)) for axis, poles in _AXES.items()}
_FROM_TO = re.compile(r"から|[→⇒]")
_TURN = re.compile(r"^[のほどだけを、は平均]{0,3}(?:(?P<up>増|上[がげ昇]|値上|伸|引き上|賃上)|(?P<down>減|下[がげ落]|値下|落|引き下|値引|割引)|(?P<after>後)|(?P<before>前(?!後)))")


@dataclass(frozen=True, slots=True)
class _Pointer:
    axis: str
    pole: int
    at: int
    argument: str


def points_alike(
    sentence: str, parts: Sequence[Clause], said: Sequence[Amount], source: str, places: Sequence[Clause], told: Sequence[Amount]
) -> bool:
    """Tell whether every direction of a sentence is one of its source: in the same clause, of the same amount, in the same order."""
    ours, theirs = _pointers(sentence), _pointers(source)
    return (
        all(_supported(pointer, parts, theirs, places, told, sentence, source) for pointer in ours)
        and _same_turns(sentence, said, source, told)
        and _same_order(sentence, said, source, told)
    )


def _supported(
    pointer: _Pointer,
    parts: Sequence[Clause],
    theirs: Sequence[_Pointer],
    places: Sequence[Clause],
    told: Sequence[Amount],
    sentence: str,
    source: str,
) -> bool:
    same_axis = [p for p in theirs if p.axis == pointer.axis]
    alike = [p for p in same_axis if p.pole == pointer.pole]
    if not same_axis:
        return pointer.axis in _LENIENT or pointer.axis == "量" and _numbers_turn(told, source) == pointer.pole
    if not alike:
        return False
    if pointer.axis == "順":
        return not pointer.argument or any(_related(pointer.argument, p.argument) for p in alike)
    if len(alike) == len(same_axis):
        return True
    near = nearest(clause_at(parts, pointer.at), places)
    held = [p for p in same_axis if any(c.start <= p.at < c.end for c in near)]
    return not held or any(p.pole == pointer.pole for p in held)


def _pointers(text: str) -> list[_Pointer]:
    return [
        _Pointer(axis, pole, match.start(), stem_before(text, match.start()) if axis == "順" else "")
        for axis, poles in _COMPILED.items()
        for pole, pattern in enumerate(poles)
        for match in pattern.finditer(text)
    ]


def _related(one: str, other: str) -> bool:
    return not other or bool(set(one) & set(other))


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
        for a, b in zip(found, found[1:], strict=False)
        if a.kind == b.kind and b.start - a.end <= 12 and _FROM_TO.search(text[a.end : b.start])
    }


def _numbers_turn(told: Sequence[Amount], source: str) -> int | None:
    """Return the way that the numbers of a source go where no word tells it: 0 up, 1 down."""
    ways = {int(b.value < a.value) for a, b in zip(told, told[1:], strict=False) if a.kind == b.kind and "から" in source[a.end : b.start]}
    return ways.pop() if len(ways) == 1 else None
