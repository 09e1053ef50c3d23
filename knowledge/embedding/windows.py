"""Cut a text into parts that a model reads without truncating."""

from collections.abc import Callable, Iterator


def windows(text: str, length: Callable[[str], int], limit: int | None) -> Iterator[tuple[str, int]]:
    """Yield the parts of a text, halved until each is within `limit`, each with its length (1 at least)."""
    measured = length(text) or 1  # some tokenizers count nothing in an empty text
    if limit is None or measured <= limit or len(text) < 2:
        yield text, measured
        return
    middle = len(text) // 2
    yield from windows(text[:middle], length, limit)
    yield from windows(text[middle:], length, limit)
