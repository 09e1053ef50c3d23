"""A hub's own samples: the questions of its consultations, what came of their plans, and questions that it wrote down itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.answering.answer import MAX_QUESTION, ROLES
from assistant.answering.understand import Hide
from assistant.consultations.consultation import Consultation
from assistant.consultations.consultations import Consultations
from assistant.consultations.told import CheckIn
from assistant.records import FILE, Records
from eval.samples import DatasetError
from ingest.anonymise import mask
from knowledge.taxonomy import HUBS

_DONE = {"done": 1.0, "partly": 0.5, "not": 0.0}
_REACHED = {"reached": 1.0, "refused": 0.0}  # who still waits has told nothing yet
_HELPED = {"yes": 1.0, "partly": 0.5, "no": 0.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuestion:
    """A question of a hub, masked. ``facets`` (field → codes) were set by people; ``relevant`` (entry → grade) answer it.

    ``helped`` is what the asker said of the answer: 1, 0.5 or 0, None where nobody said anything.
    """

    id: str
    hub: str
    question: str
    role: str = "owner"
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outcome: str = ""
    relevant: Mapping[str, int] = field(default_factory=dict)
    helped: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What came of an action or a referral of a plan, as it was last told: 1 to 0; ``kind``: action or referral."""

    id: str
    hub: str
    kind: str
    value: float
    what: str
    why: str
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Own:
    """The samples of a hub."""

    questions: tuple[OwnQuestion, ...] = ()
    feedback: tuple[Feedback, ...] = ()


def from_records(data: Path, hub: str) -> Own:
    """Read the consultations of a hub; nothing where the data directory has no records. Raises RecordsError."""
    if not (data / FILE).exists():
        return Own()
    kept = Consultations(Records.at(data))
    questions: list[OwnQuestion] = []
    feedback: list[Feedback] = []
    for found in kept.listed(hub):
        if text := _words(found):
            questions.append(
                OwnQuestion(
                    id=f"c-{found.id}", hub=hub, question=text, facets=_facets(found), outcome=found.outcome or ""
                )
            )
        feedback += _feedback(kept, found)
    return Own(tuple(questions), tuple(feedback))


def _words(found: Consultation) -> str:
    told = (found.title, found.intake.worry, found.intake.tried, found.intake.wish)
    return "\n".join(part for part in told if part.strip())[:MAX_QUESTION]


def _facets(found: Consultation) -> dict[str, tuple[str, ...]]:
    return {name: codes for name, codes in {**found.premises, "topics": found.topics}.items() if codes}


def _feedback(kept: Consultations, found: Consultation) -> Iterator[Feedback]:
    """Yield what was last told of every action and referral."""
    plans = kept.plans(found.hub, found.id)
    actions = {(p.id, a.id): a.what.text for p in plans for a in p.plan.actions}
    referrals = {(p.id, r.id): r.reason.text for p in plans for r in p.plan.referrals}
    last: dict[tuple[str, str, str], tuple[float | None, str, str]] = {}
    for told in kept.follow_up.told(found.hub, found.id):
        if isinstance(told, CheckIn):
            what = actions.get((told.plan_id, told.action), "")
            last["action", told.plan_id, told.action] = (_DONE[told.state], what, told.hindered)
        else:
            what = referrals.get((told.plan_id, told.referral), "")
            last["referral", told.plan_id, told.referral] = (_REACHED.get(told.state), what, told.result)
    for (kind, plan, item), (value, what, why) in last.items():
        if value is not None:
            yield Feedback(
                id=f"c-{found.id}/{plan}-{item}",
                hub=found.hub,
                kind=kind,
                value=value,
                what=what,
                why=why,
                facets=_facets(found),
            )


def from_file(path: Path, hide: Hide = mask) -> list[OwnQuestion]:
    """Read questions that hubs wrote down, one JSON object a line: hub, question, and if known role, relevant, helped, why.

    Texts are masked by ``hide``; raise DatasetError with the line that cannot be used.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path} を UTF-8 の文字として読めません。") from error
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(_written(f"f-{number}", json.loads(line), hide))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                told = "拠点の番号、質問、役割、評価(yes、partly、no)を確かめてください。"
                raise DatasetError(f"{path.name} の {number} 行目が読めません。{told}") from error
    return found


def _written(name: str, row: dict[str, Any], hide: Hide) -> OwnQuestion:
    hub, text, role = row["hub"], row["question"], row.get("role", "owner")
    if hub not in HUBS or role not in ROLES or not text.strip() or len(text) > MAX_QUESTION:
        raise ValueError(name)
    return OwnQuestion(
        id=name,
        hub=hub,
        question=hide(text).text,
        role=role,
        relevant={str(entry): int(grade) for entry, grade in row.get("relevant", {}).items()},
        helped=_HELPED[row["helped"]] if "helped" in row else None,
        why=hide(row.get("why", "")).text,
    )
