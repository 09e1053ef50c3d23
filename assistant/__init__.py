"""Answers: reads a question, finds evidence, writes, verifies; the HTTP service and its pages."""
