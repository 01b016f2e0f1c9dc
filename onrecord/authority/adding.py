"""Own entries added, listed and taken away: all of the files that are given, or none of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType

from rdflib import RDF, Graph
from rdflib.term import Node

import ontology
from api.errors import StoreMissing
from api.model import check_model, read_model
from api.store import Writer, open_store
from onrecord import screen
from onrecord.authority.checking import ACTORS, OTHERS, PLACES, check, find_namesakes
from onrecord.authority.entry import Found, Given
from onrecord.authority.followthemoney import read_followthemoney
from onrecord.authority.kept import SUFFIX, Kept, digest, find_files, find_folder, read
from onrecord.authority.tables import read_table
from onrecord.authority.turtle import read_turtle, write_turtle
from onrecord.errors import EntriesUnfit, InputMissing, UnknownEntries
from onrecord.files import write_whole
from onrecord.settings import Settings
from onrecord.storing import find_shared

SHOWN = 20
"""Problems and namesakes that are told one by one; of the rest, how many there are."""

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


type Read = Callable[[Given, Graph], Found]


def _read_turtle(given: Given, _known: Graph) -> Found:
    return Found(*read_turtle(given.file))


READERS: Mapping[str, Read] = MappingProxyType(
    {"turtle": _read_turtle, "csv": read_table, "followthemoney": read_followthemoney}
)
"""Who reads which form."""

SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        ".ttl": "turtle",
        ".csv": "csv",
        ".tsv": "csv",
        ".json": "followthemoney",
        ".jsonl": "followthemoney",
        ".ndjson": "followthemoney",
    }
)
"""Which form a file has, by the suffix of its name."""


def add(
    settings: Settings,
    files: Sequence[Path],
    *,
    name: str | None = None,
    form: str | None = None,
    source: str = "",
    rights: str = "",
) -> None:
    """Check entries and keep them, each file under its own name or the one that is given.

    Raises
    ------
    EntriesUnfit
        Something is wrong with an entry, and it was said what; nothing was kept.
    InputMissing
        A file cannot be read.
    EntriesMisplaced
        There is no folder for own entries.
    StoreError
        The store is locked or out of reach; nothing was kept.
    """
    folder = find_folder(settings)
    names = [name or name_of(file) for file in files]
    twice = [each for each, often in Counter(names).items() if often > 1]
    if twice or not all(map(NAME.fullmatch, names)):
        wrong = twice[0] if twice else next(each for each in names if not NAME.fullmatch(each))
        raise EntriesUnfit(f"{wrong!r}: each file needs a name of its own, of a-z, 0-9 and hyphens; give one by --name")
    known = Graph()
    for triple in ontology.authority():
        known.add(triple)
    for file in find_files(folder):
        if file.stem not in names:
            for own in read(file):
                known.add(own)
    found: dict[str, Graph] = {}
    problems = list[str]()
    for each, file in zip(names, files, strict=True):
        result = read_file(Given(file, settings.base, source, rights), form, known)
        problems += map(str, result.problems or check(result.graph, known, result.where))
        tell_passed_over(file, result.passed_over)
        tell_namesakes(result.graph, known, result.where)
        found[each] = result.graph
        for triple in result.graph:
            known.add(triple)
    if problems:
        tell(problems, "more problems")
        raise EntriesUnfit(f"{len(problems)} problems: nothing was kept; mend them and add the files again")
    with refreshing(settings, folder), ExitStack() as stack:
        folder.mkdir(parents=True, exist_ok=True)
        for each, graph in found.items():
            write_turtle(graph, stack.enter_context(write_whole(folder / f"{each}{SUFFIX}")), settings.base)
    for each, graph in found.items():
        screen.say(f"{folder / each}{SUFFIX}: {describe(graph)}")
    screen.say("articles that are read from now on are linked to them; those read before are when they are read again")


def read_file(given: Given, form: str | None, known: Graph) -> Found:
    """Read a file in its form.

    Raises
    ------
    EntriesUnfit
        It is in no form that is known, or not what it seems to be.
    InputMissing
        It cannot be read.
    """
    form = form or SUFFIXES.get(given.file.suffix.lower(), "")
    if form not in READERS:
        known_forms = ", ".join(READERS)
        raise EntriesUnfit(f"{given.file}: is in no form that is known; name one by --format: {known_forms}")
    try:
        return READERS[form](given, known)
    except OSError as error:
        raise InputMissing(f"{given.file}: cannot be read ({error.strerror or error}); check the path") from error


def show(settings: Settings) -> None:
    """Print the names of what is kept, with how much each holds.

    Raises
    ------
    EntriesUnfit
        A file is no Turtle.
    """
    rows = list[tuple[str, str, str]]()
    for file in find_files(find_folder(settings)):
        graph = Graph()
        for triple in read(file):
            graph.add(triple)
        rows.append((file.stem, describe(graph), str(file)))
    if rows:
        screen.show_table(("name", "entries", "file"), rows)
    else:
        screen.say(f"{find_folder(settings)}: no entries of your own are kept")


def remove(settings: Settings, name: str) -> None:
    """Take away what is kept under a name.

    Raises
    ------
    UnknownEntries
        Nothing is.
    """
    folder = find_folder(settings)
    kept = {file.stem: file for file in find_files(folder)}
    if name not in kept:
        there = ", ".join(kept) or "none"
        raise UnknownEntries(f"{name!r}: no entries are kept under this name in {folder}; there are {there}")
    with refreshing(settings, folder):
        kept[name].unlink()
    screen.say(f"{kept[name]}: taken away; articles that were linked to its entries are anew when they are read again")


@contextmanager
def refreshing(settings: Settings, folder: Path) -> Iterator[None]:
    """Let the store's graph of the authority follow what is kept, if there is one; nothing is kept if it is locked."""
    store, name = open_store(settings.store, settings), f"{settings.base}authority"
    with ExitStack() as stack:
        writer: Writer | None = None
        try:
            with store.read() as reader:
                check_model(read_model(reader, settings.base), store.where)
                there = reader.has(name)
        except StoreMissing:
            there = False
        if there:
            writer = stack.enter_context(store.write())
        yield
        if writer is not None:
            files = find_files(folder)
            kept = Kept(str(folder.resolve()), digest(files)) if files else Kept()
            writer.put({shared.name: shared.build() for shared in find_shared(settings.base, kept)})
            writer.publish()


