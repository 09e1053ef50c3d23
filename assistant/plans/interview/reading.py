"""Makes an ``Intake`` of what a person filled in; what cannot be used is kept as written and told in words, by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.plans.arithmetic.inputs import PlanInputError
from assistant.plans.arithmetic.kinds import read_as, written
from assistant.plans.arithmetic.premises import NAMES
from assistant.plans.intake import MOST_LINES, Intake, ProductLine
from assistant.plans.interview.lines import items_of
from assistant.plans.interview.mentioned import mentioned
from ingest.anonymise.masking import Masked

WORDS = ("worry", "since", "tried", "wish", "will_not", "own_reasons")
CELLS = ("name", "price", "variable_cost", "quantity", "minutes")
MOST_WORDS = 2_000
MOST_AMOUNT = 60
MOST_READ = 20_000  # characters of a field that are looked at, so that masking stays quick whatever is sent
_MOST_UNKNOWN = 20  # fields nobody knows that are told of
Hide = Callable[[str], Masked]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. ``unread``: a sentence for each field that was not used whole; ``rest``: its text, masked as well.

    ``found``: the numbers of the intake that were read out of sentences, to be confirmed.
    """

    intake: Intake
    unread: Mapping[str, str] = field(default_factory=dict)
    rest: Mapping[str, str] = field(default_factory=dict)
    found: Mapping[str, str] = field(default_factory=dict)


def read_form(
    words: Mapping[str, object],
    numbers: Mapping[str, object],
    period: str,
    hide: Hide,
    lines: Sequence[Mapping[str, object]] = (),
) -> Reading:
    """Return the intake of a form's texts, numbers (by the keys of ``NAMES``) and product lines (by ``CELLS``).

    Every text is masked by ``hide`` first. Numbers that only a sentence tells are read out of it.
    """
    form = _Form(hide)
    kept = {name: form.words(name, words.get(name, "")) for name in WORDS}
    for name in [n for n in words if n not in WORDS][:_MOST_UNKNOWN]:
        form.refuse(name, "この項目は使えません。", form.text(name, words[name]))
    amounts = {key: text for key, value in numbers.items() if (text := form.amount(key, value))}
    products = form.products(lines)
    known = period if period in ("月", "年") else ""
    if not known and form.text("period", period):
        form.refuse("period", "期間は「月」か「年」でお知らせください。", form.text("period", period))
    told = Intake(**kept, period=known, numbers=amounts, lines=products)
    found = mentioned(told)
    whole = told.model_copy(update={"numbers": {**amounts, **found}})
    return Reading(whole, form.unread, form.rest, found)


class _Form:
    """Reads fields one by one; ``unread`` and ``rest`` collect what was not used."""

    def __init__(self, hide: Hide) -> None:
        self._hide = hide
        self.unread: dict[str, str] = {}
        self.rest: dict[str, str] = {}

    def refuse(self, name: str, why: str, text: str) -> None:
        """Keep what is not used of a field, and why; the name of a field is shown as it was sent, within bounds."""
        self.unread[name[:MOST_AMOUNT]] = why
        self.rest[name[:MOST_AMOUNT]] = text

    def text(self, name: str, value: object) -> str:
        """Return a value as masked text; what is no text is refused."""
        if isinstance(value, bool) or not isinstance(value, str | int | float | None):
            self.refuse(name, "文字で入力してください。", "")
            return ""
        cleaned = _clean("" if value is None else str(value)[:MOST_READ])
        return self._hide(cleaned).text if cleaned else ""

    def words(self, name: str, value: object) -> str:
        """Return a text within MOST_WORDS; what is longer is kept apart."""
        text = self.text(name, value)
        if text[MOST_WORDS:]:
            self.refuse(name, f"{MOST_WORDS:,}文字までを計画に使います。残りは別に控えました。", text[MOST_WORDS:])
        if isinstance(value, str) and len(value) > MOST_READ:
            self.refuse(name, f"長すぎるため、{MOST_WORDS:,}文字までを計画に使います。", text[MOST_WORDS:])
        return text[:MOST_WORDS]

    def amount(self, key: str, value: object) -> str:
        """Return a number as written, "" where it is none or does not read."""
        text = self.text(key, value)
        if not text:
            return ""
        try:
            if key not in NAMES:
                raise PlanInputError("この項目は使えません。")
            if len(text) > MOST_AMOUNT:
                raise PlanInputError(f"{NAMES[key]}は{MOST_AMOUNT}文字までで入力してください。")
            read_as(written(key), NAMES[key], text)
        except PlanInputError as error:
            self.refuse(key, str(error), text)
            return ""
        return text

    def products(self, lines: Sequence[Mapping[str, object]]) -> tuple[ProductLine, ...]:
        """Return the product lines; one whose numbers do not read is kept as written and told of."""
        found = list[ProductLine]()
        for number, row in enumerate(lines[:MOST_LINES], 1):
            name = f"lines-{number}"
            cells = {cell: self.text(f"{name}-{cell}", row.get(cell, "")) for cell in CELLS}
            if not any(cells.values()):
                continue
            if any(len(text) > MOST_AMOUNT for text in cells.values()):
                self.refuse(name, f"1つの欄は{MOST_AMOUNT}文字までで入力してください。", "、".join(cells.values()))
                continue
            line = ProductLine(**cells)
            found.append(line)
            for why in items_of([line])[1]:
                self.refuse(name, why, "、".join(cells.values()))
        if len(lines) > MOST_LINES:
            self.refuse("lines", f"商品は{MOST_LINES}件までを計画に使います。", "")
        return tuple(found)


def _clean(text: str) -> str:
    return "".join(c for c in text if c.isprintable() or c in "\n\t\u3000").strip()
