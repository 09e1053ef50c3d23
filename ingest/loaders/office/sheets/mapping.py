"""Finds the header row of a sheet of cases and decides, by headings and contents, what each column is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.loaders.loaded import LoadError
from ingest.loaders.office.sheets.codes import code_of, codes_of, is_only_code, mostly_codes
from ingest.loaders.office.sheets.headers import Meaning, folded, meaning_of
from knowledge import taxonomy
from knowledge.entries import CASE_CORE, CASE_SECTIONS

HEADER_WITHIN = 30  # rows
_LEAST = 3  # columns that must be understood
_CODED_TWIN = {"表面の課題": "topics", "相談のきっかけ": "topics", "結果": "outcome"}
_TEXT_TWIN = {"topics": "表面の課題", "outcome": "結果", "owner_type": "前提条件", "owner_traits": "前提条件"}
_FIELDS = ("title", "id", "key", "period", "start", "end", "tools", "visibility", "person", "firm", "place", "other")
Rows = Sequence[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Mapped:
    """A header: how many of the first rows it ends after, its headings, and what each column means (None: unused)."""

    after: int
    headings: tuple[str, ...]
    meanings: tuple[Meaning | None, ...]

    def told(self) -> list[str]:
        """Return a sentence for each guess, and one for the columns that are not used."""
        said = []
        for heading, meaning in zip(self.headings, self.meanings, strict=True):
            if meaning and meaning.is_name:
                said.append(f"列「{_short(heading)}」は「{meaning.label}」として匿名化だけに使い、本文には入れません。")
            elif meaning and not meaning.exact:
                said.append(f"列「{_short(heading)}」を「{meaning.label}」として読みました。")
        unused = [_short(h) for h, m in zip(self.headings, self.meanings, strict=True) if m is None and h.strip()]
        if unused:
            said.append(
                f"使わなかった列: {'、'.join(f'「{h}」' for h in unused[:20])}。使う場合は .yaml の columns に「見出し: 項目」で書いてください。"
            )
        return said


def find_header(first: Rows, given: Mapping[str, str]) -> Mapped | None:
    """Return the header among the first rows, or None when this is no sheet of cases.

    A sheet of cases has at least three columns that are understood, one of them 本質的課題, 打ち手 or 結果, and one
    more section, and a row below them. Two rows are read as one header when that tells more.
    """
    best: tuple[tuple[int, int], Mapped] | None = None
    for at, (_, row) in enumerate(first[:HEADER_WITHIN]):
        candidates: list[tuple[int, tuple[str, ...], Sequence[str]]] = [(at + 1, tuple(row), ())]
        if at + 1 < len(first):
            under = first[at + 1][1]
            candidates.append((at + 2, _joined(row, under), under))
        for after, headings, lower in candidates:
            if after >= len(first) or not _looks_like_header(headings):
                continue
            below = [r for _, r in first[after : after + 40]]
            meanings = _meanings(headings, lower, given, below)
            score = (sum(m is not None for m in meanings), int(not lower))
            if _is_of_cases(meanings) and (best is None or score > best[0]):
                best = (score, Mapped(after, headings, meanings))
    return best[1] if best else None


def lists_clients(first: Rows) -> bool:
    """Tell whether the rows are a list of people or firms: such a list must not come in as a plain document.

    It has a column of people or firms with two names or more, and beside it contacts, places or what they asked for.
    """
    for at, (_, row) in enumerate(first[:HEADER_WITHIN]):
        meanings = [meaning_of(cell) if len(cell) <= 20 else None for cell in row]
        telling = {m.field for m in meanings if m and (m.is_name or m.is_section)}
        columns = [place for place, m in enumerate(meanings) if m and m.field in ("person", "firm")]
        if len(telling) < 2 or not columns:
            continue
        if sum(any(_names_someone(r, place) for place in columns) for _, r in first[at + 1 :]) >= 2:
            return True
    return False


def _names_someone(row: Sequence[str], place: int) -> bool:
    """Tell whether a cell below a heading of names is filled with something that is no label itself, as forms have."""
    return place < len(row) and bool(row[place].strip()) and meaning_of(row[place]) is None


def given_meaning(field: str) -> Meaning:
    """Return the meaning that a side-car gives by name; raise LoadError when there is no such field."""
    if field in CASE_SECTIONS or field in _FIELDS or field in taxonomy.VOCABULARIES:
        return Meaning(field, exact=True)
    found = meaning_of(field)
    if found is None:
        raise LoadError(
            f"columns の項目「{field[:30]}」が分かりません。打ち手、結果、industry のように書いてください。"
        )
    return replace(found, exact=True)


def _looks_like_header(headings: Sequence[str]) -> bool:
    filled = [h for h in headings if h.strip()]
    return len(filled) >= _LEAST and sum(len(h) <= 40 for h in filled) >= 0.8 * len(filled)


def _joined(top: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """Return a header of two rows: a group's name (which stands over several columns) with the name below it."""
    wide = max(len(top), len(below))
    upper = [*top, *[""] * (wide - len(top))]
    lower = [*below, *[""] * (wide - len(below))]
    joined, group = [], ""
    for over, under in zip(upper, lower, strict=True):
        if over.strip():
            group = over.strip()
        if under.strip() in ("", over.strip()):
            joined.append(over)
        else:
            joined.append(f"{group}({under.strip()})" if group else under)
    return tuple(joined)


