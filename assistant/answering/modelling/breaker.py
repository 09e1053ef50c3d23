"""A circuit breaker: after several failures in a row the model is left alone for a while, then tried once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Breaker:
    """Counts failures in a row; safe for many threads."""

    def __init__(self, failures: int = 3, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        """Open after ``failures`` in a row for ``seconds``; then one probe decides."""
        self._most = failures
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._opened = 0.0
        self._probing = False

    def admits(self) -> bool:
        """Tell whether the model may be asked now; who is let in must report back with ``closed``, ``failed`` or ``left``."""
        with self._lock:
            if self._failed < self._most:
                return True
            if self._probing or self._clock() < self._opened + self._seconds:
                return False
            self._probing = True
            return True

    def closed(self) -> None:
        """Report a success."""
        with self._lock:
            self._failed, self._probing = 0, False

    def failed(self) -> None:
        """Report a failure."""
        with self._lock:
            self._failed += 1
            self._opened, self._probing = self._clock(), False

    def left(self) -> None:
        """Report that nothing was learnt: the reader went away, or the model had a reason of its own."""
        with self._lock:
            self._probing = False
