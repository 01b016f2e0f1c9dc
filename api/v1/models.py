"""The rows of the JSON API, as its OpenAPI description has them."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Thing(BaseModel):
    """Somebody or something, and what it is called."""

    iri: str = Field(examples=["https://w3id.org/onrecord/id/actor/khawaja-muhammad-asif"])
    label: str | None = Field(description="Its name, in English where it has one; null where none is known.")


class Claimant(Thing):
    """Who says it, as whom, and how they stand to the words."""

    roles: list[str] = Field(description="The offices or roles in which the article shows them.")
    way: str | None = Field(
        description="claims, disputes, raises or reportedlyClaims; null for an attitude, which is nobody's statement."
    )


class VenueReference(Thing):
    """Where it was said."""

    parents: list[Thing] = Field(description="What it belongs to, the nearest first.")


class Time(BaseModel):
    """A time, as the article gives it and as far as it could be resolved."""

    words: str | None = Field(description="As the article puts it.")
    edtf: str | None = Field(description="In the Extended Date/Time Format; null where it is unresolved.")
    earliest: str | None = Field(description="The first day that it may be.")
    latest: str | None = Field(description="The last day that it may be.")
    basis: str | None = Field(description="explicit, inherited, publication or none.")


class Span(BaseModel):
    """Words of the article: offsets in code points of its text, the end not included."""

    part: str = Field(description="source, cue or content.")
    begin: int
    end: int


class ArticleReference(BaseModel):
    """The version of an article that a row was read from."""

    iri: str
    url: str | None
    title: str | None
    published: str | None
    publisher: str | None


class Searched(BaseModel):
    """What a search tells of a row; nothing where no words were looked for."""

    score: float | None = Field(None, description="How well it matches the words of text; more is better.")
    snippet: str | None = Field(None, description="The words around them as HTML, escaped, the matches in mark.")


class Statement(Searched):
    """Who said what, to whom, where and when, with the sentence that it stands in."""

    iri: str
    page: str | None = Field(description="Where it is shown to people.")
    text: str = Field(description="The words, as the article has them.")
    language: str | None
    claimants: list[Claimant]
    addressees: list[Thing]
    venues: list[VenueReference]
    said_on: Time | None
    stance: str | None = Field(description="The position of the cue towards the words: affirm, deny or entertain.")
    polarity: str | None = Field(description="The position once cue and negation are taken together.")
    quote_form: str | None
    kind: str | None = Field(description="statement, or attitude for what was never said aloud.")
    speech_act: str | None
    cue: str | None
    confidence: float | None
    embedded_in: str | None = Field(description="The statement that tells of this one.")
    sentence: str | None
    spans: list[Span]
    article: ArticleReference


class Entity(Searched, Thing):
    """Somebody, some body or some place, across all articles."""

    page: str | None = Field(description="Where it is shown to people.")
    kinds: list[str] = Field(description="Classes of the vocabulary, and the kind of venue where one is known.")
    names: list[str] = Field(description="What else it is called.")
    parents: list[Thing] = Field(description="What it belongs to, the nearest first.")
    state: Thing | None = Field(description="The state that it belongs to or is at home in.")
    same_as: list[str] = Field(description="Its IRIs elsewhere.")


class Counts(BaseModel):
    """How many statements there are, by how the actor stands to them."""

    total: int
    claims: int
    disputes: int
    raises: int
    reportedly_claims: int


class Actor(Entity):
    """Whoever is on record with a statement."""

    statements: Counts


class Venue(Entity):
    """Where statements were made."""

    statements: int


class Taking(BaseModel):
    """A statement, and what it does to an event: affirms, denies or entertains it."""

    iri: str
    position: str


class Event(Searched):
    """What statements affirm, deny or entertain; who says so is in the statements."""

    iri: str
    page: str | None = Field(description="Where it is shown to people.")
    type: str | None = Field(description="The PLOVER type.")
    quad_class: str | None
    agents: list[Thing]
    recipients: list[Thing]
    mediators: list[Thing]
    places: list[Thing]
    time: Time | None
    statements: list[Taking]
    confidence: float | None
    begin: int | None = Field(description="Where the words that name it begin in the article's text.")
    end: int | None
    article: ArticleReference


class Article(Searched):
    """A version of an article."""

    iri: str
    work: str = Field(description="The article, whatever its text.")
    page: str | None = Field(description="Where it is shown to people.")
    url: str | None
    title: str | None
    published: str | None
    publisher: Thing | None
    authors: list[str]
    language: str | None
    digest: str | None = Field(description="The SHA-256 of its text.")
    statements: int


class Page(BaseModel):
    """A part of the rows, and how they were found."""

    limit: int
    offset: int
    next: str | None = Field(description="The address of the next part; null where this is the last.")
    state: str | None = Field(description="The state of the graph that this is true of; null where it has no name.")
    notes: list[str] = Field(description="What was made of the request where that is not plain.")
    query: str = Field(description="The SPARQL query that gave these rows; `/sparql` takes it as it is.")


class Statements(Page):
    """Statements."""

    items: list[Statement]


class Actors(Page):
    """Actors."""

    items: list[Actor]


class Venues(Page):
    """Venues."""

    items: list[Venue]


class Events(Page):
    """Events."""

    items: list[Event]


class Articles(Page):
    """Articles."""

    items: list[Article]


class Group(BaseModel):
    """Where all of a kind are, and a SPARQL query for them."""

    kind: str
    all: str
    query: str


class FacetCount(BaseModel):
    """A value of a filter, as its parameter takes it, and how many of the statements found have it."""

    value: str
    label: str
    statements: int


class FacetCounts(BaseModel):
    """The most frequent values of a filter; of one that is in use, as if it were not."""

    parameter: str = Field(description="The filter; year is a window of days, in which what lies in it for certain is.")
    values: list[FacetCount]


class Found(BaseModel):
    """What holds the words, the best first; without words all statements, the latest first."""

    q: str | None
    state: str | None = Field(description="The state of the graph that this is true of; null where it has no name.")
    total: int = Field(description="How many statements there are, of which these are a part.")
    statements: list[Statement]
    actors: list[Actor]
    venues: list[Venue]
    articles: list[Article]
    groups: list[Group]
    facets: list[FacetCounts]
    notes: list[str] = Field(description="What was made of the request where that is not plain.")
