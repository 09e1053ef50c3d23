"""Turns at the work of answering: as many at once as there are cores, first come first served.

One answer is mostly Python, of which one thread runs at a time. Sixteen at once fought over it and each took half as much
processor time again (docs/performance.md); a few at once leave what runs outside of it, the embedder above all, to overlap.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Lets up to ``at_once`` threads in; the others wait in the order in which they came."""

    def __init__(self, at_once: int) -> None:
        if at_once < 1:
            raise ValueError(f"{at_once} at once")
        self._free = at_once
        self._lock = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a turn, and hand it on at the end."""
        with self._lock:
            own = None if self._free else threading.Lock()
            if own is None:
                self._free -= 1
            else:
                own.acquire()
                self._waiting.append(own)
        if own is not None:
            with own:  # released by whoever hands the turn on
                pass
        try:
            yield
        finally:
            with self._lock:
                if self._waiting:
                    self._waiting.popleft().release()
                else:
                    self._free += 1
