"""A statement as a page shows it, and as a line in a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from api.labels import Labels, Link, in_order
from api.views.bases import say_basis
from api.views.marking import Highlight, Piece, mark
from api.views.times import When, read_time
from ontology.terms import KIND, NIF, ORG, RDFS, REC, SCHEMA, ST
from shapes.grounding import cut_sentence

SHORT_WAY = {
    REC.claims: "says",
    REC.disputes: "denies",
    REC.raises: "raises",
    REC.reportedlyClaims: "reportedly says",
}
_CONTEXT = 600
_TITLES = {"source": "who says it", "cue": "the words that tell that it is said", "content": "what is said"}
_PARTS = ((REC.sourceSpan, "source"), (REC.cueSpan, "cue"), (REC.contentSpan, "content"))


@dataclass(frozen=True, slots=True)
class Line:
    """A statement in a list: its words and where its own page and its place in the article are, and who said it how."""

    number: int
    text: str
    language: str | None
    page: str | None
    place: str | None
    who: tuple[Link, ...]
    manner: str | None
    when: When | None
    venue: Link | None
    addressee: Link | None
    article: Link | None


@dataclass(frozen=True, slots=True)
class Field:
    """A row of a statement's page: its name, its values, and what they rest on."""

    name: str
    values: tuple[Link, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement's own page."""

    line: Line
    role: str | None
    excerpt: tuple[Piece, ...]
    fields: tuple[Field, ...]
    cited: tuple[str | None, ...]


def read_line(graph: Graph, statement: URIRef, labels: Labels, number: int = 0) -> Line:
    """Read what a list shows of a statement out of a graph that holds it, in the short way or the long."""
    text = graph.value(statement, REC.text)
    shown = next(iter(by_place(graph.objects(statement, REC.contentSpan))), None)
    time = graph.value(statement, REC.saidOn)
    article = graph.value(statement, REC.article)
    return Line(
        number=number,
        text=str(text or ""),
        language=text.language if isinstance(text, Literal) else None,
        page=labels.address(str(statement)),
        place=labels.address(str(shown)) if shown is not None else None,
        who=tuple(labels.link(who) for who in _claimants(graph, statement)),
        manner=_manner(graph, statement),
        when=read_time(graph, time, labels) if time is not None else None,
        venue=_first(graph, statement, (REC.saidIn, REC.venue), labels),
        addressee=_first(graph, statement, (REC.saidTo, REC.addressee), labels),
        article=labels.link(article) if isinstance(article, URIRef) else None,
    )


def read_statement(graph: Graph, statement: URIRef, labels: Labels) -> StatementView:
    """Read a statement out of the graph of its article and the graph of its links, joined."""
    version = graph.value(statement, REC.article)
    line = read_line(graph, statement, labels)
    roles = "; ".join(_roles(graph, statement, labels))
    published = graph.value(version, SCHEMA.datePublished)
    publisher = graph.value(graph.value(version, REC.publisher), RDFS.label)
    return StatementView(
        line=line,
        role=roles or None,
        excerpt=_excerpt(graph, statement, version),
        fields=tuple(field for field in _fields(graph, statement, labels) if field.values),
        cited=(
            ", ".join(who.words for who in line.who) or "Nobody named",
            line.text,
            line.article.words if line.article else None,
            str(publisher) if publisher is not None else None,
            str(published) if published is not None else None,
        ),
    )


def _roles(graph: Graph, statement: URIRef, labels: Labels) -> Iterator[str]:
    for membership in in_order(graph.objects(statement, REC.claimantRole)):
        bodies = [labels.words(body) for body in in_order(graph.objects(membership, ORG.organization))]
        for role in in_order(graph.objects(membership, ORG.role)):
            words = labels.words(role)
            yield " of ".join([words, *(body for body in bodies if body not in words)])


def _fields(graph: Graph, statement: URIRef, labels: Labels) -> Iterator[Field]:
    def links(*paths: URIRef) -> tuple[Link, ...]:
        found = (value for path in paths for value in in_order(graph.objects(statement, path)))
        return tuple(_with_target(graph, value, labels) for value in dict.fromkeys(found))

    def note(path: URIRef) -> str | None:
        value = graph.value(statement, path)
        return say_basis(value) or (labels.words(value) if value is not None else None)

    yield Field("Claimant", links(REC.claimant), note(REC.claimantBasis))
    for membership in in_order(graph.objects(statement, REC.claimantRole)):
        bodies = tuple(_with_target(graph, body, labels) for body in graph.objects(membership, ORG.organization))
        roles = tuple(_with_target(graph, role, labels) for role in graph.objects(membership, ORG.role))
        yield Field("Role", roles)
        yield Field("Of", bodies)
    yield Field("Cue", links(REC.cue), note(REC.speechAct))
    yield Field("Addressee", links(REC.addressee), note(REC.addresseeBasis))
    yield Field("Venue", links(REC.venue), note(REC.venueBasis))
    for time in graph.objects(statement, REC.saidOn):
        yield _time_field(graph, time, labels)
    yield Field("Stance", links(REC.stance), "towards the content, by the cue")
    yield Field("Polarity", links(REC.polarity), "cue and negation together")
    yield Field("Kind", links(REC.kind))
    yield Field("Form", links(REC.quoteForm))
    yield Field("Confidence", links(REC.confidence))
    yield Field("Said within", links(REC.embeddedIn))
    yield Field("Contains", tuple(labels.link(inner) for inner in in_order(graph.subjects(REC.embeddedIn, statement))))
    yield Field("On one occasion with", _companions(graph, statement, labels))
    yield Field("Affirms", links(REC.affirms))
    yield Field("Denies", links(REC.denies))
    yield Field("Entertains", links(REC.entertains))
    yield Field("About", links(REC.about))
    yield Field("Found by", links(REC.foundBy))


def _time_field(graph: Graph, time: Node, labels: Labels) -> Field:
    when = read_time(graph, time, labels)
    said = (f"“{when.words}”" if when.words else None, f"EDTF {when.edtf}" if when.edtf else None, when.basis)
    address = labels.address(str(time))
    return Field("Said on", (Link(when.days, address),), "; ".join(part for part in said if part) or None)


def _companions(graph: Graph, statement: URIRef, labels: Labels) -> tuple[Link, ...]:
    others = {
        other for speech in graph.objects(statement, REC.madeIn) for other in graph.subjects(REC.madeIn, speech)
    } - {statement}
    return tuple(labels.link(other) for other in by_place(others))


def _with_target(graph: Graph, value: Node, labels: Labels) -> Link:
    link = labels.link(value)
    target = graph.value(value, REC.refersTo)
    if target is None or not isinstance(target, URIRef):
        return link
    known = labels.words(target)
    return Link(link.words, link.address, link.language, None if known == link.words else known)


def _claimants(graph: Graph, statement: URIRef) -> list[URIRef]:
    concluded = {who for path in SHORT_WAY for who in graph.subjects(path, statement)}
    found = concluded or set(graph.objects(statement, REC.claimant))
    return sorted(who for who in found if isinstance(who, URIRef))


def _manner(graph: Graph, statement: URIRef) -> str | None:
    if (statement, REC.kind, KIND.attitude) in graph:
        return "attitude"
    if graph.value(statement, REC.embeddedIn) is not None:
        return "reported by another"
    match graph.value(statement, REC.stance):
        case ST.deny:
            return "denies"
        case ST.entertain:
            return "raises"
    return None


def _first(graph: Graph, statement: URIRef, paths: Iterable[URIRef], labels: Labels) -> Link | None:
    for path in paths:
        for value in in_order(graph.objects(statement, path)):
            if isinstance(value, URIRef):
                return labels.link(value)
    return None


def _excerpt(graph: Graph, statement: URIRef, version: Node | None) -> tuple[Piece, ...]:
    text = str(graph.value(version, NIF.isString) or "")
    spans = list(read_highlights(graph, statement))
    if not text or not spans:
        return ()
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    left = max(text.rfind("\n", 0, start) + 1, start - _CONTEXT)
    right = text.find("\n", end)
    right = min(right if right >= 0 else len(text), end + _CONTEXT)
    moved = (replace(span, start=span.start - left, end=span.end - left) for span in spans)
    shown = text[left:right]
    sentence = cut_sentence(shown, start - left, end - left)
    at = shown.find(sentence)
    around = [Highlight(at, at + len(sentence), "", ("sentence",), "the sentence")] if at >= 0 else []
    return mark(shown, [*around, *moved])


def read_highlights(graph: Graph, statement: URIRef) -> Iterator[Highlight]:
    """Give the spans of a statement's source, cue and content."""
    for path, role in _PARTS:
        for span in graph.objects(statement, path):
            bounds = read_bounds(graph, span)
            if bounds is not None:
                yield Highlight(*bounds, "", (role,), _TITLES[role])


def read_bounds(graph: Graph, span: Node) -> tuple[int, int] | None:
    """Give a span's offsets in code points; None where they are missing or no numbers."""
    begin, end = graph.value(span, NIF.beginIndex), graph.value(span, NIF.endIndex)
    try:
        return (int(str(begin)), int(str(end)))
    except ValueError:
        return None


def by_place(nodes: Iterable[Node]) -> list[URIRef]:
    """Give spans and statements in the order of the text, which is in their addresses."""

    def place(node: URIRef) -> tuple[int, str]:
        digits = str(node).rpartition("=" if "=" in node else "/")[2].partition("," if "," in node else "-")[0]
        return (int(digits) if digits.isdecimal() else 0, str(node))

    return sorted((node for node in nodes if isinstance(node, URIRef)), key=place)
