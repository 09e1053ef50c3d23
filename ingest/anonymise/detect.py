"""All rules over one text; where two see the same place the surer and longer one stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set

from ingest.anonymise.finding import Finding, Hit
from ingest.anonymise.folded import Folded, fold
from ingest.anonymise.identifiers.accounts import find_accounts
from ingest.anonymise.identifiers.addresses import find_addresses
from ingest.anonymise.identifiers.aloud import find_aloud
from ingest.anonymise.identifiers.births import find_births
from ingest.anonymise.identifiers.broken import find_broken
from ingest.anonymise.identifiers.claimed import find_claimed, find_parts
from ingest.anonymise.identifiers.dates import find_dates
from ingest.anonymise.identifiers.handles import find_handles
from ingest.anonymise.identifiers.identity import find_identity, find_insurance
from ingest.anonymise.identifiers.latin import find_latin
from ingest.anonymise.identifiers.loose import find_loose, find_told_parts
from ingest.anonymise.identifiers.loose_papers import find_papers_loosely
from ingest.anonymise.identifiers.marked import find_marked
from ingest.anonymise.identifiers.numbers import find_numbers
from ingest.anonymise.identifiers.online import find_online
from ingest.anonymise.identifiers.papers import find_birth_dates, find_licences
from ingest.anonymise.identifiers.phones import find_spelt
from ingest.anonymise.identifiers.places import find_places
from ingest.anonymise.identifiers.postal import find_postal_codes
from ingest.anonymise.identifiers.rough_addresses import find_rough_addresses
from ingest.anonymise.identifiers.unexplained import find_unexplained
from ingest.anonymise.identifiers.widened import widened
from ingest.anonymise.known import Known, find_known, find_name
from ingest.anonymise.names.addressed import find_addressed, find_spelt_out
from ingest.anonymise.names.columns import find_columns
from ingest.anonymise.names.dealings import find_dealings
from ingest.anonymise.names.firms import find_firms, firm_core
from ingest.anonymise.names.full_names import find_full_names
from ingest.anonymise.names.honorifics import AFTER_NAME
from ingest.anonymise.names.introduced import find_introduced
from ingest.anonymise.names.lexicon import lexicon
from ingest.anonymise.names.listed import find_listed
from ingest.anonymise.names.mentioned import find_mentioned
from ingest.anonymise.names.shops import find_shops
from ingest.anonymise.names.signed import find_signed
from ingest.anonymise.names.subjects import find_subjects
from ingest.anonymise.names.told import find_told
from ingest.anonymise.names.trade_names import find_trade_names
from ingest.anonymise.names.trades import proper_part
from ingest.anonymise.respelt import respelt

RULES = (
    find_online,
    find_handles,
    find_broken,
    find_marked,
    find_births,
    find_numbers,
    find_spelt,
    find_accounts,
    find_licences,
    find_identity,
    find_insurance,
    find_birth_dates,
    find_postal_codes,
    find_claimed,
    find_parts,
    find_addresses,
    find_places,
    find_firms,
    find_shops,
    find_trade_names,
    find_addressed,
    find_spelt_out,
    find_told,
    find_full_names,
    find_mentioned,
    find_dealings,
    find_introduced,
    find_listed,
    find_columns,
    find_signed,
    find_subjects,
    find_unexplained,
    find_aloud,
    find_rough_addresses,
    find_latin,
    find_papers_loosely,
    find_dates,
    find_loose,
    find_told_parts,
)
_OF_NUMBERS = (
    find_numbers,
    find_accounts,
    find_licences,
    find_identity,
    find_insurance,
    find_birth_dates,
    find_postal_codes,
    find_claimed,
)
_SORTS = {
    "phone": "number",
    "postal-code": "number",
    "corporate-number": "number",
    "my-number": "number",
    "invoice-number": "number",
    "bank-account": "number",
    "card": "number",
    "birth-date": "number",
    "licence": "number",
    "residence-card": "number",
    "insurance-number": "number",
    "number": "number",
    "address": "address",
    "mail": "online",
    "url": "online",
    "handle": "online",
}
_COUNT = re.compile(
    r"[一二三四五六七八九十百千両数]{1,3}(?:[品人名件点枚個社店台回度割章条階軒棟島種通月日年歳才]|本(?!木)|代(?!々))"
)
_STAND_IN = re.compile(r"[A-Z]{1,2}(?:社|店)")
_NAMES = ("person", "firm")
_BETWEEN = re.compile(r"(?:[ \n\-・.,、。/:()]|番号|ばんごう|記号|枝番|えだばん|内線|[はがのと]){0,24}")
_MENTIONS = 20  # names of one text looked for again without their form or honorific


def find(text: str, known: Sequence[Known] = ()) -> list[Finding]:
    """Return what identifies someone in ``text``: in order, not overlapping, spans in the text as given.

    ``known`` holds names from the record (client, firm, staff, place); they are found in every spelling.
    """
    folded = fold(text)
    hits = [*find_known(folded, known), *(hit for rule in RULES for hit in rule(folded))]
    hits += [*_joined(folded), *_respelt(folded)]
    again = [hit for kind, name in _mentioned(folded, hits) for hit in find_name(folded, name, kind, 0.7)]
    hits += [hit for hit in again if not _part_of_word(folded.text, hit)]
    hits = [hit for hit in hits if not (_counted(folded.text, hit) or _is_stand_in(folded.text, hit))]
    hits = [widened(folded.text, hit) if hit.kind in _SORTS else hit for hit in hits]
    return [_finding(folded, hit) for hit in _settle(_whole(_united(_named(folded, hits))))]


def _joined(folded: Folded) -> Iterator[Hit]:
    """Yield what the rules see once letters that stand one by one are joined."""
    joined = folded.joined()
    if joined:
        text, places = joined
        for hit in (hit for rule in RULES for hit in rule(text)):
            yield Hit(hit.kind, places[hit.start], places[hit.end - 1] + 1, hit.certainty)


def _respelt(folded: Folded) -> Iterator[Hit]:
    """Yield what the rules for numbers see once numbers read aloud or broken at a line's end stand in digits."""
    again = respelt(folded)
    if again:
        for hit in (hit for rule in _OF_NUMBERS for hit in rule(again.text)):
            yield Hit(hit.kind, again.starts[hit.start], again.ends[hit.end - 1], hit.certainty)


