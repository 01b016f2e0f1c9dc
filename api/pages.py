"""Pages for people, and the things themselves: an IRI that is on record leads to what is on record about it.

Everything that comes from an article reaches a page through a template that escapes it, and under a policy that lets
the page run this server's own scripts and no others.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Annotated
from urllib.parse import quote, unquote_to_bytes, urlencode

from fastapi import APIRouter, Query, Request
from rdflib import URIRef
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api import questions
from api.answering import Engine, Question, Reply, send
from api.asking import ask
from api.catalogue import SIZES, Sizes, cite, describe_data
from api.description import serialise
from api.errors import ArticleForgotten, FoundElsewhere, InvalidTerm, NotFound
from api.freshness import Freshness, date_state, name_snapshot
from api.negotiation import GRAPHS, HTML, choose
from api.settings import Settings
from api.sparql import while_connected
from api.store.binding import bind
from api.store.terms import to_named_node
from api.views.writing import Sheet

_ON_RECORD = """
SELECT ?thing WHERE { { ?thing ?p ?o } UNION { ?s ?q ?thing } UNION { GRAPH ?thing { ?a ?b ?c } } } LIMIT 1
"""
_REMOVED = """
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rec: <https://w3id.org/onrecord/ns#>
SELECT ?at ?why WHERE { ?work a rec:Tombstone ; prov:invalidatedAtTime ?at OPTIONAL { ?work rdfs:comment ?why } }
LIMIT 1
"""
# A thing with what it is said to be and what is said with it; a graph with all that is in it.
_DATA = """
CONSTRUCT { ?thing ?path ?value . ?other ?way ?thing . ?a ?b ?c } WHERE {
  { ?thing ?path ?value } UNION { ?other ?way ?thing } UNION { GRAPH ?thing { ?a ?b ?c } }
}
"""
_NUMBER = Query(pattern=r"^[0-9]{1,18}$", description="The number of a snapshot that is kept.")
Snapshot = Annotated[str | None, _NUMBER]
_MOST_KEPT = 256 * 1024
_BEYOND_ASCII = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


class Pages:
    """Has pages and data made of one state each; what is made of all that is stored, once for each state."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self._settings = settings
        self._base = settings.base
        self._engine = engine
        self._front: tuple[str, bytes] = ("", b"")
        self._sizes: Sizes | None = None

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

    async def front(self, request: Request) -> Reply:
        """Write the front page."""
        if not (state := self._engine.state()) or self._front[0] != state:
            reply = await while_connected(request, self._engine.read(Sheet(questions=questions.load())))
            if reply.size is None or reply.size > _MOST_KEPT:
                return reply
            self._front = (reply.state, b"".join([chunk async for chunk in reply.chunks]))
        state, page = self._front
        return Reply(state, _give(page), len(page))

    async def sizes(self, request: Request) -> Sizes:
        """Count what is said, of what, by which property, and the links to the outside."""
        if not (state := self._engine.state()) or self._sizes is None or self._sizes.state != state:
            found = await while_connected(request, ask(self._engine, SIZES))
            self._sizes = Sizes.of(found.state, found.rows)
        return self._sizes

    async def page(self, request: Request, iri: URIRef, snapshot: str | None) -> Reply:
        """Write the page of a thing, of the latest state or of a snapshot."""
        if iri == self._work(iri):
            await self._expect_kept(request, iri, snapshot)
        try:
            return await while_connected(request, self._engine.read(Sheet(iri, server=str(request.base_url)), snapshot))
        except FoundElsewhere:
            raise
        except NotFound:
            await self._expect_kept(request, iri, snapshot)
            raise

    async def dataset(self, request: Request, snapshot: str | None) -> Reply:
        """Write the page of the whole data set."""
        state = self._engine.state(snapshot)
        number, settings = name_snapshot(state), self._settings
        address = f"{request.base_url}dataset" + (f"?snapshot={number}" if number else "")
        about = {
            "citation": cite(settings, number, date_state(state), address),
            "snapshot": number,
            "modified": date_state(state),
            "publisher": settings.publisher.strip(),
            "licence": settings.licence.strip(),
        }
        return await while_connected(request, self._engine.read(Sheet(about=about), number or None))

    async def data(self, request: Request, iri: URIRef, media_type: str, snapshot: str | None) -> Reply:
        """Give all that is said of a thing, as RDF."""
        known = await while_connected(request, ask(self._engine, bind(_ON_RECORD, {"thing": iri}), snapshot))
        if not known.rows or iri == self._work(iri):
            await self._expect_kept(request, iri, snapshot)
        if not known.rows:
            raise NotFound(f"{iri} is not on record; look at / for what is")
        question = Question(bind(_DATA, {"thing": iri}), media_type, snapshot=name_snapshot(known.state) or None)
        return await while_connected(request, self._engine.ask(question))

    def _work(self, iri: URIRef) -> URIRef | None:
        """Give the address of the article that a thing is of, or that it is; None of anything else."""
        articles = f"{self._base}article/"
        name = iri.removeprefix(articles).partition("/")[0].partition("#")[0]
        return URIRef(articles + name) if iri.startswith(articles) and name else None

    async def _expect_kept(self, request: Request, iri: URIRef, snapshot: str | None) -> None:
        work = self._work(iri)
        if work is None:
            return
        found = await while_connected(request, ask(self._engine, bind(_REMOVED, {"work": work}), snapshot))
        for row in found.rows:
            why = f" ({row['why']})" if "why" in row else ""
            raise ArticleForgotten(f"{work} was removed on {str(row['at'])[:10]}{why}; nothing of it is kept")


