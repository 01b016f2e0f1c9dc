"""Pages for people, and the things themselves: an IRI that is on record leads to what is on record about it.

Everything that comes from an article reaches a page through a template that escapes it, and under a policy that lets
the page run no script at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import quote

import pyoxigraph as ox
import rdflib
from fastapi import APIRouter, Request
from jinja2 import Environment, PackageLoader
from rdflib.term import Identifier
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.errors import NotFound
from api.negotiation import GRAPHS, HTML, choose
from api.settings import Settings
from api.store import Rows, Store
from api.store.terms import to_triples

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ABOUT = "SELECT ?p ?o WHERE { ?s ?p ?o } ORDER BY ?p ?o LIMIT 1000"
_MENTIONS = "SELECT ?s ?p WHERE { ?s ?p ?o } ORDER BY ?p ?s LIMIT 200"
_KINDS = (
    "SELECT ?kind (COUNT(DISTINCT ?s) AS ?number) WHERE { ?s a ?kind } GROUP BY ?kind ORDER BY DESC(?number) LIMIT 40"
)


@dataclass(frozen=True, slots=True)
class Link:
    """A value on a page: its words, and an address if it leads anywhere."""

    words: str
    address: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A query that comes with the server."""

    name: str
    text: str


def make_router(settings: Settings, store: Store) -> APIRouter:
    """Make the routes of the pages."""
    router = APIRouter(tags=["Pages"])
    pages = Environment(loader=PackageLoader("api"), autoescape=True)

    def render(template: str, **values: object) -> HTMLResponse:
        page = pages.get_template(template).render(title=settings.title, **values)
        return HTMLResponse(page, headers={"Content-Security-Policy": CONTENT_SECURITY_POLICY, "Vary": "Accept"})

    def link(term: Identifier) -> Link:
        return _link(term, settings.base)

    @router.get("/", response_class=HTMLResponse, summary="What is on record")
    async def front() -> HTMLResponse:
        """Show what the graph holds, and queries to begin with."""
        kinds = await run_in_threadpool(_count_kinds, store)
        listed = [(link(kind), str(number)) for kind, number in kinds]
        return render("front.html", kinds=listed, examples=list(find_examples()))

    @router.get("/id/{path:path}", response_class=Response, summary="A thing that is on record")
    async def identify(request: Request) -> Response:
        """Lead on to the page or the data of a thing, by what the client accepts."""
        chosen = choose(request.headers.get("accept"), (*GRAPHS, HTML))
        local = _local_part(request, "/id/")
        target = f"/page/{local}" if chosen is HTML else f"/data/{local}?format={chosen.name}"
        return RedirectResponse(target, 303, {"Vary": "Accept"})

    @router.get("/page/{path:path}", response_class=HTMLResponse, summary="The page of a thing")
    async def page(request: Request) -> HTMLResponse:
        """Show everything that is said of a thing, and what refers to it."""
        iri = settings.base + _local_part(request, "/page/")
        about, mentions = await run_in_threadpool(_look_up, store, iri)
        if not about and not mentions:
            raise NotFound(f"{iri} is not on record; look at / for what is")
        return render(
            "thing.html",
            iri=iri,
            about=[(link(how), link(what)) for how, what in about],
            mentions=[(link(who), link(how)) for who, how in mentions],
            data="/data/" + _local_part(request, "/page/"),
        )

    @router.get("/data/{path:path}", response_class=Response, summary="The data of a thing")
    async def data(request: Request, format: str | None = None) -> Response:  # noqa: A002  # its public name
        """Give everything that is said of a thing as RDF."""
        iri = settings.base + _local_part(request, "/data/")
        chosen = choose(request.headers.get("accept"), GRAPHS, format)
        about, mentions = await run_in_threadpool(_look_up, store, iri)
        if not about and not mentions:
            raise NotFound(f"{iri} is not on record; look at / for what is")
        graph = rdflib.Graph()
        for how, what in about:
            graph.add((rdflib.URIRef(iri), how, what))
        for who, how in mentions:
            graph.add((who, how, rdflib.URIRef(iri)))
        body = ox.serialize(to_triples(graph), format=ox.RdfFormat.from_media_type(chosen.media_type))
        return Response(body, media_type=chosen.content_type, headers={"Vary": "Accept"})

    return router


def find_examples() -> Iterator[Example]:
    """Give the queries that come with the server, in the order of their names."""
    folder = files("api") / "queries"
    if folder.is_dir():
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if entry.name.endswith(".rq"):
                yield Example(entry.name.removesuffix(".rq"), entry.read_text("utf-8"))


def _local_part(request: Request, prefix: str) -> str:
    # The path as it was sent: a percent sign in it is part of the thing's name.
    raw: bytes = request.scope.get("raw_path") or quote(request.url.path).encode("ascii")
    return raw.decode("ascii", "replace").partition("?")[0].removeprefix(prefix)


def _look_up(store: Store, iri: str) -> tuple[Sequence[Sequence[Identifier]], Sequence[Sequence[Identifier]]]:
    thing = rdflib.URIRef(iri)
    with store.read() as reader:
        return _rows(reader.query(_ABOUT, {"s": thing})), _rows(reader.query(_MENTIONS, {"o": thing}))


def _count_kinds(store: Store) -> Sequence[Sequence[Identifier]]:
    with store.read() as reader:
        return _rows(reader.query(_KINDS))


def _rows(answer: object) -> list[tuple[Identifier, ...]]:
    assert isinstance(answer, Rows)  # noqa: S101  # a SELECT has no other answer
    return [tuple(value for value in row if value is not None) for row in answer.rows]


def _link(term: Identifier, base: str) -> Link:
    words = str(term)
    if isinstance(term, rdflib.Literal):
        return Link(words, note=term.language)
    if words.startswith(base):
        return Link(words.removeprefix(base), "/page/" + words.removeprefix(base))
    if words.startswith(("https://", "http://")):
        return Link(words.rpartition("#")[2] or words if "#" in words else words, words)
    return Link(words)
