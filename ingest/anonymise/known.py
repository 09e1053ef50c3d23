"""Names known from the record (client, firm, staff, place), found in every spelling: legal form, spaces, kana, width, case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded, fold
from ingest.anonymise.names.firms import FORM, firm_core
from ingest.anonymise.names.honorifics import AFTER_NAME
from ingest.anonymise.names.lexicon import lexicon
from ingest.anonymise.names.trades import proper_part
from ingest.anonymise.variants import one_form


@dataclass(frozen=True, slots=True)
class Known:
    """A name that the record itself gives; ``role`` is person, firm, place or other and chooses the stand-in."""

    name: str
    role: str = "other"


_KINDS = {"person": "person", "firm": "firm", "place": "place"}
_READING = re.compile(r"^(.+?) ?[(](.+)[)]$")
_HONORIFIC = re.compile(AFTER_NAME.pattern + "|の(?:父|母|妻|夫|娘|息子)")
_APART = re.compile(r"[(「『、。,・/=\n]")  # what may stand on both sides of a name of one letter
_KANJI = re.compile(r"[一-龥々]")
_EDGE = 20
_TRADES = {
    "農園": "のうえん", "商店": "しょうてん", "食堂": "しょくどう", "工務店": "こうむてん", "工業": "こうぎょう", "製作所": "せいさくしょ", "建設": "けんせつ",
    "酒造": "しゅぞう", "水産": "すいさん", "旅館": "りょかん", "製菓": "せいか", "印刷": "いんさつ", "運輸": "うんゆ", "運送": "うんそう", "鉄工所": "てっこうしょ",
    "鉄工": "てっこう", "工房": "こうぼう", "美容室": "びようしつ", "洋品": "ようひん", "豆腐": "とうふ", "酒店": "さけてん", "塗装": "とそう", "薬局": "やっきょく", "製麺": "せいめん",
    "牧場": "ぼくじょう", "整骨院": "せいこついん", "接骨院": "せっこついん", "茶園": "ちゃえん", "産業": "さんぎょう", "商会": "しょうかい", "電機": "でんき", "設備": "せつび",
}  # fmt: skip


def find_known(folded: Folded, known: Sequence[Known]) -> Iterator[Hit]:
    """Yield each place where one of ``known`` stands, whole or in the part that people use for short.

    A name of one letter counts only before an honorific or alone between brackets and commas.
    """
    for name, kind in dict.fromkeys(_spellings(known)):
        yield from find_name(folded, name, kind)
    for part, kind, certainty in dict.fromkeys(_parts(known)):
        yield from find_name(folded, part, kind, certainty)


def _spellings(known: Sequence[Known]) -> Iterator[tuple[str, str]]:
    for one in known:
        kind = _KINDS.get(one.role, "known")
        name = fold(one.name).text.strip()
        read = _READING.match(name)
        for spelling in read.groups() if read and not FORM.search(name) else (name,):
            core = firm_core(spelling)
            yield core, kind
            if kind == "firm":
                yield from ((read, kind) for read in _read_out(core))


def _parts(known: Sequence[Known]) -> Iterator[tuple[str, str, float]]:
    """Yield surname and given name of persons, and the name of a shop without its trade."""
    for one in known:
        name = re.sub(r"[(].*", "", fold(one.name).text).strip()
        kind = _KINDS.get(one.role, "known")
        if one.role == "firm" or FORM.search(name):
            core = firm_core(name)
            for short in (proper_part(core), core.rpartition("の")[2] if "の" in core else ""):
                if len(short) > 2 or short == proper_part(core) != "":
                    yield short, kind, 0.7
        elif one.role in ("person", "other"):
            pieces = name.split()
            if len(pieces) == 1 and one.role == "person":
                family = lexicon().surname_of(name)
                pieces = [family, name[len(family) :]] if family and name != family else []
            if all(p.isascii() for p in pieces):
                yield from ((piece, kind, 0.8) for piece in pieces if len(piece) >= 4)
            elif len(pieces) == 2 and not any(p.isascii() for p in pieces):
                yield pieces[0], kind, 0.9
                yield pieces[1], kind, 0.85


def _read_out(core: str) -> Iterator[str]:
    """Yield the name with its trade or its surname in kana: ひとつぶのうえん, シバ洋品."""
    trade = next((word for word in _TRADES if core.endswith(word) and len(core) > len(word)), "")
    own = core[: len(core) - len(trade)]
    if trade:
        yield own + _TRADES[trade]
    for surname, reading in lexicon().spoken:
        if len(reading) > 1 and core.startswith(surname) and len(core) > len(surname):
            yield reading + core[len(surname) :]
            if own == surname:
                yield reading + _TRADES[trade]


def find_name(folded: Folded, core: str, kind: str, certainty: float = 1.0) -> Iterator[Hit]:
    """Yield every place of one name, with a legal form that stands beside it."""
    core = one_form(fold(core).kana)
    if not core.strip():
        return
    edge = (r"(?<![a-z0-9])", r"(?![a-z0-9])") if core.isascii() else ("", "")
    between = r"[ ・\n]{0,3}"
    pattern = re.compile(edge[0] + between.join(re.escape(c) for c in core if c != " ") + edge[1])
    for match in pattern.finditer(folded.plain):
        start, end = match.span()
        sure = _standing(folded.text, start, end, core)
        if not sure or (certainty < 1 and sure < 1 and len(core) == 1):
            continue
        before = re.search(rf"(?:{FORM.pattern}) ?$", folded.text[max(0, start - _EDGE) : start])
        after = re.compile(rf" ?(?:{FORM.pattern})").match(folded.text, end)
        if before:
            start -= len(before.group())
        elif after:
            end = after.end()
        yield Hit(kind, start, end, 1.0 if sure > 1 and certainty >= 0.8 else min(certainty, sure))


def _standing(text: str, start: int, end: int, core: str) -> float:
    """Return how surely a name stands for itself and is no part of a longer word: 0 for not, above 1 with an honorific."""
    if _HONORIFIC.match(text, end):
        return 1.5
    if len(core) == 1:
        between = (start == 0 or _APART.match(text[start - 1])) and (
            end == len(text) or re.match(r"[)」』、。・/\n]", text[end])
        )
        return 1.0 if between else 0.0
    if len(core) > 2 or core.isascii():
        return 1.0
    kana = not _KANJI.search(core)
    before, after = text[start - 1 : start], text[end : end + 1]
    if kana and (re.match(r"[ぁ-んァ-ヴー]", before) or re.match(r"[ァ-ヴー]", after)):
        return 0.6
    return 0.6 if not kana and (_KANJI.match(after) or _KANJI.match(before)) else 1.0
