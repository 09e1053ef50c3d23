"""The clauses of the behaviour guideline that code can check, over a finished draft (check.py)."""
