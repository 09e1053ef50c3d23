"""Proposes how fresh a document is, from its text and name: as_of, valid_until, the scheme it belongs to and its edition.

Every proposal carries the line that it was read from; a person confirms it in the side-car. Nothing here is certain.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.entries import Policy

_YEAR = r"(?:(?P<era{0}>令和|平成|R|H)\s*(?P<count{0}>元|\d{{1,2}})(?:\s*年(?:\s*\(\d{{4}}年?\))?|[./])|(?P<year{0}>20\d\d|19\d\d)\s*(?:年(?:\s*\([^()]{{3,6}}\))?|[/.-]))"
_MONTH_DAY = r"\s*(?P<month{0}>\d{{1,2}})\s*[月/.-]\s*(?P<day{0}>\d{{1,2}})(?:\s*日|(?!\d))"
_DATE = rf"(?<![\d.]){_YEAR.format('')}{_MONTH_DAY.format('')}"
_SECOND = rf"(?:{_YEAR.format(2)})?{_MONTH_DAY.format(2)}"
_WEEKDAY = r"(?:\s*\([^()]{1,6}\))?(?:\s*\d{1,2}[::時]\d{0,2}分?)?"
_SOLICITED = r"(?:公募|申請|応募|受付|募集|提出|登録)"
_ENDS = [
    re.compile(rf"{_SOLICITED}期間[^\d。]{{0,12}}{_DATE}{_WEEKDAY}\s*(?:~|〜|-|–|から|より)\s*{_SECOND}"),
    re.compile(
        rf"(?:{_SOLICITED}(?:受付)?の?(?:締切日?|〆切|締め切り|期限|終了日?)|第\s*\d+\s*[次回](?:公募|受付|申請)?(?:締切日?|〆切|締め切り)"
        rf"|有効期限|適用期限|^締切日?|^〆切|^受付終了)[^\d。起点以]{{0,15}}{_DATE}"
    ),
    re.compile(rf"{_DATE}{_WEEKDAY}\s*(?:まで\s*)?(?:必着|締切|〆切|受付終了|申請期限)(?!日?を|後)"),
]
_DATED = re.compile(rf"{_DATE}\s*(?:版|改[訂定正]|更新|策定|制定|作成|新規作成|公表|公開|発行|時点|現在)")
_REVISED = re.compile(rf"\W*{_DATE}(?!\s*[~〜から]).{{0,80}}?(?:改[訂定正]|更新|新規作成|追加|修正)")
_ONLY_DATE = re.compile(rf"\W*{_DATE}\W*")
_ONLY_MONTH = re.compile(rf"\W*{_YEAR.format('')}\s*(?P<month>\d{{1,2}})\s*月\s*版?\W*")
_NAMED_DAY = re.compile(r"(?<!\d)(20\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_EDITION = re.compile(r"第?\s*(\d{1,3})\s*[次回](?=\s*(?:公募|締切|受付|募集|申請|\)|$|[^\d\w]))")
_YEAR_EDITION = re.compile(r"(?:補助金|助成金|給付金|支援金|事業)\s*(20\d\d)(?!\d)|(20\d\d)年度|(令和)(元|\d{1,2})年度")
_SCHEME = re.compile(r".{2,40}?(?:補助金|助成金|給付金|支援金|奨励金|交付金|融資制度|貸付制度|保証制度|税制)")
_SERIES = re.compile(  # what tells one document of a scheme from another of the same round
    r"公募要領|募集要領|募集要項|申請要領|交付規程|交付要綱|実施要領|実施要綱|手引き?|ガイドブック|ガイドライン|概要版?|よくあるご?質問|q&a|faq|チラシ"
    r"|リーフレット|パンフレット|記入例|参考様式|様式(?:第?\d+(?:-\d+)?号?)?|別[紙表添]\d*|[^()金・]{1,15}?(?:枠|類型|コース)"
)
_OF_EDITION = re.compile(
    r"\(?第?\d{1,3}[次回](?:公募(?!要領)|締切|受付|募集(?!要[領項]))?分?\)?|(?:令和|平成)(?:元|\d{1,2})年度?(?:補正(?:予算)?)?|20\d\d(?:年度?)?"
)
_FRONT_PAGES = 2  # pages, or lines of a text without pages, in which a date of its own is the document's
_FRONT_LINES = 60
_SHOWN = 50  # characters of the line that are told
LABELS: Mapping[str, str] = {
    "as_of": "時点",
    "valid_until": "有効期限",
    "scheme": "制度(資料の系列)",
    "edition": "回・年度",
}


@dataclass(frozen=True, slots=True)
class Guess:
    """A value with the words it was read from and their page; without a page ``place`` may be 表題 or ファイル名."""

    value: Any
    words: str
    page: int | None = None
    place: str = ""

    def where(self) -> str:
        """Return where it was read, for the report."""
        return f"{self.page}ページ「{self.words}」" if self.page else f"{self.place}「{self.words}」"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a document seems to say of its own freshness, by the name of the field."""

    guesses: Mapping[str, Guess] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Guess | None:
        """Return the guess of one field, or None."""
        if name not in LABELS:
            raise AttributeError(name)
        return self.guesses.get(name)


def propose(name: str, title: str, pages: Collection[tuple[int | None, str]]) -> Proposal:
    """Read the freshness of a document from its file name, title and (page, text) parts."""
    lines = list(_lines(pages))
    found = {
        "as_of": _as_of(name, lines),
        "valid_until": _valid_until(lines),
        "scheme": _scheme(title),
        "edition": _edition(name, title, lines),
    }
    return Proposal({key: guess for key, guess in found.items() if guess})


