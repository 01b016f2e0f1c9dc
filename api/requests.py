"""What requests bring: parameters, the kind of a body, and the body itself, each within bounds."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import parse_qs

from fastapi import Request

from api.errors import BadRequest, ChangeTooLarge, QueryTooLarge, UnsupportedMediaType
from api.store.terms import to_named_node

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
_MOST_PARAMETERS = 1000

type Parameters = Mapping[str, list[str]]


def parse(text: str) -> dict[str, list[str]]:
    """Read the parameters of an address or a form.

    Examples
    --------
    >>> parse("query=ASK%7B%7D&format=csv")
    {'query': ['ASK{}'], 'format': ['csv']}
    """
    try:
        return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except ValueError as error:
        raise BadRequest(f"the parameters cannot be read ({error}); send them as UTF-8, percent-encoded") from error


def join(parameters: Parameters, sent: Parameters) -> dict[str, list[str]]:
    """Put the parameters of an address and of a form together."""
    return {name: [*parameters.get(name, []), *sent.get(name, [])] for name in {*parameters, *sent}}


def only(parameters: Parameters, name: str) -> str | None:
    """Give the value of a parameter that may be given once."""
    values = parameters.get(name, [])
    if len(values) > 1:
        raise BadRequest(f"the parameter {name} is given {len(values)} times; give it once")
    return values[0] if values else None


def graphs(parameters: Parameters, name: str) -> tuple[str, ...] | None:
    """Give the names of graphs in a parameter; None where it is not given."""
    given = parameters.get(name)
    return tuple(to_named_node(iri).value for iri in given) if given is not None else None


def content_type(header: str) -> str:
    """Give the media type of a body from its header; texts come in UTF-8.

    Examples
    --------
    >>> content_type('text/turtle; charset="UTF-8"')
    'text/turtle'
    """
    kind, _, rest = header.lower().partition(";")
    charset = next((p.partition("=")[2] for p in rest.split(";") if p.strip().startswith("charset")), "utf-8")
    if charset.strip(' "') not in {"utf-8", "utf8"}:
        raise UnsupportedMediaType(f"a body in {charset.strip()} is not taken; send it in UTF-8")
    return kind.strip()


async def read_text(request: Request, limit: int) -> str:
    """Read a body that is a text."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise QueryTooLarge(f"the body has more than {limit} bytes, which is the limit; split the query")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"the body is no UTF-8 ({error}); encode it so") from error


@asynccontextmanager
async def keep_body(request: Request, limit: int) -> AsyncIterator[str]:
    """Keep a body in a file as long as the block lasts, and give the file's name."""
    with tempfile.NamedTemporaryFile(prefix="onrecord-") as file:
        async for chunk in bounded(request, limit):
            file.write(chunk)
        file.flush()
        yield file.name


async def bounded(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    """Give the chunks of a body up to a bound."""
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise ChangeTooLarge(f"the body has more than {limit} bytes, which is the limit; send it in parts")
        yield chunk
