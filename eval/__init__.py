"""Judges the others: samples, metrics, suites, benchmarks."""
