"""Errors as clients see them: problem+json (RFC 9457), or the same as a page; one row for each kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from api import errors
from api.labels import clip
from api.negotiation import HTML, PROBLEM, choose
from api.rendering import Renderer

NAMES = "https://w3id.org/onrecord/problems#"


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = Field(description="What is wrong, where, and what to do.")
    instance: str


_DESCRIBED: dict[str, Any] = {
    "description": Problem.__doc__,
    "content": {"application/problem+json": {"schema": Problem.model_json_schema()}, "text/html": {}},
}
RESPONSES: dict[int | str, dict[str, Any]] = {"4XX": _DESCRIBED, "5XX": _DESCRIBED}
"""What every address may answer with instead, as OpenAPI has it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, its name at the end of its IRI, its title, when to try again, how to sign in."""

    status: int
    name: str
    title: str
    retry_after: int | None = None
    challenge: str | None = None


_CHALLENGE = 'Bearer realm="OnRecord"'
_UNKNOWN_TOKEN = f'{_CHALLENGE}, error="invalid_token"'

# Looked up from the top: an error stands before those that it is a kind of.
_KINDS: tuple[tuple[type[errors.ApiError], Kind], ...] = (
    (errors.QueryForbidden, Kind(403, "query-forbidden", "This query is not allowed here")),
    (errors.QueryTooLarge, Kind(413, "query-too-large", "The query is larger than the limits allow")),
    (errors.QueryRefused, Kind(400, "query-malformed", "The query is malformed")),
    (errors.ServiceFailed, Kind(502, "service-failed", "A server that the query asks gave no answer")),
    (errors.QueryUnwritable, Kind(406, "not-acceptable", "No acceptable format")),
    (errors.QueryTimeout, Kind(504, "query-timeout", "The query took too long")),
    (errors.QueryExhausted, Kind(503, "query-exhausted", "The query used up its memory")),
    (errors.QueryCrowdedOut, Kind(503, "query-crowded-out", "Too many queries are waiting", retry_after=5)),
    (errors.SpoolFull, Kind(503, "spool-full", "There is no room to keep the answer", retry_after=30)),
    (errors.QueryFailed, Kind(502, "query-failed", "The engine gave no answer")),
    (errors.NotAcceptable, Kind(406, "not-acceptable", "No acceptable format")),
    (errors.InvalidTerm, Kind(400, "invalid-term", "A value is no RDF term")),
    (errors.ArticleForgotten, Kind(410, "article-forgotten", "This article was removed")),
    (errors.SnapshotGone, Kind(410, "snapshot-gone", "This snapshot is no longer kept")),
    (errors.NotFound, Kind(404, "not-found", "Nothing of this name is on record")),
    (errors.BadRequest, Kind(400, "bad-request", "The request cannot be understood")),
    (errors.UnsupportedMediaType, Kind(415, "unsupported-media-type", "The body's media type is not taken here")),
    (errors.TokenMissing, Kind(401, "token-missing", "This needs a token", challenge=_CHALLENGE)),
    (errors.TokenUnknown, Kind(401, "token-unknown", "The token is not known", challenge=_UNKNOWN_TOKEN)),
    (errors.RightMissing, Kind(403, "right-missing", "This is not allowed to you")),
    (errors.BudgetSpent, Kind(429, "budget-spent", "Your budget for this minute is used up")),
    (errors.SenderSlow, Kind(408, "sender-slow", "The request did not come in time")),
    (errors.ServerStopping, Kind(503, "server-stopping", "The server is stopping", retry_after=10)),
    (errors.LinksFull, Kind(507, "links-full", "No more queries can be kept")),
    (errors.ChangeConflict, Kind(409, "change-conflict", "The change does not fit what is stored")),
    (errors.ChangeRefused, Kind(400, "change-refused", "The change cannot be made")),
    (errors.ChangeOutdated, Kind(412, "change-outdated", "The graph is not what you have read")),
    (errors.ChangeUnfit, Kind(422, "change-unfit", "What would be left breaks a shape")),
    (errors.ChangeTooLarge, Kind(413, "change-too-large", "The change is larger than the limit")),
    (errors.ChangeTimeout, Kind(504, "change-timeout", "The change took too long")),
    (errors.ChangeUncertain, Kind(503, "change-uncertain", "Nobody knows whether the change was made")),
    (errors.ChangeFailed, Kind(503, "change-failed", "The change was not made")),
    (errors.ClientGone, Kind(499, "client-gone", "The client has gone")),
    (errors.StoreMissing, Kind(503, "store-missing", "Nothing is on record yet", retry_after=30)),
    (errors.StoreLocked, Kind(503, "store-locked", "Another writer is at work", retry_after=5)),
    (errors.StoreError, Kind(503, "store-failed", "The store cannot be read", retry_after=30)),
)
_UNKNOWN = Kind(500, "failed", "The request failed")


def describe(error: errors.ApiError) -> Kind:
    """Name the kind of problem that an error is."""
    found = next((kind for sort, kind in _KINDS if isinstance(error, sort)), _UNKNOWN)
    return replace(found, retry_after=error.retry_after) if isinstance(error, errors.BudgetSpent) else found


def respond(
    request: Request, kind: Kind, detail: str, renderer: Renderer, members: Mapping[str, object] | None = None
) -> Response:
    """Write a problem as a response: JSON, with further members if any, or a page for who would rather have one."""
    headers = {"Vary": "Accept"}
    if kind.retry_after is not None:
        headers["Retry-After"] = str(kind.retry_after)
    if kind.challenge is not None:
        headers["WWW-Authenticate"] = kind.challenge
    if prefers_page(request.headers.get("accept")):
        return renderer.render("problem.html", kind.status, headers, problem=kind, detail=detail)
    body: dict[str, object] = {"type": NAMES + kind.name, "title": kind.title, "status": kind.status, "detail": detail}
    return JSONResponse(
        body | {"instance": request.url.path, **(members or {})}, kind.status, headers, PROBLEM.media_type
    )


def _tell_more(error: errors.ApiError) -> Mapping[str, object]:
    """Give what programs want to know besides the sentence (RFC 9457, section 3.2)."""
    match error:
        case errors.ChangeUnfit(report=report) if report:
            return {"report": report}
        case errors.SnapshotGone(kept=kept):
            return {"kept": kept}
    return {}


def prefers_page(accept: str | None) -> bool:
    """Tell whether a client would rather have a page than data.

    Examples
    --------
    >>> prefers_page("text/html,*/*;q=0.8"), prefers_page("*/*")
    (True, False)
    """
    try:
        return choose(accept, (PROBLEM, HTML)) is HTML
    except errors.NotAcceptable:
        return False


def install(app: FastAPI, renderer: Renderer) -> None:
    """Have an application answer every error with the problem that it is."""

    async def answer(request: Request, error: Exception) -> Response:
        match error:
            case errors.ApiError():
                return respond(request, describe(error), str(error), renderer, _tell_more(error))
            case ClientDisconnect():
                return respond(request, describe(errors.ClientGone()), "the client has gone", renderer)
            case RequestValidationError():
                return respond(
                    request,
                    describe(errors.BadRequest()),
                    complain(error.errors()[0], _find_parameters(request)),
                    renderer,
                )
            case HTTPException():
                response = respond(request, _http_kind(error), _http_detail(request, error), renderer)
                response.headers.update(error.headers or {})
                return response
        # The server's log has the error with its traceback; the client can do nothing with either.
        return respond(request, _UNKNOWN, "the server met an error that it did not expect; its log says more", renderer)

    for sort in (errors.ApiError, ClientDisconnect, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(sort, answer)


def complain(first: Mapping[str, Any], parameters: Iterable[str]) -> str:
    """Name a parameter that is not taken, and what is; ``first`` is a finding of pydantic.

    Examples
    --------
    >>> complain({"type": "extra_forbidden", "loc": ("query", "speaker")}, ["claimant", "venue"])
    'there is no parameter speaker here; there are claimant, venue'
    """
    name = next((part for part in reversed(first["loc"]) if isinstance(part, str)), "")
    if first["type"] == "extra_forbidden":
        return f"there is no parameter {name} here; there are {', '.join(parameters)}"
    said = str(first["msg"]).removeprefix("Value error, ")
    return f"{name}={clip(str(first['input']))}: {said[:1].lower()}{said[1:]}; see /docs"


def _find_parameters(request: Request) -> Iterator[str]:
    for parameter in request.scope["route"].dependant.query_params:
        fields = getattr(parameter.field_info.annotation, "model_fields", {parameter.alias: parameter.field_info})
        yield from (field.alias or name for name, field in fields.items())


def _http_kind(error: HTTPException) -> Kind:
    names = {404: "not-found", 405: "method-not-allowed"}
    return Kind(error.status_code, names.get(error.status_code, "http"), str(error.detail))


def _http_detail(request: Request, error: HTTPException) -> str:
    if error.status_code == 405:
        return f"{request.url.path} does not answer {request.method}; see the header Allow, and /docs"
    return f"there is nothing at {request.url.path} ({error.detail}); see / and /docs for what there is"
