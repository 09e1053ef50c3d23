"""A process's own copy of a vector index: Chroma writes into the files it reads, and what was verified must stay as it was.

Copies stand in ``<data>/open/``, each beside a lock that its holder keeps; what nobody holds any more is swept away.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class ReadingCopy:
    """The copy of one folder (or an empty one), gone when released or, after a kill, when the next copy is taken."""

    def __init__(self, room: Path, original: Path | None, name: str) -> None:
        room.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone(room):  # else a sweep could come between making a lock and holding it
            for lock in _free(room):
                _remove(lock)
            self._handle, made = tempfile.mkstemp(prefix=f"{name}.", suffix=".lock", dir=room)
            fcntl.flock(self._handle, fcntl.LOCK_EX)
        self._lock = Path(made)
        self._owner = os.getpid()
        self.folder = self._lock.with_suffix("")
        try:
            if original:
                shutil.copytree(original, self.folder)
            else:
                self.folder.mkdir()
        except OSError:
            self.release()
            raise

    def release(self) -> None:
        """Remove the copy; a second time, or in a forked child, nothing happens."""
        if self._owner == os.getpid() and self._lock.exists():
            _remove(self._lock)
            os.close(self._handle)


def held(room: Path) -> list[str]:
    """Return the names of the originals that some process has a copy of; what nobody holds is removed."""
    if not room.is_dir():
        return []
    with _alone(room):
        for lock in _free(room):
            _remove(lock)
        return sorted(lock.name.split(".")[0] for lock in room.glob("*.lock"))


@contextmanager
def _alone(room: Path) -> Iterator[None]:
    with (room / "room").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _free(room: Path) -> Iterator[Path]:
    for lock in list(room.glob("*.lock")):
        try:
            with lock.open() as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, FileNotFoundError):  # held, or released just now
            continue
        yield lock


def _remove(lock: Path) -> None:
    shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
    lock.unlink(missing_ok=True)
