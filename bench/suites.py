"""The W3C's SPARQL suites: the cases that manifests list, and whether an answer is the one that they expect.

A manifest is read as the vocabulary of tests has it (https://www.w3.org/2001/sw/DataAccess/tests/), with what SPARQL
1.1 added for updates and for SERVICE. Answers are compared as graphs are: blank nodes by where they stand, numbers by
value, and rows in any order unless the expected ones are numbered.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx
import pyoxigraph as ox
from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)
_SILENTLY = re.compile(r"\bSERVICE\s+(?:SILENT\s+)?<([^>]*)>", re.IGNORECASE)
_ACCEPT = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".srj": "application/sparql-results+json",
    ".srx": "application/sparql-results+xml",
}
_GRAPH = "application/n-triples, application/sparql-results+json;q=0.9"


type Files = tuple[tuple[str, Path], ...]
"""Files, each with the name of its graph; the empty name is the default graph."""


class Kind(StrEnum):
    """What is tried."""

    EVALUATION = "evaluation"
    TABLE = "CSV, TSV"
    UPDATE = "update"
    POSITIVE = "syntax"
    NEGATIVE = "wrong syntax"
    POSITIVE_UPDATE = "syntax of updates"
    NEGATIVE_UPDATE = "wrong syntax of updates"


_KINDS = {
    MF.QueryEvaluationTest: Kind.EVALUATION,
    MF.CSVResultFormatTest: Kind.TABLE,
    MF.UpdateEvaluationTest: Kind.UPDATE,
    UT.UpdateEvaluationTest: Kind.UPDATE,
    MF.PositiveSyntaxTest: Kind.POSITIVE,
    MF.PositiveSyntaxTest11: Kind.POSITIVE,
    MF.NegativeSyntaxTest: Kind.NEGATIVE,
    MF.NegativeSyntaxTest11: Kind.NEGATIVE,
    MF.PositiveUpdateSyntaxTest11: Kind.POSITIVE_UPDATE,
    MF.PositiveUpdateSyntaxTest: Kind.POSITIVE_UPDATE,
    MF.NegativeUpdateSyntaxTest11: Kind.NEGATIVE_UPDATE,
    MF.NegativeUpdateSyntaxTest: Kind.NEGATIVE_UPDATE,
}


class Failed(Exception):
    """A case is not kept; the words say how."""


@dataclass(frozen=True)
class Case:
    """One case: what is sent, the files that are stored before it by graph, and those that are expected after it.

    ``elsewhere`` are the files of the servers that SERVICE asks, by address, and ``invalid`` the addresses of none.
    """

    name: str
    suite: str
    kind: Kind
    action: Path
    data: Files = ()
    result: Path | None = None
    after: Files = ()
    elsewhere: Mapping[str, Path] = field(default_factory=dict)
    lax: bool = False

    @property
    def accept(self) -> str:
        """The format to ask for, which is that of the expected answer if a service could give it."""
        return _ACCEPT.get(self.result.suffix if self.result else "", _GRAPH)

    @property
    def empty(self) -> frozenset[str]:
        """The graphs that are stored without a triple."""
        return frozenset(graph for graph, file in self.data if graph and not read_data(((graph, file),)))

    @property
    def invalid(self) -> frozenset[str]:
        """The addresses that SERVICE asks and where there is nobody."""
        return frozenset(_SILENTLY.findall(self.action.read_text("utf-8"))) - self.elsewhere.keys()


def read_cases(folder: Path) -> Iterator[Case]:
    """Read the cases of all manifests below a folder, each once."""
    for file in sorted(folder.resolve().rglob("manifest*.ttl")):
        manifest = Graph().parse(file, publicID=file.as_uri())
        suite = str(file.parent.relative_to(folder.resolve().parent))
        for head in manifest.objects(None, MF.entries):
            for node in dict.fromkeys(Collection(manifest, head)):
                kind = next((_KINDS[sort] for sort in _KINDS if (node, RDF.type, sort) in manifest), None)
                if kind is not None:
                    yield _read_case(manifest, node, suite, kind)


def _read_case(manifest: Graph, node: Node, suite: str, kind: Kind) -> Case:
    action, result = manifest.value(node, MF.action), manifest.value(node, MF.result)
    name = str(node).rpartition("#")[2]
    if isinstance(action, URIRef):
        if kind is Kind.NEGATIVE and _path(action).suffix == ".ru":  # some manifests do not tell them apart
            kind = Kind.NEGATIVE_UPDATE
        return Case(name, suite, kind, _path(action))
    if kind is Kind.UPDATE:
        request = _path(manifest.value(action, UT.request))
        before, after = _files(manifest, action, UT), _files(manifest, result, UT)
        return Case(name, suite, kind, request, before, after=after)
    query = _path(manifest.value(action, QT.query))
    named = [query.parent / graph.rpartition("/")[2] for graph in _FROM.findall(query.read_text("utf-8"))]
    data = (*_files(manifest, action, QT), *((file.as_uri(), file) for file in dict.fromkeys(named) if file.is_file()))
    elsewhere = {
        str(manifest.value(each, QT.endpoint)): _path(manifest.value(each, QT.data))
        for each in manifest.objects(action, QT.serviceData)
    }
    lax = manifest.value(node, MF.resultCardinality) == MF.LaxCardinality
    return Case(name, suite, kind, query, data, _path(result), elsewhere=elsewhere, lax=lax)


def _files(manifest: Graph, node: Node | None, terms: Namespace) -> Files:
    files = [("", _path(file)) for file in manifest.objects(node, terms.data)]
    for each in manifest.objects(node, terms.graphData):
        file = manifest.value(each, terms.graph) or manifest.value(each, terms.data) or each
        files.append((str(manifest.value(each, RDFS.label) or file), _path(file)))
    return tuple(files)


def _path(iri: Node | None) -> Path:
    return Path(unquote(urlsplit(str(iri)).path))


def read_data(files: Files) -> bytes:
    """Write files as N-Quads."""
    return ox.serialize(_quads(files), format=ox.RdfFormat.N_QUADS) or b""


def _quads(files: Files) -> Iterator[ox.Quad]:
    for name, file in files:
        for quad in ox.parse(path=str(file), base_iri=file.as_uri(), rename_blank_nodes=True):
            graph = ox.NamedNode(name) if name else quad.graph_name
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def compare_quads(case: Case, found: httpx.Response) -> None:
    """Compare what is stored with what is expected after an update.

    Raises
    ------
    Failed
        It is something else.
    """
    if found.headers["content-type"].startswith("application/n-quads"):
        stored = set(ox.parse(found.content, ox.RdfFormat.N_QUADS))
    else:
        rows = ox.parse_query_results(found.content, ox.QueryResultsFormat.JSON)
        assert isinstance(rows, ox.QuerySolutions)
        stored = {ox.Quad(row["s"], row["p"], row["o"], row["g"]) for row in rows}
    _expect_same(stored, _quads(case.after))


def compare_results(case: Case, body: bytes, media_type: str, stands: Mapping[str, str]) -> None:
    """Compare an answer with the one that is expected.

    Raises
    ------
    Failed
        It is another.
    """
    assert case.result is not None
    if case.result.suffix == ".csv":
        found, expected = _read_table(body.decode()), _read_table(case.result.read_text("utf-8"))
        if found != expected:
            raise Failed(f"gives {sorted(found - expected)[:3]} for {sorted(expected - found)[:3]}")
        return
    form = media_type.partition(";")[0]
    if form not in _ACCEPT.values():
        _expect_same(_free(ox.parse(body, ox.RdfFormat.from_media_type(form))), _free(_quads((("", case.result),))))
        return
    for address, where in stands.items():
        body = body.replace(where.encode(), address.encode())
    given = ox.parse_query_results(body, ox.QueryResultsFormat.from_media_type(form))
    awaited = _read_expected(case.result)
    if isinstance(given, ox.QueryBoolean) or isinstance(awaited, bool):
        if bool(given) is not awaited:
            raise Failed(f"{bool(given)}")
        return
    ordered = any(index is not None for index, _ in awaited)
    rows = [(number if ordered else None, _bindings(row, given)) for number, row in enumerate(given)]
    if case.lax:
        rows, awaited = [*dict.fromkeys(rows)], [*dict.fromkeys(awaited)]
    _expect_same(_write_rows(rows), _write_rows(awaited))


def _read_table(text: str) -> Counter[tuple[tuple[str, str], ...]]:
    """Read rows of CSV; columns may stand in any order, and blank nodes have any names."""
    return Counter(
        tuple(sorted((name, "_:" if value.startswith("_:") else value) for name, value in row.items()))
        for row in csv.DictReader(text.splitlines())
    )


type _Row = tuple[int | None, frozenset[tuple[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]]


def _read_expected(file: Path) -> list[_Row] | bool:
    """Read an expected answer: a truth value, or rows with their numbers, if they have any."""
    if file.suffix in _ACCEPT:
        form = ox.QueryResultsFormat.from_media_type(_ACCEPT[file.suffix])
        found = ox.parse_query_results(path=str(file), format=form)
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        return [(None, _bindings(row, found)) for row in found]
    store = ox.Store()
    store.extend(_quads((("", file),)))
    said = store.query(f"SELECT ?b {{ ?r <{_RS}boolean> ?b }}")
    assert isinstance(said, ox.QuerySolutions)
    for row in said:
        return bool(row["b"].value == "true")
    listed = f"SELECT * {{ ?set <{_RS}solution> ?row OPTIONAL {{ ?row <{_RS}index> ?i }} }}"
    rows = store.query(listed)
    assert isinstance(rows, ox.QuerySolutions)
    found_rows = sorted(((int(row["i"].value) if row["i"] else None), str(row["row"]), row["row"]) for row in rows)
    return [
        (None if index is None else number, frozenset(_read_bindings(store, node)))
        for number, (index, _, node) in enumerate(found_rows)
    ]


def _read_bindings(
    store: ox.Store, row: ox.BlankNode | ox.NamedNode
) -> Iterator[tuple[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]:
    for bound in store.quads_for_pattern(row, ox.NamedNode(f"{_RS}binding"), None):
        assert isinstance(bound.object, ox.BlankNode)
        [name] = store.quads_for_pattern(bound.object, ox.NamedNode(f"{_RS}variable"), None)
        [value] = store.quads_for_pattern(bound.object, ox.NamedNode(f"{_RS}value"), None)
        assert isinstance(name.object, ox.Literal)
        yield name.object.value, value.object


def _bindings(
    row: ox.QuerySolution, found: ox.QuerySolutions
) -> frozenset[tuple[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]:
    return frozenset((v.value, row[v]) for v in found.variables if row[v] is not None)


def _write_rows(rows: Iterable[_Row]) -> Iterator[ox.Quad]:
    """Write rows as a graph; equal ones once, with how many there are."""
    for (number, bindings), times in Counter(rows).items():
        node = ox.BlankNode()
        yield ox.Quad(node, ox.NamedNode(f"{_RS}index"), ox.Literal(f"{number} {times}"))
        for name, value in bindings:
            yield ox.Quad(node, ox.NamedNode(f"{_RS}{name}"), value)


def _free(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    for quad in quads:
        yield ox.Quad(quad.subject, quad.predicate, quad.object)


def _expect_same(found: Iterable[ox.Quad], expected: Iterable[ox.Quad]) -> None:
    sets = ox.Dataset(_by_value(found)), ox.Dataset(_by_value(expected))
    for each in sets:
        each.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    if sets[0] != sets[1]:
        more, less = (sorted(map(str, set(a) - set(b)))[:3] for a, b in (sets, sets[::-1]))
        raise Failed(f"gives {more} for {less}")


def _by_value(quads: Iterable[ox.Quad]) -> Iterable[ox.Quad]:
    """Write literals as the engine of both services stores them, for 1.0e6 and 1000000 are one double."""
    store = ox.Store()
    store.extend(quads)
    return store
