"""A defect: what is broken, how it is switched on, and the suites that have to see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import Any
from unittest.mock import patch

#: What is replaced (``module.name`` or ``module.Class.name``) and by what the original is wrapped in.
Change = tuple[str, Callable[[Any], Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """``name`` is stable; ``label`` says in Japanese what is broken. ``seen_by``: suites of which one at least must turn red."""

    name: str
    label: str
    changes: tuple[Change, ...]
    seen_by: tuple[str, ...]

    @contextmanager
    def switched_on(self) -> Iterator[None]:
        """Break the system for as long as the context lasts: the one place where anything is patched."""
        with ExitStack() as stack:
            for target, broken in self.changes:
                original = resolve_name(target)
                stack.enter_context(patch(target, broken(original)))
            yield
