"""The seam of the client: a server that is asked over HTTP, or a store in a folder that is asked in this process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel

from api.panels.values import Panel
from api.v1.collections import ACTORS, ARTICLES, EVENTS, STATEMENTS, VENUES, Collection
from api.v1.filters import ActorFilters, ArticleFilters, EventFilters, Paging, StatementFilters, VenueFilters
from onrecord.errors import Refused
from onrecord.panel.command import Wanted

type Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a query in JSON (SPARQL 1.1 Query Results JSON), and the number of the snapshot it is true of."""

    body: bytes
    snapshot: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A page of rows: whether there is another one, the state it is true of, what to say of the filters, the query."""

    items: Sequence[BaseModel]
    more: bool
    state: str
    notes: tuple[str, ...] = ()
    query: str = ""


class Source(Protocol):
    """Where answers come from; each method raises `Refused` or `Unanswered` where there is none."""

    @property
    def where(self) -> str:
        """The address or the folder."""

    def ask(self, query: str) -> Reply:
        """Answer a SELECT or an ASK."""

    def find(self, kind: str, parameters: Parameters) -> Part:
        """Give a page of the rows of a kind."""

    def count(self, wanted: Wanted) -> Panel:
        """Count statements by unit and month."""

    def close(self) -> None:
        """Let go of everything."""


KINDS: Mapping[str, tuple[Collection[Any, Any], type[Paging]]] = {
    rows.name: (rows, filters)
    for rows, filters in (
        (STATEMENTS, StatementFilters),
        (ACTORS, ActorFilters),
        (VENUES, VenueFilters),
        (EVENTS, EventFilters),
        (ARTICLES, ArticleFilters),
    )
}
"""What there are rows of, each with its filters."""


def find_kind(name: str) -> tuple[Collection[Any, Any], type[Paging]]:
    """Give a kind of rows by its name.

    Raises
    ------
    Refused
        There are no rows of this kind.

    Examples
    --------
    >>> find_kind("venues")[1].__name__
    'VenueFilters'
    """
    if name not in KINDS:
        raise Refused(f"{name!r} is nothing that there are rows of; choose from {', '.join(KINDS)}", 404)
    return KINDS[name]
