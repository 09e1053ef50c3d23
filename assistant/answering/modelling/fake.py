"""A chat model that says what it was told to: for tests, and to try the pages without a model."""

from __future__ import annotations

import json
import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from assistant.answering.modelling.chat import ModelError

_FENCED = re.compile(r"<<資料 (S\d+) (\w+)>>\n(.*?)\n<<資料 \1 終わり \2>>", re.DOTALL)
_QUOTABLE = re.compile(r"(?<=[。\n」])[^「」\[\]。\n:]{14,59}。")
#: A piece of a reply, seconds of silence, or the failure that ends it.
Step = str | float | ModelError
#: The steps of a reply, or what makes them of the task.
Reply = Iterable[Step] | Callable[[str], Iterable[Step]]


class ScriptedModel:
    """Takes its replies from a queue, one for each time it is asked; ``asked`` keeps (rules, task, shaped)."""

    def __init__(self, *replies: Reply, name: str = "scripted:model") -> None:
        """Queue the replies."""
        self.name = name
        self.asked: list[tuple[str, str, bool]] = []
        self._replies = deque(replies)

    def stream(self, rules: str, task: str, shaped: bool) -> Iterator[str]:
        """Yield the next reply; an empty queue is a failure."""
        self.asked.append((rules, task, shaped))
        if not self._replies:
            raise ModelError("failed")
        reply = self._replies.popleft()
        for step in reply(task) if callable(reply) else reply:
            if isinstance(step, ModelError):
                raise step
            if isinstance(step, str):
                yield step
            else:
                time.sleep(step)


def documents_in(task: str) -> dict[str, str]:
    """Return what a task shows of each source, by its number."""
    return {found[1]: found[3] for found in _FENCED.finditer(task)}


def true_sentences(task: str, most: int = 4) -> list[dict[str, object]]:
    """Return up to ``most`` sentences that the sources of a task do say, as a good model writes them."""
    found = [(name, quote) for name, text in documents_in(task).items() for quote in _QUOTABLE.findall(text)]
    return [{"part": 1, "text": quote, "refs": [{"id": name, "quote": quote}]} for name, quote in found[:most]]


def as_reply(sentences: list[dict[str, object]]) -> list[str]:
    """Return sentences as the pieces of a reply in the shape that is asked for."""
    text = json.dumps({"sentences": sentences}, ensure_ascii=False)
    return [text[at : at + 7] for at in range(0, len(text), 7)]


def honest(task: str) -> list[str]:
    """Reply with what the sources say."""
    return as_reply(true_sentences(task))
