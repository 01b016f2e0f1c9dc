"""Names for people, in place of IRIs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import rdflib
from rdflib.term import Identifier, Node

from api.store import Reader, Rows
from api.store.binding import bind_each

_MOST_AT_ONCE = 500
_LONGEST_LABEL = 120
_SHORT_LINE = 3
_PART = re.compile(r"article/[^/]+/[^/]+/([a-z]+)/([^/]+)")

_PREFIXES = {
    "https://w3id.org/onrecord/ns#": "rec",
    "https://w3id.org/onrecord/ns/": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs",
    "http://www.w3.org/2001/XMLSchema#": "xsd",
    "http://www.w3.org/2004/02/skos/core#": "skos",
    "http://www.w3.org/ns/prov#": "prov",
    "http://www.w3.org/ns/org#": "org",
    "http://purl.org/dc/terms/": "dcterms",
    "https://schema.org/": "schema",
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#": "nif",
    "https://w3id.org/sssom/": "sssom",
    "http://www.wikidata.org/entity/": "wikidata",
    "https://sws.geonames.org/": "geonames",
}

# In this order: a thing goes by the first that it has.
_LABELS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX schema: <https://schema.org/>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX rec: <https://w3id.org/onrecord/ns#>
SELECT ?thing ?rank ?label WHERE {
  {
    VALUES (?path ?rank) {
      (rdfs:label 1) (skos:prefLabel 2) (dcterms:title 2)
      (schema:headline 3) (rec:text 4) (rec:words 5) (rec:edtf 6) (nif:anchorOf 7)
    }
    ?thing ?path ?label
  }
  UNION { ?thing nif:isString ?text BIND(8 AS ?rank) BIND(SUBSTR(?text, 1, 1000) AS ?label) }
  UNION { ?thing a rec:Publisher BIND(9 AS ?rank) BIND("its publisher" AS ?label) }
  UNION { ?thing a rec:Event ; rec:span/nif:anchorOf ?label BIND(10 AS ?rank) }
}
"""
_TEXT_RANK = "8"


@dataclass(frozen=True, slots=True)
class Link:
    """A value on a page: its words, where they lead, their language, and what to say of them besides."""

    words: str
    address: str | None = None
    language: str | None = None
    note: str | None = None


class Labels:
    """What things are called, and where on this server, or outside, more is said of them.

    Examples
    --------
    >>> labels = Labels("https://example.org/id/", {})
    >>> labels.link(rdflib.URIRef("https://example.org/id/actor/1"))
    Link(words='actor/1', address='/id/actor/1', language=None, note='https://example.org/id/actor/1')
    >>> labels.link(rdflib.URIRef("javascript:alert(1)")).address is None
    True
    """

    def __init__(self, base: str, known: Mapping[str, str]) -> None:
        self._base = base
        self._known = known

    def link(self, term: Node, words: str | None = None) -> Link:
        """Give a term as it is shown."""
        if isinstance(term, rdflib.Literal):
            return Link(words or str(term), language=term.language)
        iri = str(term)
        return Link(words or self._known.get(iri) or shorten(iri, self._base), self.address(iri), note=iri)

    def words(self, term: Node) -> str:
        """Give a term's words alone."""
        return self.link(term).words

    def address(self, iri: str) -> str | None:
        """Give where an IRI leads: to its page here, or outside; None where a browser must not follow it."""
        if iri.startswith(self._base):
            return "/id/" + iri.removeprefix(self._base)
        return iri if iri.startswith(("https://", "http://")) else None


def find_labels(reader: Reader, base: str, terms: Iterable[Node]) -> Labels:
    """Look up what things are called; English wins where a thing has names in several languages."""
    found: list[Mapping[str, Identifier]] = []
    for query in ask_labels(terms):
        answer = reader.query(query)
        assert isinstance(answer, Rows)  # noqa: S101  # a SELECT has no other answer
        found.extend(answer.records())
    return choose_labels(base, found)


def ask_labels(terms: Iterable[Node]) -> Iterator[str]:
    """Write the queries for all that things may be called."""
    things = list(dict.fromkeys(term for term in terms if isinstance(term, rdflib.URIRef)))
    for start in range(0, len(things), _MOST_AT_ONCE):
        yield bind_each(_LABELS, "thing", things[start : start + _MOST_AT_ONCE])


def choose_labels(base: str, rows: Iterable[Mapping[str, Identifier]]) -> Labels:
    """Choose what things are called from the rows of the answers to those queries."""
    best: dict[str, tuple[tuple[int, bool, str], str]] = {}
    for found in rows:
        label = found["label"]
        language = label.language if isinstance(label, rdflib.Literal) else None
        rank = (int(str(found["rank"])), language not in (None, "en"), str(label))
        iri = str(found["thing"])
        if iri not in best or rank < best[iri][0]:
            words = find_title(str(label)) if str(found["rank"]) == _TEXT_RANK else str(label)
            best[iri] = (rank, clip(words))
    return Labels(base, {iri: words for iri, (_, words) in best.items()})


def in_order(nodes: Iterable[Node]) -> list[Identifier]:
    """Give the terms of a graph in an order that does not change from one look to the next."""
    return sorted(node for node in nodes if isinstance(node, Identifier))


def find_title(text: str) -> str:
    r"""Find what an article without a headline may go by: its first line that is more than a word or three.

    Examples
    --------
    >>> find_title("English News\n\n* share\nNobody claims the attack on the port\nIt was")
    'Nobody claims the attack on the port'
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in lines if len(line.split()) > _SHORT_LINE), lines[0] if lines else "without text")


def clip(words: str, length: int = _LONGEST_LABEL) -> str:
    """Cut words that are too long for a label at a space.

    Examples
    --------
    >>> clip("one two three", 9)
    'one two …'
    """
    plain = " ".join(words.split())
    return plain if len(plain) <= length else plain[: length - 1].rpartition(" ")[0] + " …"


def shorten(iri: str, base: str) -> str:
    """Write an IRI short where nothing else is known of it.

    Examples
    --------
    >>> shorten("https://w3id.org/onrecord/ns#claims", ""), shorten("https://w3id.org/onrecord/ns/stance#deny", "")
    ('rec:claims', 'deny')
    >>> shorten("https://example.org/id/article/a1/b2/speech/0", "https://example.org/id/")
    'speech 0'
    """
    if base and iri.startswith(base):
        local = iri.removeprefix(base)
        part = _PART.fullmatch(local)
        return f"{part[1]} {part[2]}" if part else local or iri
    for space, prefix in _PREFIXES.items():
        if iri.startswith(space) and len(iri) > len(space):
            local = iri.removeprefix(space)
            return f"{prefix}:{local}" if prefix else local.rpartition("#")[2] or local
    return iri
