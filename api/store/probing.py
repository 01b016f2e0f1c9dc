"""What an engine elsewhere can do, tried by asking it: nothing is written, and nothing but SPARQL is assumed.

What the questions that ship with the package need of SPARQL 1.1 is tried by queries whose answers are known and that
need no data. The others look at what is stored, and say so where nothing is.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from urllib.parse import urlencode

from api.errors import ApiError, EngineUnreachable, QueryTimeout
from api.store import Rows
from api.store.answers import read_answer, read_rows
from api.store.endpoint import Endpoint
from api.store.remote import APART, RemoteStore

UNION = "union default graph"
_MANY = 50_000
_SOME = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
_HEAVY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
_ANY_GRAPH = "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 1"
_HASTE, _GRACE = 1.0, 4.0


@dataclass(frozen=True, slots=True)
class Feature:
    """A part of SPARQL 1.1, a query that needs it, and the value of ``?n`` in its one row."""

    name: str
    query: str
    gives: str


@cache
def load_features() -> tuple[Feature, ...]:
    """Read what the questions that ship with the package need.

    Examples
    --------
    >>> load_features()[0].name
    'property paths'
    """
    given = tomllib.loads((files("api.store") / "features.toml").read_text("utf-8"))
    return tuple(Feature(**each) for each in given["feature"])


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one try: what was tried, whether it is so (None: nobody can tell), and what to know about it."""

    what: str
    holds: bool | None
    words: str = ""


def probe(store: RemoteStore) -> Iterator[Finding]:
    """Try an engine, one thing after another.

    Raises
    ------
    EngineUnreachable, EngineUnfit
        Nobody answers there, or nobody who can be asked.
    """
    endpoint = store.endpoint
    engine = endpoint.recognise()
    yield Finding("engine", endpoint.known_by != "not recognised" or None, f"{engine.title}, {endpoint.known_by}")
    yield _try(UNION, partial(_find_union, endpoint))
    for feature in load_features():
        yield _try(feature.name, partial(_find_value, endpoint, feature))
    yield _try("whole rows", partial(_find_cut, endpoint))
    yield _try("whole graphs", partial(_find_graphs, endpoint))
    yield _try("stops in time", partial(_find_stop, endpoint))
    yield Finding("updates", None, f"at {endpoint.address.update}, which was not tried")
    yield _try("graph store", partial(_find_graph_store, endpoint))


def _try(what: str, work: Callable[[], tuple[bool | None, str]]) -> Finding:
    try:
        return Finding(what, *work())
    except EngineUnreachable:
        raise
    except ApiError as error:
        return Finding(what, holds=False, words=str(error))


def _find_union(endpoint: Endpoint) -> tuple[bool | None, str]:
    if _ask(endpoint, APART):
        return False, endpoint.engine.remedy
    if not _rows(endpoint, _ANY_GRAPH).rows:
        return None, "nothing is stored there"
    return True, "asked for with each query" if endpoint.engine.union else ""


def _find_value(endpoint: Endpoint, feature: Feature) -> tuple[bool, str]:
    values = [str(row.get("n")) for row in _rows(endpoint, feature.query).records()]
    if len(values) == 1 and _number(values[0]) == _number(feature.gives):
        return True, ""
    return False, f"gives {', '.join(values) or 'no row'} and not {feature.gives}: {feature.query}"


def _number(words: str) -> float | str:
    try:
        return float(words)
    except ValueError:
        return words


def _find_cut(endpoint: Endpoint) -> tuple[bool | None, str]:
    head = f"{_SOME} LIMIT {_MANY}"
    there = next(iter(_rows(endpoint, f"SELECT (COUNT(*) AS ?n) {{ {{ {head} }} }}").records()), {}).get("n")
    came = len(_rows(endpoint, head).rows)
    if there is None or str(there) != str(came):
        return False, f"{came} rows came of {there}; raise the engine's limit on the rows of an answer"
    return came > 0 or None, f"{came} rows came" + (
        ", and no more were asked for" if came == _MANY else ", all there are"
    )


def _find_graphs(endpoint: Endpoint) -> tuple[bool, str]:
    with endpoint.ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ {_SOME} LIMIT 100 }} }}") as body:
        read_answer(body)
    return True, f"as {body.media_type}"


def _find_stop(endpoint: Endpoint) -> tuple[bool | None, str]:
    if endpoint.engine.time_limit is None:
        return None, "the engine takes no time limit with a query; set one where it is started"
    hasty = Endpoint(endpoint.address, _HASTE + _GRACE, endpoint.engine, told=_HASTE)
    start = time.monotonic()
    try:
        _rows(hasty, _HEAVY)
    except QueryTimeout:
        took = time.monotonic() - start
        if took >= _HASTE + _GRACE:
            return False, f"was told {_HASTE:g} s and still ran after {took:.1f} s"
        return True, f"was told {_HASTE:g} s and gave up after {took:.1f} s"
    except ApiError as error:
        return True, f"was told {_HASTE:g} s and broke off ({error})"
    return None, "the query ended sooner than the limit; more has to be stored to tell"


def _find_graph_store(endpoint: Endpoint) -> tuple[bool | None, str]:
    place = endpoint.engine.find_graph_store(endpoint.address.query)
    if place is None:
        return None, "no address is known for this engine"
    graph = next((str(row["g"]) for row in _rows(endpoint, _ANY_GRAPH).records()), None)
    if graph is None:
        return None, f"at {place}, and nothing is stored there"
    status = endpoint.look(f"{place}?{urlencode({'graph': graph})}", "text/turtle, application/n-triples")
    return (True, f"at {place}, for reading") if status == 200 else (None, f"{place} answers {status}")


def _ask(endpoint: Endpoint, query: str) -> bool:
    with endpoint.ask(query) as body:
        return read_answer(body) is True


def _rows(endpoint: Endpoint, query: str) -> Rows:
    with endpoint.ask(query) as body:
        return read_rows(body)
