"""From filters to rows, whoever asks: a request over HTTP, or a program in this process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_origin

from pydantic import BaseModel, ValidationError

from api.answering import Answering
from api.asking import ask
from api.errors import BadRequest
from api.problems import complain
from api.v1.collections import Collection
from api.v1.filters import Paging
from api.v1.names import Resolved, resolve
from api.v1.pages import Plan, write_page
from api.v1.reading import Naming


def read_filters[F: Paging](kind: type[F], given: Mapping[str, Sequence[str]]) -> F:
    """Read filters from parameters as a request has them, each with one value or several.

    Raises
    ------
    BadRequest
        There is no such parameter, or it does not take this value; in the words that the server has for it.

    Examples
    --------
    >>> from api.v1.filters import StatementFilters
    >>> read_filters(StatementFilters, {"claimant": ["Taliban"], "limit": ["5"]}).claimant
    ['Taliban']
    """
    fields = {field.alias or name: field for name, field in kind.model_fields.items()}
    found: dict[str, Any] = {}
    for name, values in given.items():
        several = name in fields and get_origin(fields[name].annotation) is list
        found[name] = list(values) if several else values[-1]
    try:
        return kind.model_validate(found)
    except ValidationError as error:
        raise BadRequest(complain(dict(error.errors()[0]), fields)) from error


async def plan[F: Paging, R: BaseModel](
    answering: Answering, filters: F, collection: Collection[F, R]
) -> tuple[Plan, Resolved]:
    """Say how the things of a request are found, and what names in its filters were taken for.

    Raises
    ------
    BadRequest
        A value is no IRI though it begins as one, or a part of too many names.
    QueryFailed
        There is no answer.
    """
    given = {parameter: getattr(filters, parameter) for parameter in collection.named}
    resolved = await resolve(answering, given)
    return collection.plan(filters, resolved.wanted), resolved


async def write[F: Paging, R: BaseModel](
    answering: Answering, filters: F, collection: Collection[F, R]
) -> tuple[str, Resolved]:
    """Write the query for a page, and say what names in its filters were taken for; errors are those of `plan`."""
    planned, resolved = await plan(answering, filters, collection)
    return write_page(planned, filters), resolved


async def read[F: Paging, R: BaseModel](
    answering: Answering, query: str, collection: Collection[F, R], naming: Naming, snapshot: str | None = None
) -> tuple[str, list[R]]:
    """Ask a query for a page, and give the state that its rows are true of, and the rows: one more than asked for."""
    found = await ask(answering, query, snapshot)
    once = {row[collection.thing]: row for row in reversed(found.rows)}
    kept = dict.fromkeys(row[collection.thing] for row in found.rows)
    return found.state, [collection.read(once[thing], naming) for thing in kept]
