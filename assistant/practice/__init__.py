"""千本ノック: a case's first consultation is dealt with its end hidden; questions, a proposal, then what really happened."""

from assistant.practice.practice import Practice
from assistant.practice.session import PracticeError, Session, StalePracticeError, Turn, UnknownPracticeError

__all__ = ["Practice", "PracticeError", "Session", "StalePracticeError", "Turn", "UnknownPracticeError"]
