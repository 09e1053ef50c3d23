"""The hub's own records: one migration history, damage told in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.records import FILE, MIGRATIONS, SCHEMA, Records, RecordsError
from knowledge.database import newest_revision


def test_the_schema_that_is_expected_is_the_newest() -> None:
    assert newest_revision(MIGRATIONS) == SCHEMA


def test_a_file_that_is_no_database_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database at all, not even nearly" * 100)
    with pytest.raises(RecordsError, match="拠点の記録"):
        Records.at(tmp_path)


def test_a_place_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordsError, match="開けません"):
        Records.at(tmp_path / "file" / "data")
