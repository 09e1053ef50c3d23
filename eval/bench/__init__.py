"""Benchmarks: long, run by hand or by a target of their own, never as tests."""
