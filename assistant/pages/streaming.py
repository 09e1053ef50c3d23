"""An answer as it is made: the fragments of the page, rendered by the same templates, as server-sent events."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.answering import Event, Question
from assistant.answering.conversation import Conversation
from assistant.api import problems
from assistant.api.service import Service
from assistant.pages import rendering, screen


def fragments(service: Service, conversation: Conversation, question: Question) -> Iterator[str]:
    """Yield the events of one answer: ``understood``, ``found``, ``draft``, ``block``, ``answer``; or ``problem`` when it fails."""
    counts: Mapping[str, int] = {}
    try:
        for event in service.assistant.stream(question):
            if event.evidence:
                counts = event.evidence.searched
            if event.answer:
                service.remember(conversation, question, event.answer)
            yield _sent(event.kind, _data(event, conversation, question, counts))
    except tuple(problems.STATUS_OF) as error:
        yield _sent("problem", {"message": problems.sentence(error)})


def _data(event: Event, conversation: Conversation, question: Question, counts: Mapping[str, int]) -> dict[str, Any]:
    if event.understood:
        reading = screen.read_by(event.understood)
        return {
            "conversation": conversation.id,
            "question": event.understood.text,
            "stages": _part("turn.html", "stages", screen.stages(1)),
            "reading": _part("turn.html", "reading", reading.intent, reading.premises),
            "pane": _part("pane.html", "pane", reading, True),
            "said": "質問を整理しました。",
        }
    if event.evidence:
        return {
            "stages": _part("turn.html", "stages", screen.stages(2, counts)),
            "said": f"{screen.searched(counts)}を検索しました。",
        }
    if event.draft:
        return {"html": _part("turn.html", "draft", event.draft), "said": ""}
    if event.block:
        return {
            "stages": _part("turn.html", "stages", screen.stages(3, counts)),
            "html": _part("blocks.html", "block", event.block),
            "said": f"{event.block.heading or '回答の始め'}を表示しました。",
        }
    return {
        "stages": _part("turn.html", "stages", screen.stages(3, counts)),
        "html": _part("turn.html", "ending", event.answer),
        "said": "回答がそろいました。",
    }


def _part(template: str, macro: str, *values: Any) -> str:
    return rendering.fragment(template, macro, *values)


def _sent(kind: str, data: Mapping[str, Any]) -> str:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
