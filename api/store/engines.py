"""What is known of each engine: how it is told a time limit, where it is changed, and how it leaves things out.

A profile holds for the engine as its makers ship it. Oxigraph's was tried; the others follow the engines' manuals, and
what goes over the wire for them is tested against a server that imitates them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlsplit

from api.errors import InvalidSetting
from api.lexer import find_pattern, tokens

type Pairs = tuple[tuple[str, str], ...]

_HINT = "http://aws.amazon.com/neptune/vocab/v01/QueryHints#"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """How an engine is told the seconds that it may take: the name, whether it is a parameter or a header, its unit.

    ``most`` is the longest limit that an engine takes from anybody; a longer one is not sent.
    """

    name: str
    unit: Literal["s", "ms", "30s"] = "s"
    place: Literal["parameter", "header", "hint"] = "parameter"
    most: float = math.inf

    def write(self, seconds: float) -> str:
        """Write a limit in the engine's unit, never shorter than it is.

        Examples
        --------
        >>> TimeLimit("timeout").write(1.5), TimeLimit("t", "ms").write(1.5), TimeLimit("t", "30s").write(30)
        ('2', '1500', '30s')
        """
        if self.unit == "ms":
            return str(math.ceil(seconds * 1000))
        return str(math.ceil(seconds)) + ("s" if self.unit == "30s" else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An engine as a client has to know it.

    Parameters
    ----------
    name, title
        What it is called in settings, and in sentences.
    time_limit
        How it is told one; None where it takes none with a query.
    always
        Parameters of every query.
    union
        Parameters that make the union of all graphs the default graph of a query that names no graphs.
    remedy
        What its keeper does where the default graph is not the union.
    update, graph_store
        Patterns of a query endpoint's address and what stands in their place, the first that fits; none: the same.
    overtime, overtime_words
        Statuses, and words in an error, that mean that its time was up.
    server
        Words in the headers of its answers by which it is known.
    shape
        A pattern of addresses that only it has.
    """

    name: str
    title: str
    time_limit: TimeLimit | None = None
    always: Pairs = ()
    union: Pairs = ()
    remedy: str = "make the union of all graphs its default graph"
    update: Pairs = ()
    graph_store: Pairs = ()
    overtime: frozenset[int] = frozenset({408, 504})
    overtime_words: tuple[str, ...] = ()
    server: tuple[str, ...] = ()
    shape: str = ""

    def find_update(self, query: str) -> str:
        """Find the address that takes updates from the one that takes queries.

        Examples
        --------
        >>> ENGINES["fuseki"].find_update("http://localhost:3030/news/sparql")
        'http://localhost:3030/news/update'
        """
        return _replace(query, self.update) or query

    def find_graph_store(self, query: str) -> str | None:
        """Find the address of the Graph Store Protocol; None where the engine is not known to have one.

        Examples
        --------
        >>> ENGINES["graphdb"].find_graph_store("http://localhost:7200/repositories/news")
        'http://localhost:7200/repositories/news/rdf-graphs/service'
        """
        return _replace(query, self.graph_store)

    def parameters(self, seconds: float | None, *, names_graphs: bool) -> Pairs:
        """Give the parameters that go along with a query."""
        told = self._told(seconds, "parameter")
        return (*self.always, *(() if names_graphs else self.union), *told)

    def headers(self, seconds: float | None) -> Pairs:
        """Give the headers that go along with a query."""
        return self._told(seconds, "header")

    def write(self, query: str, seconds: float | None) -> str:
        """Give a query as the engine is to have it: with a hint of the time limit in it, where that is the only way.

        Examples
        --------
        >>> ENGINES["oxigraph"].write("ASK {}", 1)
        'ASK {}'
        """
        if not (told := self._told(seconds, "hint")) or _HINT in query:
            return query
        at = find_pattern(query)
        if next((token.is_word("SELECT") for token in tokens(query[at:])), True):
            return query  # a pattern that is a query of its own has no room for a triple
        [(name, value)] = told
        return f"{query[:at]} <{_HINT}Query> <{_HINT}{name}> {value} .{query[at:]}"

    def ran_out(self, status: int, words: str) -> bool:
        """Tell whether an error means that the query's time was up."""
        return status in self.overtime or any(each in words for each in self.overtime_words)

    def _told(self, seconds: float | None, place: str) -> Pairs:
        limit = self.time_limit
        if seconds is None or limit is None or limit.place != place or seconds > limit.most:
            return ()
        return ((limit.name, limit.write(seconds)),)


_BESIDE = (r"/(?:query|sparql)/?$", "/update")
_STATEMENTS = (r"(/repositories/[^/]+)$", r"\1/statements")
_SERVICE = (r"(/repositories/[^/]+)$", r"\1/rdf-graphs/service")

