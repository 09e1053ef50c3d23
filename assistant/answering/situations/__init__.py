"""Which clause a difficulty of the office is about: learnt from labelled situations, beside the search and never instead of it."""

from assistant.answering.situations.clauses import FIT, Clauses, load_clauses
from assistant.answering.situations.situations import Situations

__all__ = ["FIT", "Clauses", "Situations", "load_clauses"]
