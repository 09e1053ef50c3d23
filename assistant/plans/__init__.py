"""Profit arithmetic for an owner's plan: exact decimals, every number with its formula, impossible input in words.

``asked`` reads a calculation out of a question; the other modules are the calculations (amounts in 円 and ratios such as
0.4, as ``Decimal``). What the person can correct raises ``PlanInputError``; what has no solution is a ``NoAnswer``.
"""

from assistant.plans.asked import asked
from assistant.plans.figures import Answer, Input, NoAnswer, Result
from assistant.plans.inputs import PlanInputError
from assistant.plans.money import read_ratio, read_yen, write_ratio, write_yen

__all__ = [
    "Answer",
    "Input",
    "NoAnswer",
    "PlanInputError",
    "Result",
    "asked",
    "read_ratio",
    "read_yen",
    "write_ratio",
    "write_yen",
]
