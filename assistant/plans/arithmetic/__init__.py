"""Profit arithmetic for an owner's plan: exact decimals, every number with its formula, impossible input in words.

``asked`` reads a calculation out of a question; the other modules are the calculations (amounts in 円 and ratios such as
0.4, as ``Decimal``). What the person can correct raises ``PlanInputError``; what has no solution is a ``NoAnswer``.
"""

from assistant.plans.arithmetic.asked import asked
from assistant.plans.arithmetic.entries import entry_of
from assistant.plans.arithmetic.figures import Answer, Input, NoAnswer, Result, said_of
from assistant.plans.arithmetic.inputs import PlanInputError
from assistant.plans.arithmetic.money import read_ratio, read_yen, write_ratio, write_yen

__all__ = [
    "Answer",
    "Input",
    "NoAnswer",
    "PlanInputError",
    "Result",
    "asked",
    "entry_of",
    "read_ratio",
    "read_yen",
    "said_of",
    "write_ratio",
    "write_yen",
]
