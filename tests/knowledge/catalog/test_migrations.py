"""A catalog that an earlier version of the program wrote is brought up to date and keeps everything it held."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from knowledge.catalog import MIGRATIONS, Catalog, Source
from knowledge.catalog.reviews import Reviews
from knowledge.catalog.runs import Runs
from knowledge.database import newest_revision
from knowledge.entries import Entry


def migrate(database: Path, step: Callable[[Config], None]) -> None:
    engine = create_engine(f"sqlite:///{database}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        step(config)
    engine.dispose()


def rows(database: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(database)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.fixture
def first_schema(tmp_path: Path, make_case: Callable[..., Entry], split: Callable[..., list]) -> Path:
    """A catalog with an entry, a source and a note, at the schema of the first release."""
    catalog = Catalog.at(tmp_path / "now")
    case = make_case()
    catalog.put(case, split(case), "a.md")
    catalog.put_source(Source("a.md", "/files", "digest", "read"))
    catalog.put_note("starter", "mark")
    catalog.close()
    database = tmp_path / "then" / "catalog.db"
    database.parent.mkdir()
    shutil.copy(tmp_path / "now" / "catalog.db", database)
    migrate(database, lambda config: command.downgrade(config, "0001"))
    assert rows(database, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert not rows(database, "SELECT 1 FROM sqlite_master WHERE name IN ('reviews', 'import_runs')")
    return database


def test_catalog_of_the_first_release_is_brought_up_to_date_and_keeps_what_it_holds(
    first_schema: Path, make_case: Callable[..., Entry]
) -> None:
    """Entries, versions, passages, sources and notes stay; the new tables are there and empty."""
    held = rows(first_schema, "SELECT * FROM passages ORDER BY id")
    catalog = Catalog.at(first_schema.parent)
    case = make_case()
    assert catalog.get(case.id) == case and catalog.version_of(case.id) == 1 and catalog.head() == 1
    assert set(catalog.sources()) == {"a.md"} and catalog.note("starter") == "mark"
    assert rows(first_schema, "SELECT * FROM passages ORDER BY id") == held != []
    assert rows(first_schema, "SELECT version_num FROM alembic_version") == [(newest_revision(MIGRATIONS),)]
    assert Reviews(catalog).in_states(("waiting",)) == Runs(catalog).latest() == []
    catalog.close()


def test_review_tables_have_the_indices_that_their_questions_need(first_schema: Path) -> None:
    """What waits, what an entry or a file had, and the decisions of a review are looked up, not searched for."""
    Catalog.at(first_schema.parent).close()
    for query in (
        "SELECT * FROM reviews WHERE state = 'waiting' ORDER BY held_at",
        "SELECT * FROM reviews WHERE entry_id = 'x'",
        "SELECT * FROM reviews WHERE source_mark = 'x'",
        "SELECT * FROM decisions WHERE review_id = 'x' ORDER BY id",
    ):
        plan = " ".join(str(row[3]) for row in rows(first_schema, f"EXPLAIN QUERY PLAN {query}"))
        assert "USING INDEX" in plan, (query, plan)


def test_migrations_can_be_taken_back_to_nothing(first_schema: Path) -> None:
    """Each step knows its way back."""
    Catalog.at(first_schema.parent).close()
    migrate(first_schema, lambda config: command.downgrade(config, "base"))
    assert {name for (name,) in rows(first_schema, "SELECT name FROM sqlite_master WHERE type = 'table'")} <= {
        "alembic_version",
        "sqlite_sequence",
    }
