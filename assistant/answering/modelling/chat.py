"""What a chat model is to the writer: two texts in, pieces of text out as they are written, or a reason why not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

#: Why there is no draft; ``writer.<reason>`` in prompts/evidence.md tells it to the reader.
REASONS = ("slow", "failed", "unreadable", "unverified", "refused", "busy", "resting")


class ModelError(RuntimeError):
    """The model gave no usable draft; ``reason`` is one of REASONS."""

    def __init__(self, reason: str) -> None:
        """Take the reason, one of REASONS."""
        super().__init__(reason)
        self.reason = reason


class NoModelError(RuntimeError):
    """The model that is set cannot be opened on this machine; the message is the Japanese sentence the operator sees."""


class ChatModel(Protocol):
    """What writes: ``name`` is shown to readers."""

    name: str

    def stream(self, rules: str, task: str, shaped: bool) -> Iterator[str]:
        """Yield a reply piece by piece, held to SHAPE if ``shaped`` and the provider can; raise ModelError."""
        ...
