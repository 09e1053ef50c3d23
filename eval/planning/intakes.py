"""What owners told, and what a plan for them must and must not hold; read from JSON Lines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.plans.intake import Intake
from eval.samples import DatasetError


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An intake by ``id``. ``owner``: who it is, in words.

    ``shows``: name of a calculation → its result, worked out by hand. ``partners``: codes of whom a referral may be to.
    ``never``: words that no action may have. ``window``: the only partner to whom this may go, with no business in the plan.
    """

    id: str
    owner: str
    intake: Intake
    role: str = "owner"
    shows: Mapping[str, str] = field(default_factory=dict)
    partners: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    window: str = ""

    @property
    def half(self) -> str:
        """Return ``dev`` or ``test``, by the hash of the id."""
        return "test" if hashlib.sha256(self.id.encode()).digest()[0] % 2 else "dev"


def read_told(path: Path) -> list[Told]:
    """Read the intakes; raise DatasetError with the line that cannot be used."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            found.append(_told(json.loads(line)))
        except (KeyError, TypeError, ValueError) as error:
            raise DatasetError(f"{path.name} の {number} 行目が読めません。") from error
    return found


def _told(row: dict[str, Any]) -> Told:
    lists: dict[str, Any] = {name: tuple(row.pop(name, ())) for name in ("partners", "never")}
    return Told(intake=Intake.model_validate(row.pop("intake")), **lists, **row)
