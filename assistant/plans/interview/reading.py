"""Makes an ``Intake`` of what a person filled in; what cannot be used is kept as written and told in words, by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assistant.plans.inputs import PlanInputError
from assistant.plans.intake import Intake
from assistant.plans.kinds import read_as, written
from assistant.plans.premises import NAMES
from ingest.anonymise.masking import Masked

WORDS = ("worry", "since", "tried", "wish", "will_not", "own_reasons")
MOST_WORDS = 2_000
MOST_AMOUNT = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. ``unread``: a sentence for each field that was not used whole; ``rest``: its text, masked as well."""

    intake: Intake
    unread: Mapping[str, str] = field(default_factory=dict)
    rest: Mapping[str, str] = field(default_factory=dict)


def read_form(
    words: Mapping[str, str], numbers: Mapping[str, str], period: str, hide: Callable[[str], Masked]
) -> Reading:
    """Return the intake of a form's texts and numbers (by the keys of ``NAMES``), every text masked by ``hide`` first."""
    kept, amounts = dict[str, str](), dict[str, str]()
    unread, rest = dict[str, str](), dict[str, str]()
    for name in WORDS:
        text = hide(_clean(words.get(name, ""))).text
        kept[name] = text[:MOST_WORDS]
        if text[MOST_WORDS:]:
            rest[name] = text[MOST_WORDS:]
            unread[name] = f"{MOST_WORDS:,}文字までを計画に使います。残りは別に控えました。"
    for key, told in numbers.items():
        text = hide(_clean(told)).text
        if not text:
            continue
        try:
            if key not in NAMES:
                raise PlanInputError("この項目は使えません。")
            if len(text) > MOST_AMOUNT:
                raise PlanInputError(f"{NAMES[key]}は{MOST_AMOUNT}文字までで入力してください。")
            read_as(written(key), NAMES[key], text)
            amounts[key] = text
        except PlanInputError as error:
            unread[key], rest[key] = str(error), text
    known = period if period in ("月", "年") else ""
    if period.strip() and not known:
        unread["period"] = "期間は「月」か「年」でお知らせください。"
        rest["period"] = hide(_clean(period)).text
    return Reading(Intake(**kept, period=known, numbers=amounts), unread, rest)


def _clean(text: str) -> str:
    return "".join(c for c in text if c.isprintable() or c in "\n\t\u3000").strip()
