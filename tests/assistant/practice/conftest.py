"""A practice room over the starter knowledge, with records of its own and a known first case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.api.service import Service
from assistant.practice import Practice
from assistant.records import Records
from assistant.records.practices import Practices
from knowledge.embedding import Embedder
from knowledge.search import KnowledgeBase

CASE = "case-57-01"


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """The hub's own records, empty."""
    opened = Records.at(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def practice(records: Records, knowledge: KnowledgeBase, bundled_embedder: Embedder) -> Practice:
    """The room; the clothes shop is dealt whenever it is among the choices."""
    return Practice(
        Practices(records),
        knowledge,
        bundled_embedder,
        choose=lambda cases: next((c for c in cases if c.id == CASE), cases[0]),
    )


@pytest.fixture
def practising(service: Service, practice: Practice) -> Iterator[TestClient]:
    """A program or browser that practises."""
    with TestClient(create_app(replace(service, practice=practice)), raise_server_exceptions=False) as opened:
        yield opened
