"""Errors as clients see them: problem+json (RFC 9457), one row for each kind."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse

from api import errors

MEDIA_TYPE = "application/problem+json"
NAMES = "https://w3id.org/onrecord/problems#"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, its name at the end of its IRI, its title, and when to try again."""

    status: int
    name: str
    title: str
    retry_after: int | None = None


# Looked up from the top: an error stands before those that it is a kind of.
_KINDS: tuple[tuple[type[errors.ApiError], Kind], ...] = (
    (errors.QueryForbidden, Kind(403, "query-forbidden", "This query is not allowed here")),
    (errors.QueryTooLarge, Kind(413, "query-too-large", "The query is larger than the limits allow")),
    (errors.QueryRefused, Kind(400, "query-malformed", "The query is malformed")),
    (errors.QueryTimeout, Kind(504, "query-timeout", "The query took too long")),
    (errors.QueryExhausted, Kind(503, "query-exhausted", "The query used up its memory")),
    (errors.QueryCrowdedOut, Kind(503, "query-crowded-out", "Too many queries are waiting", retry_after=5)),
    (errors.QueryFailed, Kind(502, "query-failed", "The engine gave no answer")),
    (errors.NotAcceptable, Kind(406, "not-acceptable", "No acceptable format")),
    (errors.InvalidTerm, Kind(400, "invalid-term", "A value is no RDF term")),
    (errors.NotFound, Kind(404, "not-found", "Nothing of this name is on record")),
    (errors.BadRequest, Kind(400, "bad-request", "The request cannot be understood")),
    (errors.UnsupportedMediaType, Kind(415, "unsupported-media-type", "The body's media type is not taken here")),
    (errors.StoreMissing, Kind(503, "store-missing", "Nothing is on record yet", retry_after=30)),
    (errors.StoreError, Kind(503, "store-failed", "The store cannot be read", retry_after=30)),
)
_UNKNOWN = Kind(500, "failed", "The request failed")


def describe(error: errors.ApiError) -> Kind:
    """Name the kind of problem that an error is."""
    return next((kind for sort, kind in _KINDS if isinstance(error, sort)), _UNKNOWN)


def respond(kind: Kind, detail: str, instance: str) -> JSONResponse:
    """Write a problem as a response."""
    headers = {"Retry-After": str(kind.retry_after)} if kind.retry_after is not None else {}
    body = {"type": NAMES + kind.name, "title": kind.title, "status": kind.status, "detail": detail}
    return JSONResponse(body | {"instance": instance}, kind.status, headers, MEDIA_TYPE)


async def answer_error(request: Request, error: Exception) -> JSONResponse:
    """Answer with the problem that an error of this package is."""
    if not isinstance(error, errors.ApiError):
        raise error
    return respond(describe(error), str(error), request.url.path)
