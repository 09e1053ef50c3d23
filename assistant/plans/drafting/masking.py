"""Takes what identifies people and firms out of every text of an intake."""

from __future__ import annotations

from assistant.answering.understand import Hide
from assistant.plans.intake import Intake

_WORDS = ("worry", "since", "tried", "wish", "will_not", "own_reasons")
_MOST_WORDS, _MOST_NAME, _MOST_AMOUNT = 2_000, 60, 60


def masked_intake(told: Intake, hide: Hide) -> Intake:
    """Return the intake with every text masked; a text that masking makes too long for its field is cut."""

    def hidden(text: str, most: int) -> str:
        return hide(text).text[:most] if text.strip() else ""

    return Intake(
        **{name: hidden(getattr(told, name), _MOST_WORDS) for name in _WORDS},
        period=told.period,
        numbers={key: hidden(text, _MOST_AMOUNT) for key, text in told.numbers.items()},
        lines=tuple(line.model_copy(update={"name": hidden(line.name, _MOST_NAME)}) for line in told.lines),
    )
