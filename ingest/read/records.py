"""Articles as JSON: one object a line (JSON Lines), or a file with one object or an array of them.

``{"id"?, "url"?, "title"?, "published"?, "publisher"?, "authors"?, "language"?, "rights"?, "located"?, "text"}``; other
keys are not read. The layouts of other tools are brought to these keys first (``ingest.read.layouts``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, BinaryIO

from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictStr, ValidationError
from pydantic_core import from_json

from ingest.errors import Unreadable
from ingest.model import Article, DetailBasis
from ingest.read.dates import parse_stamp
from ingest.read.language import as_tag
from ingest.read.layouts import find_nodes, translate
from ingest.read.limits import LARGEST_DOCUMENT, LONGEST_RECORD, read_bounded, show_size


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


class Details(BaseModel):
    """What others say of an article beside its text."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Name = None
    url: Optional = None
    title: Optional = None
    published: Optional = None
    publisher: Optional = None
    authors: Names = ()
    language: Optional = None
    rights: Optional = None
    located: Optional = None

    @property
    def tag(self) -> str | None:
        """The language as a tag."""
        return as_tag(self.language)


class Record(Details):
    """An article as others write it."""

    text: StrictStr


_JSON_TYPES = {str: "string", bool: "boolean", int: "number", float: "number", list: "list", dict: "object"}
_NO_NAMES: Mapping[str, str] = {}


def read_lines(stream: BinaryIO, where: str) -> Iterator[Article | Unreadable]:
    """Read JSON Lines (RFC 8259 objects, one a line); blank lines are passed over."""
    empty = True
    number = 0
    while line := stream.readline(LONGEST_RECORD + 1):
        number += 1
        if len(line) > LONGEST_RECORD:
            yield Unreadable(
                f"{where}:{number}", f"is longer than {show_size(LONGEST_RECORD)}", "take it out, or apart"
            )
            while line and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_RECORD)
            empty = False
        elif line.strip():
            empty = False
            value = parse_json(line, f"{where}:{number}")
            if isinstance(value, Unreadable):
                yield value
            else:
                yield from make_articles(value, f"{where}:{number}")
    if empty:
        yield Unreadable(where, "holds no records", "give one JSON object a line")


def read_json(stream: BinaryIO, where: str) -> Iterator[Article | Unreadable]:
    """Read a JSON file: one article, or an array of them."""
    data = read_bounded(stream, LARGEST_DOCUMENT)
    if data is None:
        yield Unreadable(
            where, f"is larger than {show_size(LARGEST_DOCUMENT)}", "write it as JSON Lines, one record a line"
        )
        return
    value = parse_json(data, where)
    if isinstance(value, Unreadable):
        yield value
    elif isinstance(value, list):
        if not value:
            yield Unreadable(where, "holds no records", "give a JSON object, or an array of them")
        for number, item in enumerate(value, start=1):
            yield from make_articles(item, f"{where}, record {number}")
    else:
        yield from make_articles(value, where)


def make_articles(value: object, where: str) -> Iterator[Article | Unreadable]:
    """Make the articles of a JSON value: one, or as many as the graph of a JSON-LD document holds."""
    if not isinstance(value, dict):
        yield make_article(value, where)
        return
    empty = True
    for place, node in find_nodes(value):
        empty = False
        yield make_article(node, where + place)
    if empty:
        yield Unreadable(
            where, "its '@graph' holds no article", "give a NewsArticle of schema.org with its 'articleBody'"
        )


def make_article(value: object, where: str, published: date | None = None) -> Article | Unreadable:
    """Make an article of a JSON value, or say why it cannot be one. ``published`` is for those without a date."""
    if not isinstance(value, dict):
        return Unreadable(where, f"is a JSON {_json_type(value)}, not an object", 'write it as {"text": "..."}')
    given = translate(value, where)
    if isinstance(given, Unreadable):
        return given
    try:
        record = Record.model_validate(given.record)
    except ValidationError as error:
        return describe_mistake(error, where, given.names)
    return settle(record, where, given.names, published)


def settle(
    record: Record, where: str, names: Mapping[str, str] = _NO_NAMES, published: date | None = None
) -> Article | Unreadable:
    """Make an article of a record whose values are of the right kinds. ``names`` are its own words for our keys."""
    text = names.get("text", "text")
    for key, words in record:
        for part in words if isinstance(words, tuple) else (words,):
            if part is not None and "\0" in part:
                return Unreadable(where, f"'{names.get(key, key)}' holds NUL characters", "take them out")
    if not record.text.strip():
        return Unreadable(where, f"'{text}' is empty", f"give the article's words as a JSON string in '{text}'")
    found = settle_day(record.published, where, names.get("published", "published"))
    if isinstance(found, Unreadable):
        return found
    day, words = found
    basis = DetailBasis.RECORD if day is not None else DetailBasis.OPTION if published is not None else None
    return Article(
        text=record.text,
        origin=where,
        id=record.id,
        url=record.url,
        title=record.title,
        published=day or published,
        published_at=words,
        publisher=record.publisher,
        authors=record.authors,
        language=record.tag,
        published_basis=basis,
        language_basis=DetailBasis.RECORD if record.tag else None,
        rights=record.rights,
        located=record.located,
    )


def settle_day(
    published: str | None, where: str, name: str = "published"
) -> tuple[date | None, str | None] | Unreadable:
    """Return the day that a record gives with its words, or nothing for one that gives none."""
    if published is None:
        return None, None
    found = parse_stamp(published)
    if found is None:
        problem = f"'{name}' is {_shown(published)}, not an ISO 8601 date"
        return Unreadable(where, problem, "write it like 2024-03-01 or 2024-03-01T09:30:00Z")
    return found


def parse_json(data: bytes, where: str) -> object:
    """Return the value of a JSON text (RFC 8259), which is UTF-8, or UTF-16 with a byte order mark."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        shown = f"the byte 0x{data[error.start]:02X} at {error.start} is not {encoding.removesuffix('-sig').upper()}"
        return Unreadable(where, shown, "save the file as UTF-8 text")
    if "\0" in text:
        return Unreadable(where, "holds NUL characters, so it is not a text", "give the article's text, saved as UTF-8")
    if not text.strip():
        return Unreadable(where, "holds no records", "give a JSON object, or an array of them")
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError as error:
        return Unreadable(where, f"is not JSON ({error})", "mend the record, or take it out")


def describe_mistake(error: ValidationError, where: str, names: Mapping[str, str] = _NO_NAMES) -> Unreadable:
    """Say which key of a record is wrong, by the name that the record has for it; the first of several."""
    first = error.errors(include_url=False)[0]
    if not first["loc"]:
        return Unreadable(where, f"is a JSON {_json_type(first['input'])}, not an object", "write it as {...}")
    field = str(first["loc"][0])
    key = names.get(field, field)
    give = f"give the article's words as a JSON string in '{key}'"
    if first["type"] == "missing":
        return Unreadable(where, f"has no '{key}'", give)
    if field == "authors":
        problem = f"'{key}' is not a list of strings"
        return Unreadable(where, problem, 'write it like ["First Author", "Second Author"]')
    problem = f"'{key}' is {_article_of(_json_type(first['input']))}, not a string"
    return Unreadable(where, problem, give if field == "text" else "write it as a string")


def _json_type(value: object) -> str:
    return "null" if value is None else _JSON_TYPES.get(type(value), "value")


def _article_of(kind: str) -> str:
    if kind == "null":
        return kind
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _shown(words: str) -> str:
    return repr(words if len(words) <= 40 else words[:39] + "…")
