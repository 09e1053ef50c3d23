"""What the model is told: the rules, and the task with the premises, the calculated numbers, the documents and the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.modelling.delimited import delimited, new_token
from assistant.answering.modelling.documents import Document
from assistant.answering.writing.desk import Desk
from assistant.plans.arithmetic import Result, asked
from ingest.instructions import without_orders
from prompts import Prompt, load


@dataclass(frozen=True, slots=True)
class Brief:
    """The two messages to the model, and the headings of the parts that it is asked for."""

    rules: str
    task: str
    parts: tuple[str, ...]


def brief(desk: Desk, documents: Sequence[Document]) -> Brief:
    """Write the messages in the words of the intent and the role."""
    common, own = load("model"), prompt_of(desk.understood.intent)
    parts = tuple(own.say("parts", desk.role).splitlines())
    token = new_token()
    return Brief(
        rules=common.say("rules", desk.role, parts="\n".join(f"{n}: {p}" for n, p in enumerate(parts, 1)), token=token),
        task=common.say(
            "task",
            desk.role,
            task=own.say("task", desk.role),
            premises="、".join(desk.understood.labels()) or "なし",
            facts="\n".join(_calculated(desk.understood.text)) or "なし",
            documents="\n".join(delimited(f"資料 {d.id}", d.text, token) for d in documents),
            question=delimited("質問", without_orders(desk.understood.text), token),
        ),
        parts=parts,
    )


def prompt_of(intent: str) -> Prompt:
    """Return the prompt file of an intent."""
    return load(f"model-{intent}")


def _calculated(question: str) -> list[str]:
    """Return what the profit arithmetic makes of the numbers in a question, with the formula; the model computes nothing."""
    return [f"{r.name}: {r.text}（{r.worked}）" for r in asked(question) if isinstance(r, Result)]
