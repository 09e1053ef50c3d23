"""A SQL database as this project uses it: durable SQLite by default, any SQLAlchemy URL by setting, one migration history."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DatabaseError

_SWITCHES = 200  # tries to switch a database that another process is just making, 50 ms apart
Failure = Callable[[str], Exception]  # "open", "read" or "write" → the error of ours that says so in Japanese


class Database:
    """Reads and writes one database; safe for many threads, and for many processes on one SQLite file.

    ``migrations`` is an Alembic folder, whose newest revision is ``schema``; what fails is raised as ``failure`` makes it.
    """

    def __init__(self, url: str, migrations: Path, schema: str, failure: Failure) -> None:
        self._migrations, self._schema, self._failure = migrations, schema, failure
        self._engine = sa.create_engine(url, connect_args={"timeout": 30} if url.startswith("sqlite") else {})
        if url.startswith("sqlite"):
            sa.event.listen(self._engine, "connect", _durable_sqlite)
        try:
            self._migrate()
        except DatabaseError as error:
            self._engine.dispose()
            raise failure("open") from error

    @property
    def dialect(self) -> str:
        """Return the name of the SQL dialect: ``sqlite`` or ``postgresql``."""
        return self._engine.dialect.name

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a connection to read with."""
        try:
            with self._engine.connect() as db:
                yield db
        except DatabaseError as error:
            raise self._failure("read") from error

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open a writing transaction that takes the lock first, so that two processes queue instead of failing halfway."""
        try:
            with self._engine.connect() as db, db.begin():
                if self.dialect == "sqlite":
                    db.exec_driver_sql("BEGIN IMMEDIATE")
                yield db
        except DatabaseError as error:
            raise self._failure("write") from error

    def integrity(self) -> str:
        """Return "ok", or what SQLite says is wrong with the file."""
        with self.reading() as db:
            if self.dialect != "sqlite":
                return "ok" if db.scalar(sa.text("SELECT 1")) == 1 else "no answer"
            return "; ".join(db.scalars(sa.text("PRAGMA integrity_check")))

    def _migrate(self) -> None:
        with self._engine.connect() as db:
            if MigrationContext.configure(db).get_current_revision() == self._schema:
                return
        with self.writing() as db:  # two processes may start at once: the second finds the work done
            if MigrationContext.configure(db).get_current_revision() == self._schema:
                return
            config = _config(self._migrations)
            config.attributes["connection"] = db
            command.upgrade(config, "head")


def newest_revision(migrations: Path) -> str | None:
    """Return the newest revision in an Alembic folder."""
    return ScriptDirectory.from_config(_config(migrations)).get_current_head()


def _config(migrations: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations))
    return config


def _durable_sqlite(connection: object, _record: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # SQLAlchemy emits BEGIN itself, see writing
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("busy_timeout=30000", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    _write_ahead(cursor)
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Switch to WAL mode; where two processes make a new catalog at once SQLite refuses one of them without waiting."""
    for _ in range(_SWITCHES):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(0.05)
    cursor.execute("PRAGMA journal_mode=WAL")
