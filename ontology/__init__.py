"""The vocabulary, its schemes and alignments, and the authority file, as files and as graphs.

Everything here is data that ships with the package; nothing is fetched.

>>> from ontology.terms import REC, RDFS
>>> str(load().value(REC.claimant, RDFS.label))
'claimant'
"""

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable

from rdflib import Graph

from ontology import terms

__all__ = ["authority", "authority_files", "context", "files", "load", "terms"]


def files() -> tuple[Traversable, ...]:
    """Name the Turtle files of the vocabulary, the schemes and the alignments, in a fixed order.

    Examples
    --------
    >>> files()[0].name
    'onrecord.ttl'
    """
    root = package_files("ontology")
    return (root / "onrecord.ttl", root / "corpus.ttl", *_turtle_in(root / "schemes"), *_turtle_in(root / "alignments"))


def authority_files() -> tuple[Traversable, ...]:
    """Name the Turtle files of the authority: states, forums, groups and what else is known beforehand."""
    return _turtle_in(package_files("ontology") / "authority")


def load() -> Graph:
    """Read the vocabulary, the schemes and the alignments into one graph."""
    return _read(files())


@cache
def authority() -> Graph:
    """Read the authority file into one graph, once a process; nobody may change it."""
    return _read(authority_files())


def context() -> dict[str, object]:
    """Read the JSON-LD context, as the value of ``@context``."""
    document: dict[str, dict[str, object]] = json.loads(
        (package_files("ontology") / "context.jsonld").read_text(encoding="utf-8")
    )
    return document["@context"]


def _turtle_in(folder: Traversable) -> tuple[Traversable, ...]:
    if not folder.is_dir():
        return ()
    return tuple(sorted((entry for entry in folder.iterdir() if entry.name.endswith(".ttl")), key=lambda e: e.name))


def _read(sources: Iterable[Traversable]) -> Graph:
    graph = Graph()
    for source in sources:
        graph.parse(data=source.read_bytes(), format="turtle")
    return graph
