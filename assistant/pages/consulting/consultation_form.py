"""Reads the forms of a consultation's page: notes, moves, numbers, check-ins; wrong numbers and dates are told in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar, get_args
from urllib.parse import parse_qs

from assistant.consultations.consultation import ConsultationError, Figure, Outcome, Person, Stage
from assistant.consultations.told import Done, Reached
from assistant.pages.days import read_day
from assistant.plans.arithmetic.money import fold

FIGURE = ("name", "before", "after", "unit", "span")
_T = TypeVar("_T", bound=str)
_MINUS = re.compile("^[−▲△]")
_PLAIN = re.compile(r"(?P<number>-?[0-9]{1,14}(?:\.[0-9]{1,4})?)(?P<unit>[^0-9.\-+]{0,20})")
_MOST_FIELDS = 400
_MOST_ROWS = 30


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was sent: texts by field name."""

    texts: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return what a field says, or ""."""
        return self.texts.get(name, "")

    @property
    def version(self) -> int:
        """Return the version on which the form was opened, 0 for none."""
        text = self.text("version")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    @property
    def by(self) -> Person:
        """Return whose words these are; a coordinator's unless the owner's."""
        return "owner" if self.text("by") == "owner" else "adviser"

    def stage(self) -> Stage:
        """Return the stage to move to."""
        return _chosen(get_args(Stage), self.text("stage"), "移る先の段階を選んでください。")

    @property
    def outcome(self) -> Outcome | None:
        """Return how it ended, or None."""
        return next((o for o in get_args(Outcome) if o == self.text("outcome")), None)

    def done(self) -> Done:
        """Return how an action went."""
        return _chosen(get_args(Done), self.text("state"), "「できた・途中・できなかった」のどれかを選んでください。")

    def reached(self) -> Reached:
        """Return what came of a referral."""
        return _chosen(
            get_args(Reached), self.text("state"), "「つながった・返事待ち・断られた」のどれかを選んでください。"
        )

    def day(self, name: str) -> date | None:
        """Return a date, or None for none."""
        try:
            return read_day(self.text(name)) if self.text(name) else None
        except ValueError as error:
            raise ConsultationError("日付は 2026-12-01 のように入力してください。") from error

    def rows(self, prefix: str = "figure") -> list[dict[str, str]]:
        """Return the rows of numbers as they were written, those without anything left out."""
        found = [{part: self.text(f"{prefix}-{part}-{n}") for part in FIGURE} for n in range(_MOST_ROWS)]
        return [row for row in found if any(row.values())]

    def figures(self, prefix: str = "figure") -> list[Figure]:
        """Return the rows as numbers; raise ConsultationError for one that does not read."""
        return [_figure(row) for row in self.rows(prefix)]


def read(body: bytes) -> Filled:
    """Read an urlencoded form; raise ConsultationError when it has more fields than the page."""
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise ConsultationError("送られた項目が多すぎます。画面を開き直して、もう一度お試しください。") from error
    return Filled({name: values[-1].replace("\r\n", "\n").strip() for name, values in fields.items()})


def _figure(row: Mapping[str, str]) -> Figure:
    if not 0 < len(row["name"]) <= 60:
        raise ConsultationError("数字には、何の数字か(付加価値額など)を60文字までで書いてください。")
    if len(row["unit"]) > 20 or len(row["span"]) > 60:
        raise ConsultationError(f"「{row['name']}」の単位や期間が長すぎます。短くしてください。")
    read = {side: _number(row["name"], row[side]) for side in ("before", "after") if row[side]}
    units = {unit for unit in (fold(row["unit"]), *(unit for _, unit in read.values())) if unit}
    if len(units) > 1:
        raise ConsultationError(f"「{row['name']}」の前と後は、同じ単位で書いてください。")
    unit = row["unit"] or next(iter(units), "")
    return Figure(name=row["name"], unit=unit, span=row["span"], **{side: value for side, (value, _) in read.items()})


def _number(name: str, text: str) -> tuple[Decimal, str]:
    """Return a number as people write it, and the unit behind it: 1,200、１２００万円、-5."""
    found = _PLAIN.fullmatch(_MINUS.sub("-", fold(text)).replace(",", ""))
    if not found:
        raise ConsultationError(
            f"「{name}」の数字「{text[:20]}」は読み取れません。1,200 や 350万円 のように書いてください。"
        )
    return Decimal(found["number"]), found["unit"]


def _chosen(allowed: tuple[_T, ...], text: str, lacking: str) -> _T:
    for one in allowed:
        if one == text:
            return one
    raise ConsultationError(lacking)