def make_router(settings: Settings, engine: Engine, freshness: Freshness) -> APIRouter:
    """Make the routes of the pages."""
    router = APIRouter(tags=["Pages"])
    pages = Pages(settings, engine)

    @router.get("/", response_class=HTMLResponse, summary="What is on record")
    async def front(request: Request) -> Response:
        """Show what the graph holds, and questions to begin with."""
        if unchanged := freshness.unchanged(request, engine.state(), "html"):
            return unchanged
        reply = await pages.front(request)
        return await send(reply, HTML.content_type, freshness.headers(reply.state, "html"))

    @router.get("/id/{path:path}", response_class=Response, summary="A thing that is on record")
    async def identify(request: Request, snapshot: Snapshot = None) -> Response:
        """Lead on to the page or the data of a thing, by what the client accepts; of a snapshot, if one is named."""
        chosen = choose(request.headers.get("accept"), (*GRAPHS, HTML))
        local = quote(str(pages.named(request, "/id/")).removeprefix(settings.base), safe="/%:=,;@!$&'()*+~")
        asked = {} if chosen is HTML else {"format": chosen.name}
        asked |= {"snapshot": snapshot} if snapshot is not None else {}
        target = f"/{'page' if chosen is HTML else 'data'}/{local}"
        return RedirectResponse(f"{target}?{urlencode(asked)}" if asked else target, 303, {"Vary": "Accept"})

    @router.get("/page/{path:path}", response_class=HTMLResponse, summary="The page of a thing")
    async def page(request: Request, snapshot: Snapshot = None) -> Response:
        """Show what is said of a thing; of an article its text, of anybody what they said; of a snapshot, if named."""
        iri = pages.named(request, "/page/")
        if unchanged := freshness.unchanged(request, engine.state(snapshot), "html"):
            return unchanged
        try:
            reply = await pages.page(request, iri, snapshot)
        except FoundElsewhere as found:
            return RedirectResponse(found.address + (f"?snapshot={snapshot}" if snapshot is not None else ""), 303)
        return await send(reply, HTML.content_type, freshness.headers(reply.state, "html"))

    @router.get("/data/{path:path}", response_class=Response, summary="The data of a thing")
    async def data(
        request: Request,
        format: str | None = None,  # noqa: A002  # its public name
        snapshot: Snapshot = None,
    ) -> Response:
        """Give everything that is said of a thing as RDF, and everything in a graph; of a snapshot, if one is named."""
        iri = pages.named(request, "/data/")
        chosen = choose(request.headers.get("accept"), GRAPHS, [format] if format else ())
        if unchanged := freshness.unchanged(request, engine.state(snapshot), chosen.name):
            return unchanged
        reply = await pages.data(request, iri, chosen.media_type, snapshot)
        return await send(reply, chosen.content_type, freshness.headers(reply.state, chosen.name))

    @router.get("/dataset", response_class=HTMLResponse, summary="The data set as a whole")
    async def dataset(request: Request, snapshot: Snapshot = None) -> Response:
        """Show what the graph holds and from whom, on what terms, how to have all of it and how to cite it."""
        if unchanged := freshness.unchanged(request, engine.state(snapshot), "html"):
            return unchanged
        reply = await pages.dataset(request, snapshot)
        return await send(reply, HTML.content_type, freshness.headers(reply.state, "html"))

    @router.get("/.well-known/void", response_class=Response, summary="What is served, as VoID and DCAT")
    async def void(request: Request, format: str | None = None) -> Response:  # noqa: A002  # its public name
        """Describe the data: what it holds, where it links to, the ways to have it, and how to cite it."""
        chosen = choose(request.headers.get("accept"), GRAPHS, [format] if format else ())
        if unchanged := freshness.unchanged(request, engine.state(), chosen.name):
            return unchanged
        sizes = await pages.sizes(request)
        described = describe_data(request.base_url, settings, sizes)
        return serialise(described, chosen, freshness.headers(sizes.state, chosen.name))

    return router


async def _give(page: bytes) -> AsyncIterator[bytes]:
    yield page
