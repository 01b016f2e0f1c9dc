"""The layouts in which others write articles as JSON, each brought to our own keys.

A layout is told by keys that no other has: news-please (``maintext``), trafilatura (``raw_text``, ``fingerprint``),
schema.org (``articleBody``, or a type of article) and ninjs (IPTC News in JSON, 1.x to 3.x). A record without any of
them is one of ours. A record with keys of two is refused, since each would give another text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from ingest.errors import Unreadable
from ingest.read.pages import read_fragment

Json = dict[str, Any]

_SCHEMA_TYPES: Final = frozenset({"report", "blogposting", "liveblogposting", "socialmediaposting"})


@dataclass(frozen=True, slots=True)
class Layout:
    """One way of writing an article. ``marks`` are the keys it is told by, ``names`` its names for our keys."""

    name: str
    marks: frozenset[str]
    names: Mapping[str, str]
    translate: Callable[[Json], Json]


@dataclass(frozen=True, slots=True)
class Translated:
    """A record in our keys, and what it calls those of which a mistake may be reported."""

    record: Json
    names: Mapping[str, str] = field(default_factory=dict)


def find_nodes(value: Json) -> Iterator[tuple[str, Json]]:
    """Yield the records of a JSON object, each with the words for where it stands: a JSON-LD graph may hold several."""
    graph = value.get("@graph")
    if not isinstance(graph, list):
        yield "", value
        return
    known = {node["@id"]: node for node in graph if isinstance(node, dict) and isinstance(node.get("@id"), str)}
    for number, node in enumerate(graph, start=1):
        if isinstance(node, dict) and _is_article(node):
            yield f", node {number}", {key: _follow(part, known) for key, part in node.items()}


def translate(value: Json, where: str) -> Translated | Unreadable:
    """Bring a record to our keys, or say that its layout cannot be told."""
    told = {layout.name: layout for layout in LAYOUTS if layout.marks & value.keys()}
    if _is_article(value):
        told[SCHEMA.name] = SCHEMA
    if not told:
        return Translated(value)
    if len(told) > 1:
        shown = " and ".join(f"{name} ({_first_mark(told[name], value)})" for name in told)
        return Unreadable(where, f"has keys of several layouts: {shown}", "keep the keys of one")
    (layout,) = told.values()
    given = layout.translate(value)
    return Translated({key: part for key, part in given.items() if part is not None}, layout.names)


def _first_mark(layout: Layout, value: Json) -> str:
    return next((repr(key) for key in value if key in layout.marks), "'@type'")


def _from_news_please(value: Json) -> Json:
    published = value.get("date_publish")
    return {
        "text": value.get("maintext"),
        "url": value.get("url"),
        "title": value.get("title"),
        "published": None if published == "None" else published,
        "publisher": value.get("source_domain"),
        "authors": value.get("authors"),
        "language": value.get("language"),
    }


def _from_trafilatura(value: Json) -> Json:
    authors = value.get("author")
    return {
        "text": value.get("text") or value.get("raw_text"),
        "id": value.get("id"),
        "url": value.get("source") or value.get("url"),
        "title": value.get("title"),
        "published": value.get("date"),
        "publisher": value.get("source-hostname") or value.get("sitename") or value.get("hostname"),
        "authors": [name.strip() for name in authors.split(";")] if isinstance(authors, str) else authors,
        "language": value.get("language"),
        "rights": value.get("license"),
    }


def _from_schema(value: Json) -> Json:
    page = _first(value.get("mainEntityOfPage"))
    address = page.get("@id") or page.get("url") if isinstance(page, dict) else page
    name = value.get("@id")
    return {
        "text": _words(value.get("articleBody")),
        "id": _words(value.get("identifier"), "value"),
        "url": _words(value.get("url"), "@id") or address or (name if str(name).startswith("http") else None),
        "title": _words(value.get("headline")) or _words(value.get("name")),
        "published": _words(value.get("datePublished")),
        "publisher": _words(value.get("publisher"), "name") or _words(value.get("sourceOrganization"), "name"),
        "authors": _names(value.get("author")) or _names(value.get("creator")),
        "language": _words(value.get("inLanguage"), "alternateName", "name"),
        "rights": next(
            (
                words
                for key in ("usageInfo", "license", "copyrightNotice")
                if (words := _words(value.get(key), "url", "@id"))
            ),
            None,
        ),
        "located": _words(value.get("dateline")) or _words(value.get("locationCreated"), "name"),
    }


def _from_ninjs(value: Json) -> Json:
    bodies = _by_type(value.get("bodies"))
    page = value.get("body_html") or value.get("body_xhtml") or bodies.get("text/html") or bodies.get("text/xhtml")
    text = value.get("body_text") or bodies.get("text/plain")
    if text is None and isinstance(page, str):
        text = read_fragment(page)
    headlines = value.get("headlines")
    return {
        "text": text,
        "id": value.get("uri"),
        "title": value.get("headline")
        or (_main(headlines) if isinstance(headlines, list) else None)
        or value.get("title"),
        "published": value.get("versioncreated") or value.get("firstcreated"),
        "publisher": _words(value.get("infosource"), "name") or value.get("copyrightholder"),
        "authors": value.get("byline") or value.get("by"),
        "language": _words(value.get("language")) or _words(value.get("languages"), "tag", "value"),
        "rights": value.get("usageterms") or value.get("copyrightnotice"),
        "located": _words(value.get("located"), "name"),
    }


def _by_type(bodies: object) -> dict[str, str]:
    """Return the bodies of a ninjs 2.x record by the type of their content, the main one of each type first."""
    found: dict[str, str] = {}
    for body in sorted(_dicts(bodies), key=lambda each: each.get("role") != "main"):
        kind, words = body.get("contenttype", "text/plain"), body.get("value")
        if isinstance(kind, str) and isinstance(words, str):
            found.setdefault(kind.partition(";")[0].strip().lower(), words)
    return found


def _main(headlines: list[object]) -> str | None:
    ordered = sorted(_dicts(headlines), key=lambda each: each.get("role") != "main")
    return next((words for each in ordered if isinstance(words := each.get("value"), str)), None)


def _dicts(values: object) -> list[Json]:
    return [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []


def _is_article(node: Json) -> bool:
    kinds = node.get("@type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if isinstance(kind, str):
            bare = kind.replace(":", "/").rpartition("/")[2].lower()
            if bare.endswith("article") or bare in _SCHEMA_TYPES:
                return True
    return "articleBody" in node


def _follow(part: Any, known: Mapping[str, Json]) -> Any:
    """Put the node in place of a bare reference to it (JSON-LD 1.1, section 3.3), one step deep."""
    if isinstance(part, list):
        return [_follow(each, known) for each in part]
    if isinstance(part, dict) and part.keys() == {"@id"} and isinstance(part["@id"], str):
        return known.get(part["@id"], part)
    return part


def _first(value: Any) -> Any:
    return (value[0] if value else None) if isinstance(value, list) else value


def _words(value: Any, *keys: str) -> Any:
    """Return the words of a value that may be written as they are, as a list, as a value object, or as a node."""
    found = _first(value)
    if not isinstance(found, dict):
        return found
    return next((found[key] for key in ("@value", *keys) if isinstance(found.get(key), str | int)), None)


def _names(value: Any) -> list[Any]:
    given = value if isinstance(value, list) else [value]
    return [name for each in given if (name := _words(each, "name")) is not None]


NEWS_PLEASE: Final = Layout(
    "news-please",
    frozenset({"maintext", "date_publish", "source_domain"}),
    MappingProxyType({"text": "maintext", "published": "date_publish", "publisher": "source_domain"}),
    _from_news_please,
)
TRAFILATURA: Final = Layout(
    "trafilatura",
    frozenset({"raw_text", "fingerprint", "source-hostname", "hostname", "sitename"}),
    MappingProxyType({"published": "date", "publisher": "source-hostname", "authors": "author", "url": "source"}),
    _from_trafilatura,
)
SCHEMA: Final = Layout(
    "schema.org",
    frozenset({"articleBody"}),
    MappingProxyType({"text": "articleBody", "published": "datePublished", "title": "headline", "authors": "author"}),
    _from_schema,
)
NINJS: Final = Layout(
    "ninjs",
    frozenset({"body_text", "body_html", "body_xhtml", "bodies", "versioncreated"}),
    MappingProxyType(
        {"text": "body_text", "published": "versioncreated", "title": "headline", "authors": "byline", "id": "uri"}
    ),
    _from_ninjs,
)
LAYOUTS: Final = (NEWS_PLEASE, TRAFILATURA, SCHEMA, NINJS)
