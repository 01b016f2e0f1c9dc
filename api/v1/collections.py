"""The kinds of things that there are rows of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from api.asking import Record
from api.v1 import articles, entities, events, statements, tables
from api.v1.filters import Paging
from api.v1.models import Actors, Articles, Events, Page, Statements, Venues
from api.v1.names import Wanted
from api.v1.pages import Plan
from api.v1.reading import Naming
from api.v1.tables import Columns


@dataclass(frozen=True, slots=True)
class Collection[F: Paging, R: BaseModel]:
    """A kind of things: the parameters that name things, how they are found, and how rows of them are read.

    ``loose`` are the filters that ask for all of them; empty where the rows themselves depend on the filters.
    """

    name: str
    thing: str
    named: tuple[str, ...]
    plan: Callable[[F, Mapping[str, Wanted]], Plan]
    read: Callable[[Record, Naming], R]
    page: type[Page]
    columns: Columns[R]
    loose: Mapping[str, object] = field(default_factory=dict)


STATEMENTS = Collection(
    "statements",
    "statement",
    ("claimant", "role", "country", "addressee", "venue", "about", "publisher"),
    statements.make_plan,
    statements.read_row,
    Statements,
    tables.STATEMENTS,
    {"kind": [], "versions": "all"},
)
ACTORS = Collection(
    "actors",
    "thing",
    ("name", "country"),
    entities.make_actors_plan,
    entities.read_actor,
    Actors,
    tables.ACTORS,
)
VENUES = Collection(
    "venues",
    "thing",
    ("name", "within", "country"),
    entities.make_venues_plan,
    entities.read_venue,
    Venues,
    tables.VENUES,
)
EVENTS = Collection(
    "events",
    "event",
    ("agent", "recipient", "mediator", "place", "country", "claimant"),
    events.make_plan,
    events.read_row,
    Events,
    tables.EVENTS,
    {"versions": "all"},
)
ARTICLES = Collection(
    "articles",
    "article",
    ("publisher",),
    articles.make_plan,
    articles.read_row,
    Articles,
    tables.ARTICLES,
    {"versions": "all"},
)
