"""The process that makes the index of a state: ``python -m api.search.building BYTES SNAPSHOT INDEX [PREVIOUS]``.

It may use BYTES of memory, and needs little for each text: these go from the one file to the other.

What the index before holds is kept and only what differs is written, so that the work grows with what was added. The
file gets its name when it is whole, so no half index is ever found.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from api.confinement import bound_memory, confine
from api.search import CLASSES
from api.search.index import Entry, Index
from ontology.terms import NIF, RDF, RDFS, REC, SCHEMA, SKOS

OUT_OF_MEMORY = 9
"""The exit code where the bound on memory was met."""


def build(snapshot: Path, target: Path, previous: Path | None = None) -> tuple[int, int]:
    """Make an index, and say how many texts were added to the one before and removed from it."""
    draft = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        entries = partial(read_entries, ox.Store.read_only(str(snapshot)))
        changed = _extend(draft, previous, entries) if previous is not None else _start(draft, entries)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return changed


def _extend(draft: Path, previous: Path, entries: Callable[[], Iterator[Entry]]) -> tuple[int, int]:
    shutil.copyfile(previous, draft)
    try:
        return Index(draft).update(entries())
    except sqlite3.DatabaseError:  # the one before is damaged, and no reason to go without
        draft.unlink()
        return _start(draft, entries)


def _start(draft: Path, entries: Callable[[], Iterator[Entry]]) -> tuple[int, int]:
    Index(draft).create()
    return Index(draft).update(entries())


def read_entries(store: ox.Store) -> Iterator[Entry]:
    """Read what is searched: statements' texts, articles' titles, the names of actors and venues, events' words.

    What an article calls somebody is a name of the one it is taken for.
    """
    for subject, text in _literals(store, REC.text):
        yield Entry(subject, "statement", text, stemmed=True)
    for subject, text in _literals(store, SCHEMA.headline):
        yield Entry(subject, "article", text, stemmed=True)
    for title, version in _links(store, REC.titleOf):
        for _, text in _literals(store, NIF.isString, title):
            yield Entry(version, "article", text, stemmed=True)
    events = set(_members(store, REC.Event))
    for event, span in _links(store, REC.span):
        for _, text in _literals(store, NIF.anchorOf, span) if event in events else ():
            yield Entry(event, "event", text, stemmed=True)
    yield from _read_names(store)


def _read_names(store: ox.Store) -> Iterator[Entry]:
    kinds = {actor: "actor" for kind in CLASSES["actor"] for actor in _members(store, kind)}
    kinds |= {venue: "venue" for kind in CLASSES["venue"] for venue in _members(store, kind)}
    targets = dict(_links(store, REC.refersTo))
    for path in (RDFS.label, SKOS.altLabel):
        for subject, text in _literals(store, path):
            known = targets.get(subject, subject)
            if kind := kinds.get(known) or kinds.get(subject):
                yield Entry(known, kind, text, stemmed=False)


def _members(store: ox.Store, kind: str) -> Iterator[str]:
    for quad in store.quads_for_pattern(None, ox.NamedNode(str(RDF.type)), ox.NamedNode(kind)):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject.value


def _literals(store: ox.Store, path: str, subject: str | None = None) -> Iterator[tuple[str, str]]:
    about = ox.NamedNode(subject) if subject is not None else None
    for quad in store.quads_for_pattern(about, ox.NamedNode(path), None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            yield quad.subject.value, quad.object.value


def _links(store: ox.Store, path: str) -> Iterator[tuple[str, str]]:
    for quad in store.quads_for_pattern(None, ox.NamedNode(path), None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            yield quad.subject.value, quad.object.value


def make(build: Callable[..., object], arguments: list[str]) -> None:
    """Make a file within bounds: the memory that it may take comes first, then the paths that making it needs."""
    memory, *paths = arguments
    confine()
    bound_memory(int(memory))
    try:
        build(*map(Path, paths))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    make(build, sys.argv[1:])
