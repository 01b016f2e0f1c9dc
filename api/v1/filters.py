"""The parameters of the JSON API, each with what it means: this is what the OpenAPI description says of them."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from api.v1.values import (
    ActorKind,
    DayBasis,
    EventType,
    Kind,
    Position,
    QuoteForm,
    SpeechAct,
    Stance,
    VenueKind,
    Versions,
    Way,
    When,
)

MOST_ROWS = 1000
_MOST_VALUES = 50
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _only_days(value: object) -> object:
    # A number would be taken for seconds since 1970.
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("a day is written as in 2022-01-27")
    return value


def _no_controls(value: str) -> str:
    if any(ord(character) < 32 or ord(character) == 127 for character in value):
        raise ValueError("control characters are not taken")
    return value


StatementOrder = Literal["-said_on", "said_on", "-published", "published", "-confidence", "-relevance"]
Words = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_no_controls)]
Day = Annotated[date, BeforeValidator(_only_days)]

_NAMED = (
    "An IRI or a name, capitals or not; given several times, any of them. A name that nothing bears as a whole is"
    " looked for inside names."
)


def _named(meaning: str) -> list[Words]:
    names: list[Words] = Field(default=[], max_length=_MOST_VALUES, description=f"{meaning} {_NAMED}")
    return names


class Paging(BaseModel):
    """Which part of the rows, and in which form."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    limit: int = Field(50, ge=1, le=MOST_ROWS, description="How many rows, at most.")
    offset: int = Field(0, ge=0, le=10_000_000, description="How many rows are passed over first.")
    format: Literal["json", "csv"] | None = Field(None, description="The form of the answer; outdoes Accept.")
    show: Literal["query"] | None = Field(
        None, description="Give the SPARQL query in place of its answer. `/sparql` takes it as it is."
    )
    whole: bool = Field(
        default=False,
        description="Give the whole list from its first row to its last; limit and offset say nothing then.",
    )


