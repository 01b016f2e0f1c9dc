"""Which format a client gets for what it accepts (RFC 9110, section 12.5.1). Pure: headers in, a format out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.errors import NotAcceptable


@dataclass(frozen=True, slots=True)
class Format:
    """A format that answers can have: its media type, the name for ``?format=``, and other media types and names."""

    media_type: str
    name: str
    aliases: tuple[str, ...] = ()
    nicknames: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The header's value: text formats say that they are UTF-8."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


JSON = Format("application/sparql-results+json", "json", ("application/json", "text/json"))
XML = Format("application/sparql-results+xml", "xml", ("application/xml", "text/xml"))
CSV = Format("text/csv", "csv")
TSV = Format("text/tab-separated-values", "tsv")
TURTLE = Format("text/turtle", "turtle", ("application/turtle", "application/x-turtle"), ("ttl", "n3"))
NTRIPLES = Format("application/n-triples", "ntriples", ("text/plain", "text/ntriples"), ("nt",))
NQUADS = Format("application/n-quads", "nquads", ("text/x-nquads",), ("nq",))
TRIG = Format("application/trig", "trig", ("application/x-trig",))
JSONLD = Format("application/ld+json", "jsonld", ("application/json",), ("json-ld", "json"))
RDFXML = Format("application/rdf+xml", "rdfxml", ("application/xml", "text/xml"), ("rdf+xml", "rdf", "xml"))
HTML = Format("text/html", "html", ("application/xhtml+xml",))
PROBLEM = Format("application/problem+json", "problem", ("application/json", "text/json"))

RESULTS: tuple[Format, ...] = (JSON, XML, CSV, TSV)
GRAPHS: tuple[Format, ...] = (TURTLE, NTRIPLES, NQUADS, TRIG, JSONLD, RDFXML)


@dataclass(frozen=True, slots=True)
class _Range:
    kind: str
    quality: float
    order: int

    def specificity(self, names: tuple[str, ...]) -> int:
        """Tell how closely this range names one of these media types; 0 where it does not."""
        if self.kind in names:
            return 3
        if self.kind.endswith("/*") and any(name.startswith(self.kind[:-1]) for name in names):
            return 2
        return 1 if self.kind == "*/*" else 0


def choose(accept: str | None, offered: Sequence[Format], names: Sequence[str] = ()) -> Format:
    """Choose the format for an Accept header, or for names that were asked for outright, of which the first known wins.

    The first one offered wins where the client likes several equally; a client that says nothing gets it too.

    Raises
    ------
    NotAcceptable
        None of those offered will do.

    Examples
    --------
    >>> choose("text/csv;q=0.5, application/xml", RESULTS).name
    'xml'
    >>> choose("*/*", GRAPHS).name
    'turtle'
    >>> choose("*/*", GRAPHS, ["rdf+xml"]).name
    'rdfxml'
    """
    for name in names:
        for form in offered:
            if name in (form.name, *form.nicknames, form.media_type, *form.aliases):
                return form
    if names:
        raise NotAcceptable(
            f"format={names[0]} is not among {', '.join(form.name for form in offered)}; ask for one of these"
        )
    if accept is None or not accept.strip():
        return offered[0]
    ranges = _parse(accept)
    best: tuple[float, int, int] | None = None
    chosen: Format | None = None
    for place, form in enumerate(offered):
        names = (form.media_type, *form.aliases)
        match = max(ranges, key=lambda r: (r.specificity(names), r.quality), default=None)  # used at once
        if match is None or not (closeness := match.specificity(names)) or match.quality <= 0:
            continue
        rank = (match.quality, closeness if closeness == 3 else 0, -match.order if closeness == 3 else -place)
        if best is None or rank > best:
            best, chosen = rank, form
    if chosen is None:
        offers = ", ".join(form.media_type for form in offered)
        raise NotAcceptable(f"Accept: {accept} leaves none of {offers}; accept one of these")
    return chosen


def _parse(accept: str) -> tuple[_Range, ...]:
    ranges = []
    for order, part in enumerate(accept.split(",")):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    quality = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    quality = 0.0  # a range whose weight nobody can read is one that nobody asked for
        if kind:
            ranges.append(_Range(kind, quality, order))
    return tuple(ranges)
