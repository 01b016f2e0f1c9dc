"""Pages for people, and the things themselves: an IRI that is on record leads to what is on record about it.

Everything that comes from an article reaches a page through a template that escapes it, and under a policy that lets
the page run no script at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, unquote_to_bytes

from fastapi import APIRouter, Request
from rdflib import URIRef
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api import questions
from api.answering import Answering, Question, send
from api.description import describe_data, serialise
from api.errors import InvalidTerm, NotFound
from api.freshness import Freshness, date_state
from api.negotiation import GRAPHS, HTML, choose
from api.rendering import Renderer
from api.settings import Settings
from api.store import Reader, Store
from api.store.binding import bind
from api.store.terms import to_named_node
from api.turns import Room, Turns
from api.views.front import FrontView, count_classes, count_triples, read_front
from api.views.lookup import Elsewhere, Page, look_up
from api.visits import current

_ON_RECORD = "ASK { { ?thing ?p ?o } UNION { ?s ?q ?thing } UNION { GRAPH ?thing { ?a ?b ?c } } }"
# A thing with what it is said to be and what is said with it; a graph with all that is in it.
_DATA = """
CONSTRUCT { ?thing ?path ?value . ?other ?way ?thing . ?a ?b ?c } WHERE {
  { ?thing ?path ?value } UNION { ?other ?way ?thing } UNION { GRAPH ?thing { ?a ?b ?c } }
}
"""
_BEYOND_ASCII = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


class Pages:
    """Reads the store for the pages, a whole state at a time."""

    def __init__(self, settings: Settings, store: Store, answering: Answering) -> None:
        self._base = settings.base
        self._store = store
        self._answering = answering
        self._kept: dict[str, tuple[str, object]] = {}
        # Pages are read in this very process, so few at a time: each takes from it what it needs to serve the others.
        self._readings = Turns(Room(2, 1, settings.query_queue, settings.client_queue, settings.query_wait))

    async def read[T](self, view: Callable[[Reader], T]) -> T:
        """Read one state of the store."""

        def read() -> T:
            with self._store.read() as reader:
                return view(reader)

        async with self._readings.turn(current().client.name):
            return await run_in_threadpool(read)

    async def read_once[T](self, name: str, view: Callable[[Reader], T]) -> T:
        """Read what counts over the whole store, again only when its state has changed."""
        state = self._answering.state()
        kept = self._kept.get(name)
        if state and kept is not None and kept[0] == state:
            return kept[1]  # type: ignore[return-value]  # the name says which view it is of
        found = await self.read(view)
        self._kept[name] = (state, found)
        return found

    def named(self, request: Request, prefix: str) -> URIRef:
        """Give the IRI that a request names: the path as it was sent, for a percent sign may be part of a name.

        Raises
        ------
        NotFound
            No IRI is written like this, so nothing of this name can be on record.
        """
        raw: bytes = request.scope.get("raw_path") or quote(request.url.path).encode("ascii")
        path = raw.decode("ascii", "replace").partition("?")[0].removeprefix(prefix)
        # Letters beyond ASCII travel encoded and are stored as they are (RFC 3987, section 3.2).
        local = _BEYOND_ASCII.sub(lambda found: unquote_to_bytes(found[0]).decode("utf-8", "replace"), path)
        try:
            return URIRef(to_named_node(self._base + local).value)
        except InvalidTerm as error:
            raise NotFound(f"{path} is no part of an IRI; look at / for what is on record") from error

    def front(self, reader: Reader) -> FrontView:
        """Read the front page."""
        return read_front(reader, self._base)

    async def page(self, iri: URIRef) -> Page | Elsewhere:
        """Read the page of a thing."""
        found = await self.read(lambda reader: look_up(reader, iri, self._base))
        if found is None:
            raise _absent(iri)
        return found

    async def data(self, iri: URIRef, media_type: str) -> Response:
        """Answer with all that is said of a thing, as RDF."""
        if not await self.read(lambda reader: reader.query(_ON_RECORD, {"thing": iri})):
            raise _absent(iri)
        reply = await self._answering.ask(Question(bind(_DATA, {"thing": iri}), media_type))
        return await send(reply, media_type, {})


def make_router(
    settings: Settings, store: Store, answering: Answering, renderer: Renderer, freshness: Freshness
) -> APIRouter:
    """Make the routes of the pages."""
    router = APIRouter(tags=["Pages"])
    pages = Pages(settings, store, answering)

    @router.get("/", response_class=HTMLResponse, summary="What is on record")
    async def front(request: Request) -> Response:
        """Show what the graph holds, and questions to begin with."""
        state = answering.state()
        if unchanged := freshness.unchanged(request, state, "html"):
            return unchanged
        view = await pages.read_once("front", pages.front)
        return renderer.render(
            "front.html", headers=freshness.headers(state, "html"), view=view, questions=questions.load()
        )

    @router.get("/id/{path:path}", response_class=Response, summary="A thing that is on record")
    async def identify(request: Request) -> Response:
        """Lead on to the page or the data of a thing, by what the client accepts."""
        chosen = choose(request.headers.get("accept"), (*GRAPHS, HTML))
        local = quote(str(pages.named(request, "/id/")).removeprefix(settings.base), safe="/%:=,;@!$&'()*+~")
        target = f"/page/{local}" if chosen is HTML else f"/data/{local}?format={chosen.name}"
        return RedirectResponse(target, 303, {"Vary": "Accept"})

    @router.get("/page/{path:path}", response_class=HTMLResponse, summary="The page of a thing")
    async def page(request: Request) -> Response:
        """Show what is said of a thing; of an article its text, of anybody what they said."""
        iri, state = pages.named(request, "/page/"), answering.state()
        if unchanged := freshness.unchanged(request, state, "html"):
            return unchanged
        found = await pages.page(iri)
        if isinstance(found, Elsewhere):
            return RedirectResponse(found.address, 303)
        local = str(iri).removeprefix(settings.base)
        return renderer.render(
            found.template,
            headers=freshness.headers(state, "html"),
            iri=str(iri),
            data=f"/data/{local}",
            **found.values,
        )

    @router.get("/data/{path:path}", response_class=Response, summary="The data of a thing")
    async def data(request: Request, format: str | None = None) -> Response:  # noqa: A002  # its public name
        """Give everything that is said of a thing as RDF, and everything in a graph."""
        iri, state = pages.named(request, "/data/"), answering.state()
        chosen = choose(request.headers.get("accept"), GRAPHS, [format] if format else ())
        if unchanged := freshness.unchanged(request, state, chosen.name):
            return unchanged
        response = await pages.data(iri, chosen.media_type)
        response.headers.update({**freshness.headers(state, chosen.name), "Content-Type": chosen.content_type})
        return response

    @router.get("/.well-known/void", response_class=Response, summary="What is served, as VoID")
    async def void(request: Request, format: str | None = None) -> Response:  # noqa: A002  # its public name
        """Describe the data: where its IRIs begin, its vocabulary, and how many things of each class it holds."""
        chosen = choose(request.headers.get("accept"), GRAPHS, [format] if format else ())
        state = answering.state()
        if unchanged := freshness.unchanged(request, state, chosen.name):
            return unchanged
        counts, triples = await pages.read_once("sizes", lambda reader: (count_classes(reader), count_triples(reader)))
        described = describe_data(request.base_url, settings, counts, triples, date_state(state))
        return serialise(described, chosen, freshness.headers(state, chosen.name))

    return router


def _absent(iri: str) -> NotFound:
    return NotFound(f"{iri} is not on record; look at / for what is")
