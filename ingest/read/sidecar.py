"""Sidecars: what a text or a page does not say of itself, in ``NAME.meta.json`` beside it.

The keys are those of an article as JSON, without ``text``. What the file itself says goes before what its sidecar says:
a page knows its own address, and a sidecar is often made for many at once. A sidecar that cannot be read makes its
article unreadable, since the article would be stored under a wrong identity without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from ingest.errors import Unreadable
from ingest.model import Article, DetailBasis
from ingest.read.limits import LARGEST_SIDECAR, read_bounded, show_size
from ingest.read.records import Details, describe_mistake, parse_json, settle_day
from ingest.read.sources import SIDECAR


def find_sidecar(path: Path) -> Path | None:
    """Return the sidecar of a file if there is one: ``a.html.gz.meta.json``, ``a.html.meta.json``, ``a.meta.json``."""
    return next((place for place in _places(path) if place.is_file()), None)


def _places(path: Path) -> Iterator[Path]:
    name = path.name
    while name:
        yield path.with_name(name + SIDECAR)
        shorter = Path(name).stem
        name = shorter if shorter != name else ""


def complete(article: Article, place: Path) -> Article | Unreadable:
    """Add to an article what the sidecar at ``place`` says and the article does not."""
    found = read_details(place)
    if isinstance(found, Unreadable):
        return Unreadable(article.origin, f"its sidecar {place.name} {found.problem}", found.remedy)
    return _add(article, *found)


def read_details(place: Path) -> tuple[Details, date | None, str | None] | Unreadable:
    """Read a sidecar: its details, the day of publication that it gives, and the words for it."""
    where = str(place)
    try:
        with place.open("rb") as stream:
            data = read_bounded(stream, LARGEST_SIDECAR)
    except OSError as error:
        return Unreadable(where, f"cannot be read ({error.strerror or error})", "check the file and its permissions")
    if data is None:
        return Unreadable(
            where, f"is larger than {show_size(LARGEST_SIDECAR)}", "give no more than the article's details"
        )
    value = parse_json(data, where)
    if isinstance(value, Unreadable):
        return value
    try:
        given = Details.model_validate(value)
    except ValidationError as error:
        return describe_mistake(error, where)
    day = settle_day(given.published, where)
    return day if isinstance(day, Unreadable) else (given, *day)


def _add(article: Article, given: Details, day: date | None, words: str | None) -> Article:
    dated = article.published is not None
    told = article.language is not None or given.tag is None
    return replace(
        article,
        id=article.id or given.id,
        url=article.url or given.url,
        title=article.title or given.title,
        publisher=article.publisher or given.publisher,
        authors=article.authors or given.authors,
        published=article.published if dated else day,
        published_at=article.published_at if dated else words,
        published_basis=article.published_basis if dated or day is None else DetailBasis.SIDECAR,
        language=article.language if told else given.tag,
        language_basis=article.language_basis if told else DetailBasis.SIDECAR,
        rights=article.rights or given.rights,
        located=article.located or given.located,
    )
