"""Benchmarks: each prints what was measured, the bare limit of the same run, and their ratio."""
