"""What has changed between two releases: articles, statements and entities that came, went, or are told otherwise.

The lines of both are in order, so those of one thing stand together, and the two are read side by side without either
being held.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any, Final

from rdflib import RDF

from ontology.terms import PROV, REC

ENTITIES: Final = frozenset(
    f"<{REC[name]}>".encode()
    for name in ("Actor", "Person", "Organization", "Group", "State", "Forum", "Publisher", "Place", "Site")
)
_TYPE, _OF_ARTICLE, _LATEST = (f"<{path}>".encode() for path in (RDF.type, REC.article, REC.latestVersion))
_ARTICLE, _STATEMENT = (f"<{kind}>".encode() for kind in (REC.Article, REC.Statement))
_SHORT = frozenset(
    f"<{path}>".encode() for path in (REC.claims, REC.disputes, REC.raises, REC.reportedlyClaims, PROV.wasGeneratedBy)
)
"""What is said of an entity by what others print, and of a statement by which reading it is from."""


@dataclass(frozen=True, slots=True)
class Thing:
    """An article, a statement or an entity, and a digest of what is told of it."""

    kind: str
    iri: str
    digest: str


@dataclass(slots=True)
class Changes:
    """Of one kind of things: how many there are, and the IRIs of those that came, went, and are told otherwise."""

    total: int = 0
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    revised: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON has it."""
        return asdict(self)


KINDS: Final = ("articles", "statements", "entities")


def compare(before: Iterable[bytes] | None, after: Iterable[bytes]) -> dict[str, Changes]:
    """Compare the lines of two releases, both in order; without one before, nothing has changed.

    An article is revised by a new text, or a new reading of it. A statement and an entity are by what their own
    sentences in the graph say: not by who prints or says something new, and not by the software alone.

    Examples
    --------
    >>> state = b"<https://w3id.org/onrecord/ns#State>"
    >>> line = b"<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> %b <urn:g> ." % state
    >>> compare([], [line])["entities"]
    Changes(total=1, added=['urn:a'], removed=[], revised=[])
    """
    found = {kind: Changes() for kind in KINDS}
    if before is None:
        for thing in find_things(after):
            found[thing.kind].total += 1
        return found
    for old, new in _pair(find_things(before), find_things(after)):
        if new is not None:
            found[new.kind].total += 1
        if old is not None and new is not None and old.kind == new.kind:
            if old.digest != new.digest:
                found[new.kind].revised.append(new.iri)
            continue
        if old is not None:
            found[old.kind].removed.append(old.iri)
        if new is not None:
            found[new.kind].added.append(new.iri)
    return found


def find_things(lines: Iterable[bytes]) -> Iterator[Thing]:
    """Give the articles, statements and entities that lines in order tell of, in order."""
    for subject, group in groupby(lines, key=lambda line: line.split(b" ", 1)[0]):
        if (thing := _read(subject, [line.split(b" ", 2)[1:] for line in group])) is not None:
            yield thing


def _read(subject: bytes, facts: list[list[bytes]]) -> Thing | None:
    kinds = {rest.split(b" ", 1)[0] for path, rest in facts if path == _TYPE}
    iri = subject[1:-1].decode()
    if _ARTICLE in kinds:
        return Thing("articles", iri, _digest([fact for fact in facts if fact[0] == _LATEST]))
    told = [fact for fact in facts if fact[0] not in _SHORT]
    if _STATEMENT in kinds:
        return Thing("statements", iri, _digest(told))
    if kinds & ENTITIES and all(path != _OF_ARTICLE for path, _ in facts):
        return Thing("entities", iri, _digest(told))
    return None


def _digest(facts: Iterable[list[bytes]]) -> str:
    return hashlib.sha256(b"\n".join(b" ".join(fact) for fact in facts)).hexdigest()


def _pair(before: Iterator[Thing], after: Iterator[Thing]) -> Iterator[tuple[Thing | None, Thing | None]]:
    """Put things of two orders side by side, by their IRIs."""
    old, new = next(before, None), next(after, None)
    while old is not None or new is not None:
        first = _order(old), _order(new)
        yield (old if first[0] <= first[1] else None), (new if first[1] <= first[0] else None)
        if first[0] <= first[1]:
            old = next(before, None)
        if first[1] <= first[0]:
            new = next(after, None)


def _order(thing: Thing | None) -> tuple[bool, bytes]:
    """Give the place of a thing among lines, whose IRIs end in a bracket; what is not there comes last."""
    return (True, b"") if thing is None else (False, f"{thing.iri}>".encode())
