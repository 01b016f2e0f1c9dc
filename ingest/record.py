"""An extraction as one JSON object, for those who want rows and not a graph.

Offsets are code points into the article's text, half open, as ``[start, end]``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ingest.address import BASE, Address, digest
from ingest.graph import locate
from ingest.link import Link, PlaceName
from ingest.model import Attribution, EntityKind, Extraction, Reference, Span, Spans, Statement, TimeExpression
from ingest.places.gazetteer import GEONAMES

Record = dict[str, Any]


def describe(
    extraction: Extraction, links: Iterable[Link] = (), base: str = BASE, place_names: Iterable[PlaceName] = ()
) -> Record:
    """Return the record of one article: its statements, times, entities and events.

    ``place_names`` are listed among the entities, though they are mentions of none.
    """
    address = Address.of(extraction.article, base)
    found = {link.entity: describe_link(link) for link in links}
    return {
        "id": extraction.article.id or str(address.version),
        "text_sha256": digest(extraction.article.text),
        **({"unread": extraction.unread} if extraction.unread is not None else {}),
        "statements": [describe_statement(extraction, address, each) for each in extraction.statements],
        "times": [
            {"span": pair(time.span), "edtf": time.edtf, "timex": time.timex} for time in expressions(extraction.times)
        ],
        "entities": [
            {"span": pair(mention), "type": kind, "label": entity.label, "links": found.get(n, [])}
            for n, entity in enumerate(extraction.entities)
            for mention in entity.mentions
            for kind in kinds(entity.kind, found.get(n, ()))
        ]
        + [
            {
                "span": pair(each.span),
                "type": str(EntityKind.PLACE),
                "label": each.label,
                "links": [{"uri": str(each.target), "score": round(each.score, 3)}],
            }
            for each in place_names
        ],
        "events": [
            {
                "type": event.type,
                "agent": name(extraction, event.agent),
                "recipient": name(extraction, event.recipient),
                "place": name(extraction, event.place),
                "time": None if event.time is None else extraction.times[event.time].edtf,
                "statement": [n for n, _ in event.statements],
            }
            for event in extraction.events
        ],
    }


def describe_statement(extraction: Extraction, address: Address, statement: Statement) -> Record:
    """Return one statement's row; what is unknown is null."""
    found = statement.attribution
    known = [each.entity for each in statement.claimants if each.entity is not None]
    claimants = [label for label in (name(extraction, n) for n in known) if label]
    return {
        **{role: pairs(spans) for role, spans in as_marked(found).items()},
        "claimant": " and ".join(claimants) or None,
        "claimants": claimants,
        "claimant_id": str(locate(extraction, address, known[0])) if known else None,
        "claimant_role": extraction.memberships[statement.roles[0]].role if statement.roles else None,
        "unnamed": any(extraction.entities[n].kind is EntityKind.UNNAMED for n in known),
        "addressee": " and ".join(filter(None, (referent(extraction, told) for told in statement.addressees))) or None,
        "venue": referent(extraction, statement.venue),
        "said_on": None if statement.said_on is None else describe_time(extraction.times[statement.said_on]),
        "quote_form": str(found.quote_form),
        "kind": str(found.kind),
        "speech_act": found.speech_act,
        "stance": str(found.stance),
        "polarity": str(found.polarity),
        "embedded_in": found.embedded_in,
        "confidence": round(found.confidence, 3),
    }


def expressions(times: Iterable[TimeExpression]) -> Iterator[TimeExpression]:
    """Yield each expression of time once, though several statements may share it."""
    seen: set[Span] = set()
    for time in times:
        if time.span is not None and time.span not in seen:
            seen.add(time.span)
            yield time


def kinds(kind: EntityKind, links: Iterable[Record]) -> Iterator[str]:
    """Yield as what a mention is listed: as a place too where it serves as a venue and GeoNames has it."""
    yield str(kind)
    if kind is EntityKind.SITE and any(link["uri"].startswith(GEONAMES) for link in links):
        yield str(EntityKind.PLACE)


def describe_link(link: Link) -> list[Record]:
    """Return what a name refers to: its GeoNames address first where it has one, then the authority's."""
    gazetteer = [uri for uri in link.known_as if uri.startswith(GEONAMES)]
    return [{"uri": str(uri), "score": round(link.score, 3)} for uri in (*gazetteer, link.target)]


def describe_time(time: TimeExpression) -> Record:
    """Return a time of saying as its row."""
    return {
        "words": time.words,
        "edtf": time.edtf,
        "earliest": time.earliest.isoformat() if time.earliest else None,
        "latest": time.latest.isoformat() if time.latest else None,
        "basis": str(time.basis),
    }


def name(extraction: Extraction, entity: int | None) -> str | None:
    """Return an entity's label, ``None`` where there is no entity or it has no name."""
    return None if entity is None else extraction.entities[entity].label or None


def referent(extraction: Extraction, reference: Reference | None) -> str | None:
    """Return the label of what a field refers to."""
    return None if reference is None else name(extraction, reference.entity)


def as_marked(found: Attribution) -> dict[str, Spans]:
    """Return source, cue and content as wide as annotators of news mark them."""
    marked = found.marked
    if marked is None:
        return {"source": found.source, "cue": found.cue, "content": found.content}
    first, *more = found.content
    if marked.that is not None and marked.that.end <= first.start:
        first = Span(marked.that.start, first.end)
    return {"source": marked.source, "cue": marked.cue, "content": (first, *more)}


def pair(span: Span | None) -> list[int] | None:
    """Return a span as two numbers."""
    return None if span is None else [span.start, span.end]


def pairs(spans: Spans) -> list[list[int]]:
    """Return spans as pairs of numbers."""
    return [[span.start, span.end] for span in spans]