def estimate(policy: Policy, name: str, stated: Collection[str]) -> tuple[Policy, list[str]]:
    """Fill in what nobody stated, marked as guessed, and return what the report tells of it.

    ``stated`` are the fields given in the side-car; with ``confirmed`` among them the document counts as checked.
    """
    proposal = propose(name, policy.title, [(s.page, policy.body[s.start : s.end]) for s in policy.sections])
    guesses = {key: g for key, g in proposal.guesses.items() if key not in stated}
    if "scheme" not in guesses and not policy.scheme:
        guesses.pop("edition", None)  # a number says nothing without the series it counts
    beside = f"{Path(name).name}.yaml"
    told = []
    if guesses:
        read = "".join(
            f"{LABELS[key]}を {guess.value} と推定しました({guess.where()})。" for key, guess in guesses.items()
        )
        lines = "、".join(f"{key}: {guess.value}" for key, guess in guesses.items())
        told.append(f"{read}正しければ {beside} に {lines} と confirmed: true を書いてください。")
    if policy.as_of is None and "as_of" not in guesses:
        told.append(f"時点(as_of)が分かりません。{beside} に書くと回答に表示されます。")
    values: dict[str, Any] = {key: guess.value for key, guess in guesses.items()}
    confirmed = policy.confirmed and ("confirmed" in stated or not guesses)
    return replace(policy, **values, guessed=tuple(guesses), confirmed=confirmed), told


def _lines(pages: Collection[tuple[int | None, str]]) -> Iterator[tuple[int | None, str]]:
    for page, text in pages:
        for line in text.splitlines():
            folded = unicodedata.normalize("NFKC", line).strip()
            if folded:
                yield page, folded


def _as_of(name: str, lines: list[tuple[int | None, str]]) -> Guess | None:
    """Return the day in the file name, else the last day that the first pages give the document, else its month."""
    named = _NAMED_DAY.search(Path(name).stem)
    day = _day(*map(int, named.groups())) if named else None
    if day and named:
        return Guess(day, named.group(), place="ファイル名")
    found: list[Guess] = []
    for at, (page, line) in enumerate(lines):
        if page > _FRONT_PAGES if page else at >= _FRONT_LINES:
            break
        match = _DATED.search(line) or _ONLY_DATE.fullmatch(line) or _REVISED.match(line)
        day = _date_in(match) if match else None
        if match and day:
            found.append(Guess(day, _shown(match), page))
    if found:
        return max(found, key=lambda guess: guess.value)
    for page, line in lines[:_FRONT_LINES]:
        match = _ONLY_MONTH.fullmatch(line)
        day = _day(_year(match, ""), int(match["month"]), 1) if match else None
        if match and day:
            return Guess(day, line[:_SHOWN], page)
    return None


def _valid_until(lines: list[tuple[int | None, str]]) -> Guess | None:
    """Return the last day on which the document says that applications are taken."""
    found: list[Guess] = []
    for page, line in lines:
        for place, pattern in enumerate(_ENDS):
            for match in pattern.finditer(line):
                day = _date_in(match, "2") if place == 0 else _date_in(match)
                if day:
                    found.append(Guess(day, _shown(match), page))
    return max(found, key=lambda guess: guess.value) if found else None


def _edition(name: str, title: str, lines: list[tuple[int | None, str]]) -> Guess | None:
    """Return the number of the call (第20次), else the year of the scheme, from title, file name or first page."""
    named = [("表題", None, title), ("ファイル名", None, Path(name).stem)]
    first = [*named, *(("", page, line) for page, line in lines[:12])]
    folded = [(place, page, unicodedata.normalize("NFKC", text).replace("_", " ")) for place, page, text in first]
    for place, page, text in folded:
        match = _EDITION.search(text)
        if match:
            return Guess(int(match[1]), _shown(match), page, place)
    for place, page, text in folded[:2]:
        match = _YEAR_EDITION.search(text)
        if match:
            year = match[1] or match[2]
            value = int(year) if year else 2018 + (1 if match[4] == "元" else int(match[4]))
            return Guess(value, _shown(match), page, place)
    return None


def _scheme(title: str) -> Guess | None:
    """Return the name of the scheme with the kind of the document and its 枠; None when the title does not tell both."""
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", title)).lower()
    plain = re.sub(r"\(\)|[「」『』:#'\"\[\]{},&*!|>%@`]", "", _OF_EDITION.sub("", folded))
    name = _SCHEME.match(plain)
    series = _SERIES.findall(plain, name.end()) if name else []
    if name is None or not series:
        return None
    return Guess(f"{name.group()} {' '.join(series)}"[:80], title[:_SHOWN], place="表題")


def _date_in(match: re.Match[str], which: str = "") -> date | None:
    """Return the date of a match; a second one without a year takes that of the first."""
    year = _year(match, which) or _year(match, "")
    return _day(year, int(match[f"month{which}"]), int(match[f"day{which}"]))


def _year(match: re.Match[str], which: str) -> int:
    if match[f"year{which}"]:
        return int(match[f"year{which}"])
    if not match[f"count{which}"]:
        return 0
    count = 1 if match[f"count{which}"] == "元" else int(match[f"count{which}"])
    return (2018 if match[f"era{which}"] in ("令和", "R") else 1988) + count


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shown(match: re.Match[str]) -> str:
    """Return the words that were matched, without the rest of their line: a report quotes no more than it must."""
    words = match.group().strip()
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
