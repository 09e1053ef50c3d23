"""What a talk has told of its client up to now: premises, what was ruled out, and the story that a follow-up leans on."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.answer import Premise
from assistant.answering.schemes import schemes_named
from knowledge import taxonomy
from knowledge.reading import read
from knowledge.words import fold

_HEADCOUNT = re.compile(
    r"(?:従業員|社員|スタッフ|職員|パート|人員)(?:数)?(?:は|が|も|を含め|合わせて)?約?(\d{1,4})(?:人|名)(?!が?も?(?:辞|やめ|退職|離職|減|増|採|足り|不足|欲し|ほし))|(\d{1,4})(?:人|名)(?:の|規模の)(?:会社|工場|工務店|事業所|旅館|店)"
)
_SIZE_BOUNDS = ((1, "s1"), (5, "s5"), (20, "s20"), (50, "s50"), (100, "s100"), (300, "s300"))
_NOT_SO_MANY = re.compile(r"(\d{1,4})(?:人|名)(?:では?|じゃ)?な(?:く|い)て?、?(?=\D{0,8}\d)")  # 5人ではなく8人
_FOLLOW_UP = re.compile(
    r"^(?:では|じゃあ|それ|その|この|ほか|他に|もっと|失敗(?:した)?例|成功(?:した)?例|逆に|反対に|具体的|なぜ|どうして|続き|詳し|次)|(?:失敗|成功)(?:例|事例|した例)は[?？]?$"
)
_DENIED = re.compile(r"([^\s。、はがの]{2,8})(?:では|じゃ)(?:なく|あり(?:ません|ませんでした))")
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]?")
_ASKED = re.compile(r"(?:[?？]|(?:か|ください|下さい|たいです|教えて|見せて|ほしいです|お願いします)[。！？!?]?)$")
_OTHER_TRADE = re.compile(
    r"(?:その|この|同じ)(?:業種|業界)(?:以外|では?な|じゃな)|(?:他|ほか|別|違う|異なる)の?(?:業種|業界)"
)
_TELLS = 8  # letters
_SHORT = 40  # characters: a question that leans on what was said before
#: Fields of which a talk holds one value at a time: a new one replaces the earlier.
_SINGLE = ("industry", "size", "owner_type", "stage", "outcome")
#: Words with which people turn to another client.
_ANEW = re.compile(
    r"(?:^|[。！!\n])\s*(?:ところで|さて|では|それでは)?、?(?:"
    r"(?:(?:が?らりと|全く|まったく)?話(?:は|が|を)?(?:少し|ちょっと)?(?:変わ|かわ|替わ|変え|替え)|相談者が?(?:変わ|かわ|替わ))"
    r"|(?:(?:全く|まったく)?(?:別|違う|ほか|他)|もう(?:1|一)(?:つ|件|人))の(?:ご?相談(?!者の)|案件|件(?!数)|話|相談者(?!の))(?:です|で、|なの|なん|に(?:移|なり|つい|入)|が(?:来|あり)|を(?:お願い|させ|しても)|、)"
    r"|(?:次|今度|新し(?:い|く来た))の?(?:ご?相談(?!会|日|時|窓口|の)|案件|相談者|お客(?:さん|様)?)(?:は|です|で|なの|なん|に(?:移|なり|つい|入)|が|を|、)"
    r")"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What one text tells: the premises that its words name, the ``field:code`` that it rules out, and the words it does so with."""

    premises: tuple[Premise, ...]
    excluded: tuple[str, ...]
    denied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Talk:
    """What holds now. ``query`` is the last text, with the client's story before it where it leans on one; ``anew``: it turns to another client."""

    premises: tuple[Premise, ...]
    excluded: tuple[str, ...]
    query: str
    anew: bool = False


def follow(earlier: Sequence[str], text: str) -> Talk:
    """Read a talk up to its last text; what was said of an earlier client is forgotten."""
    anew = bool(earlier) and bool(_ANEW.search(text))
    same = [] if anew else _of_this_client(earlier)
    premises, excluded = _carried([*same, text])
    if _OTHER_TRADE.search(text):
        excluded += [f"industry:{p.code}" for p in premises if p.field == "industry"]
        premises = [p for p in premises if p.field != "industry"]
    story = _story(same) if _leans(text, same) else ""
    query = read(text).query
    if story:
        query = f"{_as_it_stands(_told(read(story).query), premises, excluded)}\n{query}"
    return Talk(tuple(premises), tuple(excluded), query, anew)


def _of_this_client(earlier: Sequence[str]) -> Sequence[str]:
    turned = [at for at, text in enumerate(earlier) if at and _ANEW.search(text)]
    return earlier[turned[-1] :] if turned else earlier


