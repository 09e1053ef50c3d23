"""``python -m assistant plan``: an intake from a file, from standard input or from one question, drafted as a plan."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pydantic import ValidationError

from assistant.exports.sections import Section, sections
from assistant.plans.arithmetic.inputs import PlanInputError
from assistant.plans.intake import Intake
from assistant.plans.plan import Plan

_MOST_BYTES = 200_000
_MOST_WORDS = 2_000


class IntakeFileError(PlanInputError):
    """An intake that cannot be read; the message is the Japanese sentence the user sees."""


def add_to(command: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    command.add_argument("--intake", help="ヒアリングの内容(JSON のファイル、- なら標準入力)")
    command.add_argument("--question", default="", help="困りごと(--intake の代わりに、または加えて)")
    command.add_argument(
        "--role", default="owner", choices=["owner", "co", "cco"], help="だれのために作るか(既定 owner)"
    )
    command.add_argument("--json", action="store_true", help="JSON で表示")


def intake_of(given: argparse.Namespace) -> Intake:
    """Return the intake that the arguments give; raise IntakeFileError in words where there is none that reads."""
    told = _read(given.intake) if given.intake else Intake()
    if not given.question.strip():
        return told
    worry = "\n".join(t for t in (told.worry, given.question.strip()) if t)
    if len(worry) > _MOST_WORDS:
        raise IntakeFileError(f"困りごとは{_MOST_WORDS:,}文字までにまとめてください。")
    return told.model_copy(update={"worry": worry})


def _read(name: str) -> Intake:
    try:
        text = sys.stdin.buffer.read(_MOST_BYTES + 1) if name == "-" else _head(Path(name))
    except OSError as error:
        raise IntakeFileError(f"ヒアリングのファイル「{name}」が開けません。場所と名前を確かめてください。") from error
    if len(text) > _MOST_BYTES:
        raise IntakeFileError(f"ヒアリングの内容が大きすぎます。{_MOST_BYTES:,}バイトまでにしてください。")
    try:
        return Intake.model_validate_json(text)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "全体"
        raise IntakeFileError(
            f"ヒアリングの内容が読み取れません(「{where[:60]}」の所)。項目の名前、値の型、文字の長さを確かめてください。"
        ) from error


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST_BYTES + 1)


def as_text(plan: Plan) -> str:
    """Return a plan as it is read on a terminal."""
    return "\n".join([f"■■ {plan.title}", *(line for s in sections(plan, plan.as_of) for line in _shown(s))])


def _shown(section: Section) -> list[str]:
    lines = ["", f"■ {section.heading}", *(f"  {line}" for line in section.lines)]
    for table in section.tables:
        for row in table.rows:
            cells = [f"{name}: {cell}" for name, cell in zip(table.columns, row, strict=True) if cell]
            lines += [f"  {'・' if n == 0 else '  '} {cell}".replace("\n", " / ") for n, cell in enumerate(cells)]
    return lines
