"""Entities of the whole corpus: gathered from the articles of a store, written to it, merged and split by people."""
