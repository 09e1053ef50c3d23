"""``python -m eval [SUITE …] | compare A B | hubs | readme | sheet | agree FILE``: measure quality, offline."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module

from eval import differences, run, single

#: Given with one suite, these print it by itself instead of writing the report.
_ALONE = frozenset({"--json", "--beir", "--fit"})


def main(arguments: list[str] | None = None) -> int:
    """Run the report, or what the first word names."""
    said = sys.argv[1:] if arguments is None else arguments
    if said[:1] and said[0] in _COMMANDS:
        return _COMMANDS[said[0]](said[1:])
    return single.main(said) if _ALONE & {a.partition("=")[0] for a in said} else run.main(said)


def _later(module: str) -> Callable[[list[str]], int]:
    """Return a command whose module is loaded when it is called: its packages are only needed then."""

    def command(arguments: list[str]) -> int:
        done: int = import_module(module).main(arguments)
        return done

    return command


_COMMANDS: Mapping[str, Callable[[list[str]], int]] = {
    "compare": differences.main,
    "hubs": _later("eval.hubs.command"),
    "readme": _later("eval.readme"),
    "sheet": _later("eval.people.sheet"),
    "agree": _later("eval.people.agree"),
}

if __name__ == "__main__":
    sys.exit(main())
