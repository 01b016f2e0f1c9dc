"""The shapes, applied to articles, to files of RDF, or to everything a store holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox
from rdflib import Graph

import shapes
from api.store import Reader, Rows, open_store
from api.store.terms import from_engine
from ingest.errors import Unreadable
from ingest.gate import Gate
from ingest.model import Article
from ingest.quotation import name_copies
from ingest.read import read
from ingest.read.sources import STDIN, Source, find_sources
from onrecord import reading, screen
from onrecord.authority.kept import find_kept
from onrecord.files import write_whole
from onrecord.reading import Failed, attempt
from onrecord.settings import Settings
from shapes import Finding, Report, Validator

RDF_FORMATS = MappingProxyType(
    {
        ".ttl": ox.RdfFormat.TURTLE,
        ".nt": ox.RdfFormat.N_TRIPLES,
        ".nq": ox.RdfFormat.N_QUADS,
        ".trig": ox.RdfFormat.TRIG,
    }
)
"""What is read as a graph and not as an article, by the suffix of a file's name."""

_VERSIONS = """
PREFIX rec: <https://w3id.org/onrecord/ns#>
SELECT ?work ?version { GRAPH ?version { ?version rec:versionOf ?work } } ORDER BY ?work ?version"""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the shapes found in one graph. ``where`` is the file, or the graph's name."""

    where: str
    report: Report

    def __str__(self) -> str:
        return f"{self.where}: {self.report.as_text()}"


@dataclass(frozen=True, slots=True)
class GraphFile:
    """A file of RDF, all its graphs together."""

    where: str
    graph: Graph


def check(paths: list[str], settings: Settings, published: date | None, file: Path | None) -> tuple[int, int]:
    """Print what the shapes find, and give how many graphs were checked and of how many something is wrong.

    Without paths the store that the settings name is checked. ``file`` takes the SHACL report, in Turtle.

    Raises
    ------
    StoreError
        Nothing is stored there, or it cannot be read.
    """
    done = findings = 0
    found: list[Checked] = []
    with screen.counting("checked", prints=True) as counter:
        for each in check_inputs(paths, settings, published) if paths else check_all(settings):
            if not isinstance(each, Checked):
                findings += 1
                screen.say(str(each))
                continue
            counter.advance(each.where)
            done += 1
            findings += not each.report.conforms
            if paths or each.report.results:
                screen.put("".join(f"{screen.printable(line)}\n" for line in str(each).split("\n")))
            if each.report.results:
                found.append(each)
    broken = sum(not each.report.conforms for each in found)
    screen.say(f"checked: {done}, of which {broken} do not conform")
    if file is not None:
        with write_whole(file) as sink:
            sink.write(join(found).as_graph().serialize(format="turtle").encode())
    return done, findings


def check_inputs(
    paths: list[str], settings: Settings, published: date | None
) -> Iterator[Checked | Unreadable | Failed]:
    """Check the articles and graphs that the paths name."""
    gate: Gate | None = None
    validator = shapes.Validator()
    for item in find_inputs(paths, published):
        if isinstance(item, Unreadable):
            yield item
        elif isinstance(item, GraphFile):
            yield Checked(item.where, validator.validate(item.graph))
        else:
            gate = gate or reading.open_own_gate(settings, find_kept(settings))
            outcome = attempt(gate.admit, item)
            yield outcome if isinstance(outcome, Failed) else Checked(item.origin, outcome.report)


def check_all(settings: Settings) -> Iterator[Checked]:
    """Check what the store holds."""
    with open_store(settings.store, settings).read() as reader:
        yield from check_store(reader, shapes.Validator(), settings.base)


def list_rules() -> None:
    """Print every rule: what it is about, how much it weighs, its name, and what it says."""
    columns = ("subject", "severity", "shape", "rule")
    rows = [(rule.subject, rule.severity, str(rule.iri).rpartition("#")[2], rule.message) for rule in shapes.rules()]
    screen.show_table(columns, rows)


def find_inputs(paths: Iterable[str], published: date | None) -> Iterator[Article | GraphFile | Unreadable]:
    """Yield the articles and the graphs that the paths name."""
    for path in paths:
        for source in (Source(Path(STDIN)),) if path == STDIN else find_sources(path):
            if isinstance(source, Unreadable):
                yield source
            elif source.path.suffix.lower() in RDF_FORMATS:
                yield read_graph(source.path)
            else:
                yield from read(source.path, published=published)


def read_graph(path: Path) -> GraphFile | Unreadable:
    """Read a file of RDF; nothing that it names is fetched."""
    graph = Graph()
    try:
        for quad in ox.parse(path=str(path), format=RDF_FORMATS[path.suffix.lower()]):
            graph.add((from_engine(quad.subject), from_engine(quad.predicate), from_engine(quad.object)))
    except OSError as error:
        return Unreadable(str(path), f"cannot be read ({error.strerror or error})", "check the file")
    except (SyntaxError, ValueError) as error:
        return Unreadable(str(path), f"is no RDF ({error})", "mend it there")
    return GraphFile(str(path), graph)


def check_store(reader: Reader, validator: Validator, base: str) -> Iterator[Checked]:
    """Check every article of a store as it was checked before it came in, then the authority beside them."""
    found = reader.query(_VERSIONS)
    rows = found.rows if isinstance(found, Rows) else ()
    for work, versions in groupby(rows, key=itemgetter(0)):
        graph = reader.graph(str(work))
        for _, version in versions:
            graph += reader.graph(str(version)) + reader.graph(f"{version}/links")
            graph += reader.graph(name_copies(str(version)))
        yield Checked(str(work), validator.validate(graph))
    authority, vocabulary = f"{base}authority", f"{base}ontology"
    if reader.has(authority):
        # Whether a person is an actor is known to the vocabulary alone.
        yield Checked(authority, validator.validate(reader.graph(authority) + reader.graph(vocabulary)))


def join(checked: Iterable[Checked]) -> Report:
    """Make one report of several."""
    findings: list[Finding] = [finding for each in checked for finding in each.report.results]
    return Report(tuple(findings))
