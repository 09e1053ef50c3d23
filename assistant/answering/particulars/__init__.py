"""Which questions ask for a particular that no source here holds: learnt from labelled questions, beside what the words tell."""

from assistant.answering.particulars.kinds import KINDS, WEIGHTS, Kinds, load_kinds
from assistant.answering.particulars.particulars import Particular, Particulars, asking

__all__ = ["KINDS", "WEIGHTS", "Kinds", "Particular", "Particulars", "asking", "load_kinds"]
