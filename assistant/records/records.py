"""``records.db``: the hub's own records in SQL, beside the catalog and with the same durability."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from assistant.records.tables import ERASURES
from knowledge.database import Database

FILE = "records.db"
SCHEMA = "0004"
MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT = 5.0  # seconds in which the file is free of readers
_FAILURES = {
    "open": f"拠点の記録({FILE})を開けません。壊れているか、書き込みできない場所にあります。",
    "read": f"拠点の記録({FILE})を読めません。控えから戻せるか確かめてください。",
    "traces": "記録は消しましたが、ファイルが使用中のため、跡を消し終えていません。少し待って、もう一度消してください。",
    "write": f"拠点の記録({FILE})に書き込めません。空き容量と書き込みの許可を確かめてください。",
}


class RecordsError(RuntimeError):
    """The records cannot be read or written; the message is the Japanese sentence the user sees."""


class Records(Database):
    """The database of the hub's own records; an erasure waits up to ``wait`` seconds for those who read."""

    def __init__(self, url: str, wait: float = _WAIT) -> None:
        self._thread, self._wait = threading.local(), wait
        super().__init__(url, MIGRATIONS, SCHEMA, lambda doing: RecordsError(_FAILURES[doing]))

    @classmethod
    def at(cls, data: Path, wait: float = _WAIT) -> Records:
        """Open (or create) the SQLite file in a data directory."""
        try:
            data.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise RecordsError(_FAILURES["open"]) from error
        return cls(f"sqlite:///{data / FILE}", wait)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make what this thread writes one transaction, begun by the first writing: all of it is kept, or nothing."""
        with ExitStack() as stack:
            self._thread.stack, self._thread.db = stack, None
            try:
                yield
            finally:
                self._thread.stack = self._thread.db = None

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a connection to read with; within ``together`` it sees what was written there."""
        if (shared := getattr(self._thread, "db", None)) is not None:
            yield shared
            return
        with super().reading() as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open a writing transaction, or join the one of ``together``."""
        stack: ExitStack | None = getattr(self._thread, "stack", None)
        if stack is None:
            with super().writing() as db:
                yield db
            return
        if self._thread.db is None:
            self._thread.db = stack.enter_context(super().writing())
        yield self._thread.db

    def erased(self, db: sa.Connection, places: Mapping[str, str]) -> None:
        """Write down in an erasing transaction what goes: ``table.column`` → value."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        for place, value in places.items():
            db.execute(sa.delete(ERASURES).where(ERASURES.c.place == place, ERASURES.c.value == value))
            db.execute(sa.insert(ERASURES).values(place=place, value=value, erased_at=now, pending=1))

    def pending(self, place: str, value: str) -> bool:
        """Tell whether something was erased of which the file may still hold traces."""
        row = sa.and_(ERASURES.c.place == place, ERASURES.c.value == value, ERASURES.c.pending == 1)
        with self.reading() as db:
            return db.scalar(sa.select(sa.literal(1)).where(row)) is not None

    def scrub(self) -> None:
        """Write the file anew without its free pages, and empty the log: both still hold what was deleted.

        Raises RecordsError when readers leave no gap for ``wait`` seconds; then it is to be called again.
        """
        until = time.monotonic() + self._wait
        with self.reading() as db:
            going = [tuple(row) for row in db.execute(sa.select(ERASURES.c.place, ERASURES.c.value))]
            if self.dialect == "sqlite":
                db.rollback()
                db.exec_driver_sql("VACUUM")
                db.exec_driver_sql("PRAGMA busy_timeout=0")  # a checkpoint must not wait on its own
                try:
                    while db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar():
                        if time.monotonic() > until:
                            raise RecordsError(_FAILURES["traces"])
                        time.sleep(0.05)
                finally:
                    db.exec_driver_sql("PRAGMA busy_timeout=30000")
        with self.writing() as db:
            for place, value in going:
                row = sa.and_(ERASURES.c.place == place, ERASURES.c.value == value)
                db.execute(sa.update(ERASURES).where(row).values(pending=0))
