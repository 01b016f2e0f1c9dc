"""Releases: a folder with one state of a store, what it is, how to cite it, and what has changed since another."""
