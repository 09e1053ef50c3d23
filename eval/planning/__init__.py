"""Judges plans: the arithmetic once more, whether anything is missing, and whether a file says what the plan says."""
