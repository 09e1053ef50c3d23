"""Building waits for questions: the threads that build have a lower priority."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress

_NICE = 10  # of threads that build


def let_questions_pass() -> None:
    """Give this thread, and those that it starts, a lower priority; only Linux has one for a thread."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
