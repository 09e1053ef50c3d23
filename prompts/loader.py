"""Reads a prompt file: front matter with ``id`` and ``version``, then one ``## key`` section for each text.

A key may have variants by role (``## similar.found@owner``); ``{name}`` in a text is filled when it is said.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_SECTION = re.compile(r"^## +(\S+) *$", re.MULTILINE)
_FOLDER = Path(__file__).parent


class PromptError(LookupError):
    """A prompt file, key or variable that does not exist: a mistake in the program, not of the user."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """The texts of one prompt file by key."""

    id: str
    version: int
    texts: Mapping[str, str]

    def say(self, key: str, role: str = "", /, **values: object) -> str:
        """Return the text of ``key`` (its variant for ``role`` if there is one) with the variables filled in."""
        text = self.texts.get(f"{key}@{role}", self.texts.get(key))
        if text is None:
            raise PromptError(f"{self.id}: no text {key!r}")
        try:
            return text.format(**values)
        except KeyError as error:
            raise PromptError(f"{self.id}: {key!r} needs the variable {error}") from error


@functools.cache
def load(name: str) -> Prompt:
    """Load ``prompts/<name>.md``."""
    path = _FOLDER / f"{name}.md"
    if not path.is_file():
        raise PromptError(f"no prompt file {name}.md")
    front, _, body = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
    fields = dict(line.split(": ", 1) for line in front.splitlines())
    heads = list(_SECTION.finditer(body))
    texts = {
        head[1]: body[head.end() : following.start() if following else len(body)].strip()
        for head, following in zip(heads, [*heads[1:], None], strict=True)
    }
    return Prompt(fields["id"], int(fields["version"]), texts)