def _mentioned(folded: Folded, hits: Iterable[Hit]) -> list[tuple[str, str]]:
    """Return kind and name of what is long enough to be looked for again in the same text."""
    names = {(h.kind, firm_core(folded.text[h.start : h.end])) for h in hits if h.kind in ("firm", "person")}
    names |= {("firm", short) for kind, core in names if kind == "firm" and (short := _short(core))}
    long = {
        (k, n)
        for k, n in names
        if (len(n) >= (3 if k == "firm" else 2) and not n.isdigit()) or (n in lexicon().surnames and len(n) > 1)
    }
    return sorted(long)[:_MENTIONS]


def _short(core: str) -> str:
    """Return the own part of a firm's name when it is no place and no ordinary word."""
    own = proper_part(core)
    return own if len(own) >= 3 or (own in lexicon().surnames and own not in lexicon().weak) else ""


def _part_of_word(text: str, hit: Hit) -> bool:
    """Tell whether a short name stands inside a longer word, as 石川 does in 石川県."""
    around = text[max(0, hit.start - 1) : hit.start] + text[hit.end : hit.end + 1]
    return hit.end - hit.start <= 3 and any("一" <= c <= "龥" or "ァ" <= c <= "ー" for c in around)


def _counted(text: str, hit: Hit) -> bool:
    """Tell whether a doubtful name is a number with its counter (三品を値上げ) and no honorific follows."""
    count = hit.kind == "person" and hit.certainty < 0.8 and _COUNT.fullmatch(text, hit.start, hit.end)
    return bool(count) and not AFTER_NAME.match(text, hit.end)


def _is_stand_in(text: str, hit: Hit) -> bool:
    """Tell whether a doubtful firm is a letter that stands for one already (A社), so that masking twice is masking once."""
    return hit.kind == "firm" and hit.certainty < 0.8 and bool(_STAND_IN.fullmatch(text, hit.start, hit.end))


def _named(folded: Folded, hits: Sequence[Hit]) -> list[Hit]:
    """Leave out a number of no kind whose digits all have a kind already, or two numbers in a row would become one."""
    sure = {at for h in hits if h.certainty > 0.6 and _SORTS.get(h.kind) == "number" for at in range(h.start, h.end)}
    return [hit for hit in hits if hit.kind != "number" or not _known_already(folded, hit, sure)]


def _known_already(folded: Folded, hit: Hit, sure: Set[int]) -> bool:
    rest = "".join(folded.digits[at] for at in range(hit.start, hit.end) if at not in sure)
    return len(rest) < hit.end - hit.start and bool(_BETWEEN.fullmatch(rest))


def _united(hits: Iterable[Hit]) -> list[Hit]:
    """Join hits of one sort that overlap (two readings of one number or address), so that no end of one is left open."""
    joined: list[Hit] = []
    last: dict[str, int] = {}
    for hit in sorted(hits, key=lambda h: h.start):
        sort = _SORTS.get(hit.kind)
        at = last.get(sort, -1) if sort else -1
        if sort and at >= 0 and hit.start < joined[at].end:
            other = joined[at]
            kind = hit.kind if _weight(hit) > _weight(other) else other.kind
            joined[at] = Hit(kind, other.start, max(other.end, hit.end), max(hit.certainty, other.certainty))
            continue
        if sort:
            last[sort] = len(joined)
        joined.append(hit)
    return joined


def _whole(hits: Sequence[Hit]) -> list[Hit]:
    """Leave out a name that stands inside a longer one (長谷川 in 長谷川印刷), or the end of the longer would be left open."""
    kept: list[Hit] = []
    reached = 0  # the end of what began earlier, or here and is longer
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        name = hit.kind in _NAMES
        if name and hit.end <= reached and not any(hit.start == k.start and hit.end == k.end for k in kept[-3:]):
            continue
        kept.append(hit)
        if name and hit.certainty >= 0.6:
            reached = max(reached, hit.end)
    return kept


def _settle(hits: Iterable[Hit]) -> list[Hit]:
    """Keep the surest of what overlaps; a hit that covers a less sure one fully takes its place."""
    kept: list[Hit] = []
    taken: set[int] = set()
    for hit in sorted(hits, key=lambda h: (-_weight(h), h.start)):
        for start, end in _left_free(hit, taken):
            kept.append(Hit(hit.kind, start, end, hit.certainty))
            taken.update(range(start, end))
    return sorted(kept, key=lambda h: h.start)


def _left_free(hit: Hit, taken: Set[int]) -> Iterator[tuple[int, int]]:
    """Yield the parts of a hit that no surer one covers, where enough of it is left to tell something."""
    start = hit.start
    for at in range(hit.start, hit.end + 1):
        if at == hit.end or at in taken:
            if (at - start) * 2 > hit.end - hit.start:
                yield start, at
            start = at + 1


def _weight(hit: Hit) -> float:
    return hit.certainty + min(hit.end - hit.start, 60) * 0.01


def _finding(folded: Folded, hit: Hit) -> Finding:
    start, end = folded.span(hit.start, hit.end)
    return Finding(hit.kind, start, end, folded.original[start:end], hit.certainty)
