"""The one error of this room."""


class EmbeddingError(Exception):
    """Text cannot be turned into vectors here; the message tells the operator, in Japanese, what to do."""
