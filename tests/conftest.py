"""What every test needs: a quarantine key of its own, so that nobody's real one is made or used."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def quarantine_key() -> Iterator[None]:
    """Set the key of the quarantine for the whole run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YOROZU_QUARANTINE_KEY", base64.b64encode(bytes(range(32))).decode())
        yield
