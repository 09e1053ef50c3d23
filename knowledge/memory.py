"""Memory that a big piece of work took and no longer needs."""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Callable
from functools import cache


def give_back() -> None:
    """Return freed memory to the system where the C library keeps it (glibc does); elsewhere do nothing.

    After an index of 10,000 passages was built and opened glibc kept 200 MB that nobody used (docs/performance.md).
    """
    _trim()(0)


@cache
def _trim() -> Callable[[int], object]:
    library = ctypes.util.find_library("c")
    try:
        return ctypes.CDLL(library).malloc_trim
    except (OSError, AttributeError):  # another C library: musl, macOS, Windows
        return lambda _pad: None
