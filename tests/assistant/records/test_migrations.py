"""A file of the first release comes up to date with every row in it, however many programs open it at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from assistant.consultations.consultations import Consultations
from assistant.records import FILE, MIGRATIONS, SCHEMA, Records
from assistant.records.practices import Practices
from assistant.records.tables import METADATA

ROW = ("p1", 1, "learner", "case-57-01", "open", "2026-04-01", "2026-04-01", "[]")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A data directory whose records stand at the first revision, with a practice in them."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / FILE}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as db:
        config.attributes["connection"] = db
        command.upgrade(config, "0001")
        db.exec_driver_sql("INSERT INTO practices VALUES (?, ?, ?, ?, ?, ?, ?, ?)", ROW)
    engine.dispose()
    return tmp_path


@pytest.fixture
def migrated(old: Path) -> Iterator[Records]:
    opened = Records.at(old)
    yield opened
    opened.close()


def test_rows_of_the_first_revision_are_there_and_the_new_tables_work(migrated: Records) -> None:
    [kept] = Practices(migrated).of("learner")
    assert tuple(kept.values()) == ROW
    consultations = Consultations(migrated)
    opened = consultations.open("13", "値上げの相談")
    assert consultations.listed("13") == [opened]


def test_the_migrated_tables_are_those_that_the_program_knows(migrated: Records, old: Path) -> None:
    with closing(sqlite3.connect(old / FILE)) as db:
        assert db.execute("SELECT version_num FROM alembic_version").fetchone() == (SCHEMA,)
        for table in METADATA.sorted_tables:
            made = {(row[1], row[5] > 0) for row in db.execute(f"PRAGMA table_info({table.name})")}
            assert made == {(column.name, column.primary_key) for column in table.columns}, table.name


def test_programs_that_open_an_old_file_at_once_all_find_it_whole(old: Path) -> None:
    def opened(_: int) -> int:
        records = Records.at(old)
        try:
            return len(Practices(records).of("learner"))
        finally:
            records.close()

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(opened, range(6))) == [1] * 6