GENERIC = Profile(name="generic", title="a SPARQL 1.1 engine", update=(_STATEMENTS, _BESIDE), graph_store=(_SERVICE,))

ENGINES: Mapping[str, Profile] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            GENERIC,
            Profile(
                name="oxigraph",
                title="Oxigraph",
                union=(("union-default-graph", "true"),),
                remedy="start `oxigraph serve` with --union-default-graph",
                update=(_BESIDE,),
                graph_store=((r"/query/?$", "/store"),),
                server=("oxigraph",),
            ),
            Profile(
                name="fuseki",
                title="Apache Jena Fuseki",
                time_limit=TimeLimit("timeout"),
                remedy="set tdb2:unionDefaultGraph true in its dataset's configuration",
                update=(_BESIDE, (r"/$", "/update"), (r"$", "/update")),
                graph_store=((r"/(?:query|sparql)/?$", "/data"), (r"/?$", "/data")),
                overtime=frozenset({408, 503, 504}),
                server=("fuseki", "jena"),
            ),
            Profile(
                name="graphdb",
                title="GraphDB or RDF4J",
                time_limit=TimeLimit("timeout"),
                always=(("infer", "false"),),
                update=(_STATEMENTS,),
                graph_store=(_SERVICE,),
                overtime=frozenset({408, 503, 504}),
                server=("graphdb", "rdf4j"),
                shape=r"/repositories/[^/]+$",
            ),
            Profile(
                name="virtuoso",
                title="Virtuoso",
                time_limit=TimeLimit("timeout", "ms"),
                update=((r"/sparql/?$", "/sparql-auth"),),
                graph_store=((r"/sparql(?:-auth)?/?$", "/sparql-graph-crud"),),
                overtime_words=("S1TAT", "S1T00", "exceeds the limit of"),
                server=("virtuoso", "x-sparql-default-graph"),
            ),
            Profile(
                name="qlever",
                title="QLever",
                time_limit=TimeLimit("timeout", "30s", most=30),
                graph_store=((r"$", ""),),
                overtime=frozenset({408, 429, 504}),
                server=("qlever",),
            ),
            Profile(
                name="neptune",
                title="Amazon Neptune",
                time_limit=TimeLimit("queryTimeout", "ms", "hint", most=119),
                graph_store=((r"/sparql/?$", "/sparql/gsp/"),),
                overtime_words=("TimeLimitExceededException", "deadline exceeded"),
                shape=r"^https?://[^/]+\.neptune\.amazonaws\.com(?:\.cn)?(?::\d+)?/",
            ),
            Profile(
                name="blazegraph",
                title="Blazegraph",
                time_limit=TimeLimit("X-BIGDATA-MAX-QUERY-MILLIS", "ms", "header"),
                remedy="load into a namespace of quads",
                overtime_words=("QueryTimeoutException",),
                server=("blazegraph", "bigdata"),
                shape=r"/(?:bigdata|blazegraph)/(?:.*/)?sparql/?$",
            ),
        )
    }
)


def find_engine(name: str) -> Profile | None:
    """Give the profile that a setting names; None where it names none, and the engine is to be recognised.

    Raises
    ------
    InvalidSetting
        No engine has this name.
    """
    if not name:
        return None
    if name not in ENGINES:
        raise InvalidSetting(f"engine is {name!r}, which is not known; choose one of {', '.join(ENGINES)}")
    return ENGINES[name]


def recognise_address(query: str) -> Profile | None:
    """Recognise an engine by an address that only it has.

    Examples
    --------
    >>> recognise_address("https://news.cluster-1.eu-west-1.neptune.amazonaws.com:8182/sparql").name
    'neptune'
    """
    host = "{0.scheme}://{0.netloc}{0.path}".format(urlsplit(query))
    return next((each for each in ENGINES.values() if each.shape and re.search(each.shape, host)), None)


def recognise_headers(headers: Iterable[tuple[str, str]]) -> Profile | None:
    """Recognise an engine by the headers of its answers.

    Examples
    --------
    >>> recognise_headers([("Server", "Virtuoso/07.20.3240 (Linux) x86_64")]).name
    'virtuoso'
    """
    said = " ".join(
        name.lower() + " " + (value.lower() if name.lower() in {"server", "x-powered-by", "via"} else "")
        for name, value in headers
    )
    return next((each for each in ENGINES.values() if any(word in said for word in each.server)), None)


def _replace(address: str, rules: Pairs) -> str | None:
    for pattern, place in rules:
        if re.search(pattern, address):
            return re.sub(pattern, place, address, count=1)
    return None
