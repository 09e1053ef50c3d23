"""The README's example conversation is what the program really says."""

from __future__ import annotations

import pytest

from assistant.api.service import Service
from eval.readme import READMES, examples, shown


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_example_conversation_is_real_output(readme, service: Service) -> None:  # type: ignore[no-untyped-def]
    """`python -m eval.readme` writes it; it must not be older than the knowledge."""
    found = examples(readme.read_text(encoding="utf-8"))
    assert len(found) >= 2
    for role, lines, question, output in found:
        assert output == shown(service.assistant, role, lines, question)
        assert len(output.splitlines()) > 8
