"""Own entries as they are kept: one Turtle file a name, in a folder beside the store or in one that a setting names.

Their digest is a part of the run that reads articles with them, so that articles read without them are read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph
from rdflib.term import Identifier

import ontology
from api.store import open_store
from api.store.embedded import EmbeddedStore
from api.store.terms import from_engine
from onrecord.errors import EntriesChanged, EntriesMisplaced, EntriesUnfit
from onrecord.settings import Settings

SUFFIX = ".ttl"

type Triple = tuple[Identifier, Identifier, Identifier]


@dataclass(frozen=True, slots=True)
class Kept:
    """The own entries at one moment: their folder, and the digest of all its files. Both empty where there are none."""

    folder: str = ""
    digest: str = ""

    def __bool__(self) -> bool:
        return bool(self.digest)


NONE = Kept()
"""No own entries."""


def find_folder(settings: Settings) -> Path:
    """Name the folder of the own entries, whether or not it is there.

    Raises
    ------
    EntriesMisplaced
        The store is an engine elsewhere, and no setting names a folder.
    """
    if settings.authority:
        return Path(settings.authority)
    store = open_store(settings.store, settings)
    if not isinstance(store, EmbeddedStore):
        raise EntriesMisplaced(
            f"{store.where}: is an engine elsewhere, and has no folder for your own entries; name one by the setting"
            " authority"
        )
    return Path(store.where) / "authority"


def find_kept(settings: Settings) -> Kept:
    """Look at the own entries as they stand now.

    Raises
    ------
    EntriesMisplaced
        The setting names a folder that is not there.
    """
    try:
        folder = find_folder(settings)
    except EntriesMisplaced:
        return NONE
    if settings.authority and not folder.is_dir():
        raise EntriesMisplaced(
            f"{folder}: is no folder, and the setting authority names it; add entries first, or mend it"
        )
    files = find_files(folder)
    return Kept(str(folder.resolve()), digest(files)) if files else NONE


def find_files(folder: Path) -> tuple[Path, ...]:
    """Give the files of a folder of own entries, by name; none where there is no such folder."""
    found = (file for file in folder.glob(f"*{SUFFIX}") if file.is_file() and not file.name.startswith("."))
    return tuple(sorted(found))


def digest(files: Iterable[Path]) -> str:
    """Digest names and contents, so that each change of either is seen: SHA-256, 64 hex digits."""
    total = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        total.update(f"{file.name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


@cache
def load(kept: Kept) -> Graph:
    """Read what ships and the own entries as one graph, once a process; nobody may change it.

    Raises
    ------
    EntriesChanged
        The files are not those of which the digest was taken.
    EntriesUnfit
        A file is no Turtle: it was changed by hand, or damaged.
    """
    if not kept:
        return ontology.authority()
    files = find_files(Path(kept.folder))
    if digest(files) != kept.digest:
        raise EntriesChanged(f"{kept.folder}: changed while articles were read; run the same command again")
    graph = Graph()
    for triple in ontology.authority():
        graph.add(triple)
    for file in files:
        for own in read(file):
            graph.add(own)
    return graph


def read(file: Path) -> Iterator[Triple]:
    """Read a file of own entries; nothing that it names is fetched.

    Raises
    ------
    EntriesUnfit
        It is no Turtle.
    """
    try:
        for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
            yield from_engine(quad.subject), from_engine(quad.predicate), from_engine(quad.object)
    except (SyntaxError, ValueError) as error:
        raise EntriesUnfit(f"{file}: is no Turtle ({error}); mend it there") from error
