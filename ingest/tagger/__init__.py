"""Attributions found by a small trained encoder: cues first, then for each cue its source and its content."""

from pathlib import Path

FILE = Path(__file__).parent / "english.tagger"
"""The weights that come with the package, with all that reading them needs and their model card."""
