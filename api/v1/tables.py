"""Rows as CSV (RFC 4180): one line for each, several values of a field in one cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence

from api.v1.models import Actor, Article, ArticleReference, Entity, Event, Statement, Thing, Time, Venue

_BETWEEN = " | "

type Columns[T] = Mapping[str, Callable[[T], object]]


def write_csv[T](rows: Iterable[T], columns: Columns[T], *, heading: bool = True) -> str:
    r"""Write rows, their names first; a value that is not known is an empty cell.

    Examples
    --------
    >>> write_csv([("Ana", None)], {"who": lambda row: row[0], "when": lambda row: row[1]})
    'who,when\r\nAna,\r\n'
    """
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    if heading:
        writer.writerow(columns)
    writer.writerows([column(row) for column in columns.values()] for row in rows)
    return sheet.getvalue()


def iris(things: Sequence[Thing]) -> str:
    """Join the IRIs of things."""
    return _BETWEEN.join(thing.iri for thing in things)


def labels(things: Sequence[Thing]) -> str:
    """Join the names of things, as many as they are."""
    return _BETWEEN.join(thing.label or "" for thing in things)


def joined(values: Iterable[str | None]) -> str:
    """Join values."""
    return _BETWEEN.join(value or "" for value in values)


def _of_time(time: Time | None, part: str) -> str | None:
    return getattr(time, part) if time is not None else None


def _offset(statement: Statement, end: str) -> int | None:
    found = [getattr(span, end) for span in statement.spans if span.part == "content"]
    return (min(found) if end == "begin" else max(found)) if found else None


ARTICLE: Columns[ArticleReference] = {
    "article": lambda it: it.iri,
    "url": lambda it: it.url,
    "title": lambda it: it.title,
    "published": lambda it: it.published,
    "publisher": lambda it: it.publisher,
}


def time_columns[T](prefix: str, find: Callable[[T], Time | None]) -> Columns[T]:
    """Give the columns of a time."""

    def column(part: str) -> Callable[[T], object]:
        return lambda row: _of_time(find(row), part)

    return {f"{prefix}_{part}": column(part) for part in ("words", "edtf", "earliest", "latest", "basis")}


def article_columns[T](find: Callable[[T], ArticleReference]) -> Columns[T]:
    """Give the columns of an article."""

    def column(name: str) -> Callable[[T], object]:
        return lambda row: ARTICLE[name](find(row))

    return {name: column(name) for name in ARTICLE}


STATEMENTS: Columns[Statement] = {
    "iri": lambda it: it.iri,
    "text": lambda it: it.text,
    "claimants": lambda it: labels(it.claimants),
    "claimant_iris": lambda it: iris(it.claimants),
    "roles": lambda it: joined("; ".join(who.roles) for who in it.claimants),
    "ways": lambda it: joined(who.way for who in it.claimants),
    "addressees": lambda it: labels(it.addressees),
    "addressee_iris": lambda it: iris(it.addressees),
    "venues": lambda it: labels(it.venues),
    "venue_iris": lambda it: iris(it.venues),
    "venue_parents": lambda it: joined("; ".join(up.label or up.iri for up in venue.parents) for venue in it.venues),
    **time_columns("said_on", lambda it: it.said_on),
    "stance": lambda it: it.stance,
    "polarity": lambda it: it.polarity,
    "quote_form": lambda it: it.quote_form,
    "kind": lambda it: it.kind,
    "speech_act": lambda it: it.speech_act,
    "cue": lambda it: it.cue,
    "confidence": lambda it: it.confidence,
    "embedded_in": lambda it: it.embedded_in,
    "sentence": lambda it: it.sentence,
    "begin": lambda it: _offset(it, "begin"),
    "end": lambda it: _offset(it, "end"),
    **article_columns(lambda it: it.article),
    "page": lambda it: it.page,
}


def _entity_columns[T: Entity](_: type[T]) -> Columns[T]:
    return {
        "iri": lambda it: it.iri,
        "label": lambda it: it.label,
        "kinds": lambda it: joined(it.kinds),
        "names": lambda it: joined(it.names),
        "parents": lambda it: labels(it.parents),
        "parent_iris": lambda it: iris(it.parents),
        "state": lambda it: it.state and it.state.label,
        "state_iri": lambda it: it.state and it.state.iri,
        "same_as": lambda it: joined(it.same_as),
        "page": lambda it: it.page,
    }


ACTORS: Columns[Actor] = {
    **_entity_columns(Actor),
    "statements": lambda it: it.statements.total,
    "claims": lambda it: it.statements.claims,
    "disputes": lambda it: it.statements.disputes,
    "raises": lambda it: it.statements.raises,
    "reportedly_claims": lambda it: it.statements.reportedly_claims,
}
VENUES: Columns[Venue] = {**_entity_columns(Venue), "statements": lambda it: it.statements}
EVENTS: Columns[Event] = {
    "iri": lambda it: it.iri,
    "type": lambda it: it.type,
    "quad_class": lambda it: it.quad_class,
    "agents": lambda it: labels(it.agents),
    "agent_iris": lambda it: iris(it.agents),
    "recipients": lambda it: labels(it.recipients),
    "recipient_iris": lambda it: iris(it.recipients),
    "mediators": lambda it: labels(it.mediators),
    "mediator_iris": lambda it: iris(it.mediators),
    "places": lambda it: labels(it.places),
    "place_iris": lambda it: iris(it.places),
    **time_columns("time", lambda it: it.time),
    "statements": lambda it: joined(taking.iri for taking in it.statements),
    "positions": lambda it: joined(taking.position for taking in it.statements),
    "confidence": lambda it: it.confidence,
    "begin": lambda it: it.begin,
    "end": lambda it: it.end,
    **article_columns(lambda it: it.article),
    "page": lambda it: it.page,
}
ARTICLES: Columns[Article] = {
    "iri": lambda it: it.iri,
    "work": lambda it: it.work,
    "url": lambda it: it.url,
    "title": lambda it: it.title,
    "published": lambda it: it.published,
    "publisher": lambda it: it.publisher and it.publisher.label,
    "authors": lambda it: joined(it.authors),
    "language": lambda it: it.language,
    "digest": lambda it: it.digest,
    "statements": lambda it: it.statements,
    "page": lambda it: it.page,
}
