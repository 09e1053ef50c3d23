"""A defect: what is broken, how it is switched on, and the suites beyond the usual ones that look at it."""

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
    """``name`` is stable; ``label`` says in Japanese what is broken. ``also``: slow suites that are run for it too."""

    name: str
    label: str
    changes: tuple[Change, ...]
    also: tuple[str, ...] = ()

    @contextmanager
    def switched_on(self) -> Iterator[None]:
        """Break the system for as long as the context lasts: the one place where anything is patched."""
        with ExitStack() as stack:
            for target, broken in self.changes:
                original = resolve_name(target)
                stack.enter_context(patch(target, broken(original)))
            yield
