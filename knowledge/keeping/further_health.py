"""Tells whether the ``further_files`` beside the catalog are whole and hold nothing more of what was erased, and mends the latter."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from knowledge.keeping.erased_rows import EraseError
from knowledge.keeping.further_files import FILES

_IN_USE = "が使われていて、消去を終えられません。サーバーを止めるか、少し待って、もう一度実行してください。"


@dataclass(frozen=True, slots=True)
class Health:
    """What is to be said of one file: ``damage`` ("" when it is whole), and erasures of which it still holds traces."""

    name: str
    damage: str = ""
    pending: int = 0


def examine_present(data: Path) -> list[Health]:
    """Look at every file that is there; nothing is written."""
    return [_examined(data / name) for name in FILES if (data / name).is_file()]


def finish_erasures(data: Path, found: Health, wait: float = 5.0) -> None:
    """Write a file anew without its free pages and empty its log; raise EraseError while it is in use for ``wait`` seconds."""
    until = time.monotonic() + wait
    try:
        with closing(sqlite3.connect(data / found.name, timeout=wait, isolation_level=None)) as db:
            db.execute("PRAGMA secure_delete=ON")
            going = db.execute("SELECT place, value FROM erasures WHERE pending = 1").fetchall()
            db.execute("VACUUM")
            while db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                if time.monotonic() > until:
                    raise EraseError(f"{found.name} {_IN_USE}")
                time.sleep(0.05)
            db.executemany("UPDATE erasures SET pending = 0 WHERE place = ? AND value = ?", going)
    except sqlite3.Error as error:
        raise EraseError(f"{found.name} {_IN_USE}") from error


def _examined(file: Path) -> Health:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
            said = "; ".join(row[0] for row in db.execute("PRAGMA integrity_check"))
            if said != "ok":
                return Health(file.name, said[:200])
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'erasures'").fetchone():
                return Health(file.name)
            [(pending,)] = db.execute("SELECT count(*) FROM erasures WHERE pending = 1")
            return Health(file.name, pending=pending)
    except sqlite3.Error:
        return Health(file.name, "開けません")
