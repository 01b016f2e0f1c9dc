"""Articles as JSON: one object a line (JSON Lines), or a file with one object or an array of them.

``{"id"?, "url"?, "title"?, "published"?, "publisher"?, "authors"?, "language"?, "text"}``; other keys are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, BinaryIO

from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictStr, ValidationError
from pydantic_core import ErrorDetails, from_json

from ingest.errors import Unreadable
from ingest.model import Article
from ingest.read.plain import decode


def _blank_is_none(value: object) -> object:
    """Take a blank string for a missing key: it says as little."""
    return None if isinstance(value, str) and not value.strip() else value


def _number_is_name(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _one_is_list(value: object) -> object:
    names = (value,) if isinstance(value, str) else value
    if isinstance(names, list | tuple):
        return tuple(name for name in names if _blank_is_none(name) is not None)
    return () if names is None else names


Optional = Annotated[StrictStr | None, BeforeValidator(_blank_is_none)]
Name = Annotated[StrictStr | None, BeforeValidator(_blank_is_none), BeforeValidator(_number_is_name)]
Names = Annotated[tuple[StrictStr, ...], BeforeValidator(_one_is_list)]


class Record(BaseModel):
    """An article as others write it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    text: StrictStr
    id: Name = None
    url: Optional = None
    title: Optional = None
    published: Optional = None
    publisher: Optional = None
    authors: Names = ()
    language: Optional = None


_JSON_TYPES = {str: "string", bool: "boolean", int: "number", float: "number", list: "list", dict: "object"}


def read_lines(stream: BinaryIO, where: str, published: date | None) -> Iterator[Article | Unreadable]:
    """Read JSON Lines (RFC 8259 objects, one a line); blank lines are passed over."""
    empty = True
    for number, line in enumerate(stream, start=1):
        if line.strip():
            empty = False
            yield _read_document(line, f"{where}:{number}", published)
    if empty:
        yield Unreadable(where, "holds no records", "give one JSON object a line")


def read_json(stream: BinaryIO, where: str, published: date | None) -> Iterator[Article | Unreadable]:
    """Read a JSON file: one article, or an array of them."""
    value = _parse(stream.read(), where)
    if isinstance(value, Unreadable):
        yield value
    elif isinstance(value, list):
        if not value:
            yield Unreadable(where, "holds no records", "give a JSON object, or an array of them")
        for number, item in enumerate(value, start=1):
            yield make_article(item, f"{where}, record {number}", published)
    else:
        yield make_article(value, where, published)


def make_article(value: object, where: str, published: date | None) -> Article | Unreadable:
    """Make an article of a JSON value, or say why it cannot be one. ``published`` is for those without a date."""
    if not isinstance(value, dict):
        return Unreadable(where, f"is a JSON {_json_type(value)}, not an object", 'write it as {"text": "..."}')
    try:
        record = Record.model_validate(value)
    except ValidationError as error:
        return _unfit(error.errors(include_url=False)[0], where)
    for key, words in record:
        for part in words if isinstance(words, tuple) else (words,):
            if part is not None and "\0" in part:
                return Unreadable(where, f"'{key}' holds NUL characters", "take them out")
    if not record.text.strip():
        return Unreadable(where, "'text' is empty", "give the article's words as a JSON string in 'text'")
    day, words = published, None
    if record.published is not None:
        found = parse_day(record.published)
        if found is None:
            problem = f"'published' is {_shown(record.published)}, not an ISO 8601 date"
            return Unreadable(where, problem, "write it like 2024-03-01 or 2024-03-01T09:30:00Z")
        day, words = found
    return Article(
        text=record.text,
        origin=where,
        id=record.id,
        url=record.url,
        title=record.title,
        published=day,
        published_at=words,
        publisher=record.publisher,
        authors=record.authors,
        language=record.language,
    )


def parse_day(words: str) -> tuple[date, str | None] | None:
    """Return the day that an ISO 8601 date or time names, with the words where they say more than the day.

    >>> parse_day("2024-03-01")
    (datetime.date(2024, 3, 1), None)
    >>> parse_day("2024-03-01T23:30:00+05:30")
    (datetime.date(2024, 3, 1), '2024-03-01T23:30:00+05:30')
    """
    bare = words.strip()
    try:
        return date.fromisoformat(bare), None
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(bare).date(), bare
    except ValueError:
        return None


def _read_document(data: bytes, where: str, published: date | None) -> Article | Unreadable:
    value = _parse(data, where)
    return value if isinstance(value, Unreadable) else make_article(value, where, published)


def _parse(data: bytes, where: str) -> object:
    text = decode(data, where)
    if isinstance(text, Unreadable):
        return text
    if not text.strip():
        return Unreadable(where, "holds no records", "give a JSON object, or an array of them")
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError as error:
        return Unreadable(where, f"is not JSON ({error})", "mend the record, or take it out")


def _unfit(error: ErrorDetails, where: str) -> Unreadable:
    key = str(error["loc"][0])
    if error["type"] == "missing":
        return Unreadable(where, f"has no '{key}'", "give the article's words as a JSON string in 'text'")
    given = error["input"]
    if key == "authors":
        problem = "'authors' is not a list of strings"
        return Unreadable(where, problem, 'write it like ["First Author", "Second Author"]')
    remedy = "give the article's words as a JSON string in 'text'" if key == "text" else "write it as a string"
    return Unreadable(where, f"'{key}' is {_article_of(_json_type(given))}, not a string", remedy)


def _json_type(value: object) -> str:
    return "null" if value is None else _JSON_TYPES.get(type(value), "value")


def _article_of(kind: str) -> str:
    if kind == "null":
        return kind
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _shown(words: str) -> str:
    return repr(words if len(words) <= 40 else words[:39] + "…")