class Searching(BaseModel):
    """Words to look for."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    text: Words | None = Field(
        None,
        description=(
            'Words that it holds: all of them, "in a row", the beginning* of one, one OR another, and -none of these.'
            " A statement's words are searched, an article's title, an actor's or a venue's names, and the words that"
            " name an event."
        ),
    )


class Days(Searching):
    """Days between which something lies."""

    since: Day | None = Field(None, alias="from", description="The first day of the window, as in 2022-01-27.")
    until: Day | None = Field(None, alias="to", description="The last day of the window.")


class Window(Days):
    """Days between which a time lies that may be several days."""

    when: When = Field(
        When.possible,
        description=(
            "certain: the earliest and the latest day that it may have been both lie in the window. possible: some of"
            " the days do; a time that is open to one side has no bound there. What has no date at all is in neither."
        ),
    )


class StatementConditions(Window):
    """Which statements."""

    iri: list[Words] = Field([], max_length=_MOST_VALUES, description="The IRIs of statements.")
    claimant: list[Words] = _named("Who says it.")
    role: list[Words] = _named("The office or role in which the claimant speaks.")
    country: list[Words] = _named(
        "The state that the claimant is, belongs to, holds an office of or is at home in; an ISO 3166 code will do."
    )
    addressee: list[Words] = _named("To whom it is said.")
    venue: list[Words] = _named("Where it is said, or any body of it: a parliament holds its committees.")
    about: list[Words] = _named("Who or what is named in it, or takes part in its event.")
    publisher: list[Words] = _named("Who published the article.")
    article: list[Words] = Field(
        [], max_length=_MOST_VALUES, description="The article: the IRI of it or of a version, or its address."
    )
    way: list[Way] = Field(
        [],
        description=(
            "How the claimant stands to the words: claims them, disputes them, raises them without taking a side, or"
            " reportedly claims them, which is to say that somebody else in the article says so."
        ),
    )
    quote_form: list[QuoteForm] = Field([], description="How the words are reported.")
    stance: list[Stance] = Field([], description="The position of the cue towards the words.")
    polarity: list[Stance] = Field([], description="The position once cue and negation are taken together.")
    speech_act: list[SpeechAct] = Field([], description="What is done by saying it.")
    day_basis: list[DayBasis] = Field(
        [],
        description=(
            "What the day rests on: explicit words of the sentence, the same occasion, the day of publication, or none."
        ),
    )
    kind: list[Kind] = Field(
        [Kind.statement], description="Statements unless told otherwise; attitudes were never said aloud."
    )
    embedded: bool | None = Field(None, description="Whether it is told by another statement.")
    event_type: list[EventType] = Field([], description="The PLOVER type of an event that it concerns.")
    min_confidence: float | None = Field(None, ge=0, le=1, description="The least confidence, from 0 to 1.")
    versions: Versions = Field(Versions.latest, description="The latest text of each article, or all.")
    copies: bool = Field(
        default=True,
        description="Whether what a copy of another article repeats is among them; without it a report counts once.",
    )


class StatementFilters(StatementConditions, Paging):
    """Which statements, in which order, and which part of them."""

    sort: StatementOrder = Field(
        "-said_on",
        description="The order; a minus turns it round. Equal rows stand in the order of their IRIs.",
    )


class SearchFilters(StatementConditions):
    """What is looked for on the page for searching; a field of its form that is left empty asks for nothing."""

    text: Words | None = Field(
        None,
        alias="q",
        description='Words, "words in a row", a beginning*, one OR another, -none of these; for all statements none.',
    )
    limit: int = Field(20, ge=1, le=100, description="How many statements, and how many of each other kind, at most.")
    offset: int = Field(0, ge=0, le=10_000_000, description="How many statements are passed over first.")
    format: Literal["json", "html"] | None = Field(None, description="The form of the answer; outdoes Accept.")
    sort: StatementOrder | None = Field(
        None, description="The order; unless told otherwise how well they match, or without words the latest first."
    )

    def rows(self) -> StatementFilters:
        """Give the same as parameters for rows."""
        asked = self.model_dump(exclude={"format", "sort"})
        sort = self.sort or ("-said_on" if self.text is None else "-relevance")
        return StatementFilters.model_validate({**asked, "sort": sort})

    @model_validator(mode="before")
    @classmethod
    def _pass_over_empty_fields(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        filled = {
            name: [each for each in value if each != ""] if isinstance(value, list) else value
            for name, value in given.items()
        }
        return {name: value for name, value in filled.items() if value not in ("", [])}


class ActorFilters(Searching, Paging):
    """Which actors, of those who are on record with a statement."""

    iri: list[Words] = Field([], max_length=_MOST_VALUES, description="The IRIs of actors.")
    name: list[Words] = _named("What they are called.")
    kind: list[ActorKind] = Field([], description="The class of the actor.")
    country: list[Words] = _named(
        "The state that the actor is, belongs to, holds an office of or is at home in; an ISO 3166 code will do."
    )
    way: list[Way] = Field([], description="Only statements to which they stand like this are counted.")
    sort: Literal["-statements", "iri", "-relevance"] = Field(
        "-statements", description="The order: most on record first, IRIs, or how well they match text."
    )


class VenueFilters(Searching, Paging):
    """Which venues, of those where something was said."""

    iri: list[Words] = Field([], max_length=_MOST_VALUES, description="The IRIs of venues.")
    name: list[Words] = _named("What it is called.")
    within: list[Words] = _named("A venue, and everything below it.")
    kind: list[VenueKind] = Field([], description="A body or a place.")
    country: list[Words] = _named("The state that the venue belongs to; an ISO 3166 code will do.")
    sort: Literal["-statements", "iri", "-relevance"] = Field(
        "-statements", description="The order: most spoken in first, IRIs, or how well they match text."
    )


class EventFilters(Window, Paging):
    """Which events."""

    iri: list[Words] = Field([], max_length=_MOST_VALUES, description="The IRIs of events.")
    type: list[EventType] = Field([], description="The PLOVER type.")
    agent: list[Words] = _named("Who does it.")
    recipient: list[Words] = _named("Towards whom it is done.")
    mediator: list[Words] = _named("Who stands between the parties.")
    place: list[Words] = _named("Where.")
    country: list[Words] = _named("The state that the place is or lies in; an ISO 3166 code will do.")
    claimant: list[Words] = _named("Who says something of it.")
    position: list[Position] = Field([], description="What a statement, the claimant's if one is given, does to it.")
    min_confidence: float | None = Field(None, ge=0, le=1, description="The least confidence, from 0 to 1.")
    versions: Versions = Field(Versions.latest, description="The latest text of each article, or all.")
    sort: Literal["-time", "time", "-relevance"] = Field("-time", description="The order; a minus turns it round.")


class ArticleFilters(Days, Paging):
    """Which articles; the window is that of their days of publication."""

    iri: list[Words] = Field([], max_length=_MOST_VALUES, description="The IRIs of articles, or of versions of them.")
    url: list[Words] = Field([], max_length=_MOST_VALUES, description="The addresses that the articles were read from.")
    publisher: list[Words] = _named("Who published it.")
    language: list[Words] = Field([], max_length=_MOST_VALUES, description="The language, as in en.")
    versions: Versions = Field(Versions.latest, description="The latest text of each article, or all.")
    sort: Literal["-published", "published", "-relevance"] = Field(
        "-published", description="The order; a minus turns it round."
    )
