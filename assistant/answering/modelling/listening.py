"""Hears a model in a thread of its own, so that nobody waits longer than the deadline, whatever the model does."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator

from assistant.answering.modelling.chat import ChatModel, ModelError

_END = object()


class Listener:
    """Asks a model; at most ``most`` replies are under way at once, those that nobody waits for any more included."""

    def __init__(self, model: ChatModel, most: int = 8, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the model and the clock."""
        self._model = model
        self._free = threading.BoundedSemaphore(most)
        self._clock = clock

    def hear(self, rules: str, task: str, shaped: bool, deadline: float) -> Iterator[str]:
        """Yield a reply piece by piece; raise ModelError when the model fails, is busy, or the deadline has passed."""
        if not self._free.acquire(blocking=False):
            raise ModelError("busy")
        heard: queue.SimpleQueue[object] = queue.SimpleQueue()
        left = threading.Event()

        def listen() -> None:
            try:
                for piece in self._model.stream(rules, task, shaped):
                    if left.is_set():
                        return
                    heard.put(piece)
                heard.put(_END)
            except Exception as error:
                heard.put(error)  # raised where somebody waits for it
            finally:
                self._free.release()

        threading.Thread(target=listen, name="model", daemon=True).start()
        try:
            while (item := self._next(heard, deadline)) is not _END:
                if isinstance(item, Exception):
                    raise item
                yield str(item)
        finally:
            left.set()

    def _next(self, heard: queue.SimpleQueue[object], deadline: float) -> object:
        try:
            return heard.get(timeout=max(0.0, deadline - self._clock()))
        except queue.Empty:
            raise ModelError("slow") from None
