"""Deliberate defects of the system, switched on one at a time, to prove that the suites see them."""
