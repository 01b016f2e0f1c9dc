"""Attributions found by rules over the tree: cues from the lexicon, quotations from the marks."""

from ingest.statements.rules import RuleExtractor

__all__ = ["RuleExtractor"]
