"""Benchmarks: each prints a figure beside that of a peer in the same run."""
