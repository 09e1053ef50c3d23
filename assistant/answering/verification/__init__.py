"""Sentences against the stored text of what they cite: quotes, figures, denial, direction, certainty, names → a status."""

from assistant.answering.verification.markers import Cited, MarkerReader, read_markers
from assistant.answering.verification.quotes import find_quote
from assistant.answering.verification.verify import verify, verify_sentence

__all__ = ["Cited", "MarkerReader", "find_quote", "read_markers", "verify", "verify_sentence"]
