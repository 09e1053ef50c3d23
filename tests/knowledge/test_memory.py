"""Giving memory back is safe anywhere, and does give back."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from pathlib import Path

import pytest

from knowledge import memory


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_freed_memory_goes_back_to_the_system() -> None:
    """Small pieces freed below one that is kept stay with the C library until they are given back."""
    pieces = [bytearray(600) for _ in range(100_000)]
    kept = pieces[-1:]
    del pieces
    before = resident()
    memory.give_back()
    assert before - resident() > 30_000_000
    assert len(kept) == 1


def test_another_c_library_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes.util, "find_library", lambda _name: "no-such-library.so")
    memory._trim.cache_clear()
    try:
        memory.give_back()
        assert not isinstance(memory._trim(), ctypes._CFuncPtr), "nothing of that library is called"
    finally:
        memory._trim.cache_clear()
