"""The short interview before a plan is drafted: what to ask next, and how what was told becomes an ``Intake``."""

from assistant.plans.interview.questions import QUESTIONS, Asking, open_questions
from assistant.plans.interview.reading import Reading, read_form

__all__ = ["QUESTIONS", "Asking", "Reading", "open_questions", "read_form"]
