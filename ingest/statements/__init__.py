"""Statements found in the words: what is a cue, who is named beside it, what is said."""

from ingest.statements.blend import BlendedExtractor
from ingest.statements.rules import RuleExtractor

__all__ = ["BlendedExtractor", "RuleExtractor"]
