"""The report of a run: figures as JSON, failing samples, and one page for people."""
