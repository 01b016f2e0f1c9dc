"""What something of a statement rests on, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rdflib.term import Node

from ontology.terms import BASIS, TIMEBASIS

_WORDS: Final[Mapping[Node, str]] = {
    BASIS.named: "named in the sentence",
    BASIS.pronoun: "a pronoun, resolved within the article",
    BASIS.definiteDescription: "a description, resolved within the article",
    BASIS.acronym: "an acronym that the article spells out",
    BASIS.metonym: "a capital or a seat of government that stands for the state",
    BASIS.sameOccasion: "named for an earlier statement on the same occasion",
    BASIS.continuation: "the sentence goes on with a quotation whose source stood before it",
    BASIS.unnamedSource: "the article describes the source and does not name it",
    BASIS.publisher: "the article's own voice",
    BASIS.unresolved: "the words do not tell",
    TIMEBASIS.explicit: "the words tell the day by themselves",
    TIMEBASIS.inherited: "the day is told elsewhere of the same occasion",
    TIMEBASIS.publication: "counted from the day of publication",
    TIMEBASIS.none: "the day could not be resolved",
}


def say_basis(basis: Node | None) -> str | None:
    """Say what a basis is; None for none, or one of another vocabulary.

    Examples
    --------
    >>> say_basis(TIMEBASIS.publication)
    'counted from the day of publication'
    """
    return _WORDS.get(basis) if basis is not None else None
