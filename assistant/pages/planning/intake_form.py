"""Reads the intake's form: the owner's words and numbers, one sentence for each field that does not read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from pydantic import ValidationError

from assistant.answering.understand import Hide
from assistant.plans.arithmetic.inputs import PlanInputError
from assistant.plans.arithmetic.kinds import read_as, written
from assistant.plans.arithmetic.money import RATIO, fold
from assistant.plans.arithmetic.premises import NAMES
from assistant.plans.intake import MOST_LINES, Intake, ProductLine
from assistant.plans.interview import read_form
from assistant.plans.interview.lines import minutes_of

WORDS: Mapping[str, str] = {
    "worry": "今、困っていることは何ですか",
    "since": "いつごろからですか",
    "own_reasons": "ご自身では、何が理由だと思いますか",
    "tried": "これまでに試したことは何ですか",
    "wish": "どうなるとよいですか",
    "will_not": "したくないこと、変えたくないことは何ですか",
}
#: Number → (what it is in everyday words, an example).
NUMBERS: Mapping[str, tuple[str, str]] = {
    "sales": ("売れた金額の合計", "200万円"),
    "variable_rate": ("売上のうち、材料や仕入れなど、売れた分だけかかる費用の割合", "4割"),
    "fixed": ("家賃や給料など、売れなくてもかかる費用", "80万円"),
    "people": ("ご本人と家族も含めて、働いている人の数", "3人"),
}
COLUMNS: Mapping[str, tuple[str, str]] = {
    "name": ("商品・事業", "どら焼き"),
    "price": ("売価", "300円"),
    "variable_cost": ("原価", "120円、4割"),
    "quantity": ("販売数", "900個"),
    "minutes": ("1個の作業（分）", "3分"),
}
PERIODS: Mapping[str, str] = {"月": "1か月", "年": "1年"}
FIRST_LINES = 3
_MOST_FIELDS = len(WORDS) + len(NUMBERS) + len(COLUMNS) * MOST_LINES + 10
_MOST_WORDS, _MOST_AMOUNT = 2_000, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The form as it was filled in: ``texts`` by field name, ``lines`` rows on the page, ``action`` the button pressed."""

    texts: Mapping[str, str]
    lines: int = FIRST_LINES
    action: str = ""

    def row(self, number: int) -> dict[str, str]:
        """Return the cells of a row, from 0."""
        return {column: self.texts.get(f"{column}-{number}", "") for column in COLUMNS}


def read(body: bytes) -> Filled:
    """Read an urlencoded form; raise PlanInputError when it has more fields than the page."""
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise PlanInputError("送られた項目が多すぎます。画面を開き直して、もう一度お試しください。") from error
    texts = {name: values[-1].replace("\r\n", "\n").strip() for name, values in fields.items()}
    told = texts.get("lines", "")
    lines = int(told) if told.isascii() and told.isdigit() and len(told) < 4 else FIRST_LINES
    return Filled(texts=texts, lines=min(max(lines, 1), MOST_LINES), action=texts.get("action", ""))


def problems_of(filled: Filled) -> dict[str, str]:
    """Return a Japanese sentence by the name of each field that cannot be read."""
    found: dict[str, str] = {}
    for name in WORDS:
        if len(filled.texts.get(name, "")) > _MOST_WORDS:
            found[name] = f"{_MOST_WORDS:,}文字までにまとめてください。"
    for name in NUMBERS:
        if text := filled.texts.get(name, ""):
            _tried(found, name, lambda text=text, name=name: read_as(written(name), NAMES[name], text))  # type: ignore[misc]
    for number in range(filled.lines):
        row = filled.row(number)
        if not any(row.values()):
            continue
        if not 0 < len(row["name"]) <= _MOST_AMOUNT:
            found[f"name-{number}"] = f"商品・事業の名前を{_MOST_AMOUNT}文字までで入力してください。"
        for column in ("price", "variable_cost", "quantity", "minutes"):
            if row[column]:
                _tried(found, f"{column}-{number}", lambda row=row, column=column: cell(row, column))  # type: ignore[misc]
    return found


def cell(row: Mapping[str, str], column: str) -> object:
    """Return a cell's number; a cost may be a share of the price, 「4割」. PlanInputError where it does not read."""
    label, text = COLUMNS[column][0], row[column]
    if column == "variable_cost" and RATIO.fullmatch(fold(text)):
        share = read_as("割合", label, text)
        return share * read_as("円", COLUMNS["price"][0], row["price"]) if row["price"] else share
    if column == "minutes":
        return minutes_of(text)
    return read_as("円" if column in ("price", "variable_cost") else "数", label, text)


def intake(filled: Filled, hide: Hide) -> Intake:
    """Return the masked intake of a form without problems; PlanInputError where it does not fit all the same."""
    rows = [row for number in range(filled.lines) if any((row := filled.row(number)).values())]
    numbers = {name: filled.texts[name] for name in NUMBERS if filled.texts.get(name)}
    given = read_form(
        {name: filled.texts.get(name, "") for name in WORDS}, numbers, filled.texts.get("period", ""), hide
    )
    if given.unread:
        raise PlanInputError(next(iter(given.unread.values())))
    try:
        lines = tuple(ProductLine(**{**row, "name": hide(row["name"]).text}) for row in rows)
        return given.intake.model_copy(update={"lines": lines})
    except ValidationError as error:
        raise PlanInputError("入力が長すぎる項目があります。短くして、もう一度お試しください。") from error


def told(given: Intake) -> bool:
    """Tell whether an intake says anything at all."""
    return any(getattr(given, name).strip() for name in WORDS) or bool(given.numbers or given.lines)


def _tried(found: dict[str, str], name: str, reading: Callable[[], object]) -> None:
    try:
        reading()
    except PlanInputError as error:
        found[name] = str(error)