def name_of(file: Path) -> str:
    """Make a name of a file's: lower case, hyphens for all that is no letter or digit.

    >>> name_of(Path("notes/Red Front (2024).ttl"))
    'red-front-2024'
    """
    return re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")


def describe(graph: Graph) -> str:
    """Count entries by class, those of others that are added to apart.

    >>> describe(Graph())
    'nothing'
    """
    counts = Counter(
        str(kind).rpartition("#")[2] for kind in graph.objects(None, RDF.type) if kind in {*ACTORS, *PLACES, *OTHERS}
    )
    extended = len(set(graph.subjects()) - set(graph.subjects(RDF.type)))
    parts = [f"{number} {kind}" for kind, number in sorted(counts.items())]
    parts += [f"{extended} known already, added to"] if extended else []
    return ", ".join(parts) or "nothing"


def tell_passed_over(file: Path, passed_over: Mapping[str, int]) -> None:
    """Say what was not taken from a file, and why."""
    for why, number in sorted(passed_over.items()):
        screen.say(f"{file}: {number} passed over: {why}")


def tell_namesakes(own: Graph, known: Graph, where: Mapping[Node, str]) -> None:
    """Say which names now stand for two entries, for articles that use such a name may be linked to neither."""
    shared = [
        f"{where.get(entry, entry)}: {name!r} is a name of {other}, too; articles may mean neither"
        for name, entry, other in find_namesakes(own, known)
    ]
    tell(shared, "more names that two entries share")


def tell(lines: Sequence[str], rest: str) -> None:
    """Put lines on standard error, not all if there are many."""
    for line in lines[:SHOWN]:
        screen.say(line)
    if len(lines) > SHOWN:
        screen.say(f"and {len(lines) - SHOWN} {rest}")