@functools.lru_cache(maxsize=2_000)  # a talk is read again at every turn; texts are masked, and kept in memory only
def said(text: str) -> Said:
    """Read one text."""
    text = _NOT_SO_MANY.sub("", fold(text))
    reading = read(text)
    premises: dict[tuple[str, str], Premise] = {}
    for mention in reading.mentions:
        if mention.field == "partners":
            continue
        label = taxonomy.VOCABULARIES[mention.field].label_of(mention.code)
        premises.setdefault(
            (mention.field, mention.code),
            Premise(field=mention.field, code=mention.code, label=label, word=mention.word),
        )
    size = _size(text)
    if size:
        for key in [k for k in premises if k[0] == "size"]:
            del premises[key]
        premises["size", size.code] = size
    both = {"success", "failure"} <= {code for name, code in premises if name == "outcome"}
    kept = [
        p
        for key, p in premises.items()
        if f"{key[0]}:{key[1]}" not in reading.excluded and not (both and key[0] == "outcome")
    ]
    return Said(tuple(kept), reading.excluded, tuple(_denied(text, reading.excluded)))


def _denied(text: str, excluded: Sequence[str]) -> Iterator[str]:
    """Yield the words that a text rules out, also those that are only part of a premise's word (飲食ではなく)."""
    yield from (m.word for m in taxonomy.mentions(text) if f"{m.field}:{m.code}" in excluded)
    yield from (found[1] for found in _DENIED.finditer(text))


def _size(folded: str) -> Premise | None:
    found = _HEADCOUNT.search(folded)
    if not found:
        return None
    people = int(found[1] or found[2])
    code = next((code for most, code in _SIZE_BOUNDS if people <= most), "")
    return Premise(field="size", code=code, label=taxonomy.SIZES.label_of(code), word=found[0]) if code else None


def _carried(texts: Sequence[str]) -> tuple[list[Premise], list[str]]:
    """Return what holds after the last text: what was said later replaces, rules out or takes back the earlier."""
    kept: list[Premise] = []
    excluded: list[str] = []
    for told in map(said, texts):
        named = {f"{p.field}:{p.code}" for p in told.premises}
        excluded = [e for e in excluded if e not in named and not e.startswith("outcome:")]
        denied = {f"{p.field}:{p.code}" for p in kept if _denies(told, p)}
        other = {f"{p.field}:{p.code}" for p in kept if p.field == "topics"} - denied  # 借入に頼らず leaves 資金繰り
        excluded = list(dict.fromkeys([*excluded, *(e for e in told.excluded if e not in other), *denied]))
        kept = [p for p in _replaced(kept, told.premises) if f"{p.field}:{p.code}" not in excluded]
    return kept, excluded


def _denies(told: Said, premise: Premise) -> bool:
    """Tell whether a text takes back what a premise was read from."""
    if premise.field == "topics":
        return premise.word in told.denied
    if f"{premise.field}:{premise.code}" in told.excluded:
        return True
    said_so = any((p.field, p.code) == (premise.field, premise.code) for p in told.premises)
    return not said_so and any(premise.word.startswith(word) for word in told.denied)


def _replaced(old: Sequence[Premise], new: Sequence[Premise]) -> list[Premise]:
    renewed = {p.field for p in new if p.field in _SINGLE}
    merged = [p for p in old if p.field not in renewed and p.field != "outcome"]
    present = {(p.field, p.code) for p in merged}
    return merged + [p for p in new if (p.field, p.code) not in present]


def _leans(text: str, earlier: Sequence[str]) -> bool:
    """Tell whether a text cannot be searched for by itself: it points back, or is short and names neither a client nor a scheme."""
    if not earlier:
        return False
    if _FOLLOW_UP.search(text):
        return True
    fields = {p.field for p in said(text).premises}
    return len(text) < _SHORT and not {"industry", "topics"} <= fields and not schemes_named(text)


def _story(earlier: Sequence[str]) -> str:
    """Return the earlier text that tells most of the client: the most premises, the longest of those, the latest."""
    told = {text: len({p.field for p in said(text).premises} - {"outcome"}) for text in earlier}
    return max(reversed(earlier), key=lambda text: (told[text], len(text)))


def _told(story: str) -> str:
    """Return what a story tells, without what it asked for then; all of it where it only asks."""
    kept = "".join(s for s in _SENTENCE.findall(story) if not _ASKED.search(s.strip())).strip()
    return kept if len(kept) >= _TELLS else story


def _as_it_stands(story: str, premises: Sequence[Premise], excluded: Sequence[str]) -> str:
    """Return the story without the words that were corrected since."""
    holding = {(p.field, p.code) for p in premises}
    settled = {p.field for p in premises if p.field in _SINGLE}
    gone = [
        p.word
        for p in said(story).premises
        if p.word and (p.field, p.code) not in holding and (p.field in settled or f"{p.field}:{p.code}" in excluded)
    ]
    folded = fold(story) if gone else story
    for word in sorted(gone, key=len, reverse=True):
        folded = re.sub(rf"{re.escape(word)}(?:の(?=[一-龥ァ-ヶ])|で、|、)?", "", folded)
    return folded
