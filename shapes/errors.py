"""What can go wrong while graphs are checked.

ShapesError
├── QueryUnfit          a constraint's query is none that can be answered
└── ShapeUnnamed        a result came from a shape that has no IRI
"""

from __future__ import annotations


class ShapesError(Exception):
    """The root of this package's errors; its text says what, where, and what to do."""


class ShapeUnnamed(ShapesError):
    """A result came from a shape that has no IRI, so that nobody could look the rule up."""


class QueryUnfit(ShapesError):
    """A constraint's query is none that can be answered."""