def _meanings(
    headings: Sequence[str], lower: Sequence[str], given: Mapping[str, str], below: Sequence[Sequence[str]]
) -> tuple[Meaning | None, ...]:
    prescribed = {folded(k): v for k, v in given.items()}
    found: list[Meaning | None] = []
    for at, heading in enumerate(headings):
        if folded(heading) in prescribed:
            found.append(given_meaning(prescribed[folded(heading)]))
            continue
        meaning = meaning_of(heading)
        if at < len(lower) and not (meaning and meaning.field == "figure"):
            meaning = meaning_of(lower[at]) or meaning  # the name below a group's says more than the group's
        sample = [row[at] for row in below if at < len(row) and row[at].strip()]
        found.append(_by_contents(meaning, sample) if meaning else None)
    taken = [m.field for m in found if m]
    return tuple(
        None if m and m.field == "title" and taken.count("title") > 1 and found.index(m) != at else m
        for at, m in enumerate(found)
    )


def _by_contents(meaning: Meaning, sample: Sequence[str]) -> Meaning:
    """Turn a section into its coded twin when its cells are short codes, and a coded field into text when they are long."""
    if not sample:
        return meaning
    if meaning.field == "person" and sum(is_only_code("owner_type", cell) for cell in sample) >= 0.6 * len(sample):
        return Meaning("owner_type")
    short = sum(len(cell.strip()) <= 14 for cell in sample) >= 0.8 * len(sample)
    twin = _CODED_TWIN.get(meaning.field)
    if twin and short and sum(_readable(twin, cell) for cell in sample) >= 0.6 * len(sample):
        return Meaning(twin, also=meaning.field if twin == "topics" else "")
    long = sum(len(cell.strip()) > 30 for cell in sample) >= 0.5 * len(sample)
    text_twin = _TEXT_TWIN.get(meaning.field)
    if text_twin and long:
        return Meaning(text_twin)
    return meaning


def _readable(field: str, cell: str) -> bool:
    """Tell whether a cell names codes and is no sentence that happens to hold a word of the field."""
    if "。" in cell:
        return False
    return (
        bool(codes_of(field, cell)[0]) and mostly_codes(field, cell)
        if field == "topics"
        else bool(code_of(field, cell))
    )


def _is_of_cases(meanings: Sequence[Meaning | None]) -> bool:
    fields = {m.field for m in meanings if m}
    sections = fields & set(CASE_SECTIONS)
    return sum(m is not None for m in meanings) >= _LEAST and len(sections) >= 2 and bool(sections & set(CASE_CORE))


def _short(heading: str) -> str:
    words = " ".join(heading.split())
    return words if len(words) <= 30 else f"{words[:29]}…"
