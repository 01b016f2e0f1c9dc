"""Who speaks to whom, and of whom, as a directed network, in GEXF 1.2 or GraphML.

A node is whoever speaks, is spoken to or is spoken of; an edge leads from a claimant to somebody else, and has the
relation ``to`` or ``of``. What is counted is what somebody says in the latest text of an article (`rec:claims`,
`rec:disputes`, `rec:raises`): no attitudes, nothing at second hand, and not a publisher's own voice. docs/releases.md
says what every attribute is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import BinaryIO, Final

import networkx as nx

from api.store import Reader
from onrecord.exporting.speech import Entity, Speech, read_entities, read_speeches

NODE: Final = ("label", "kind", "linked", "state", "statements", "told", "spoken_of", "first", "last")
"""The attributes of a node."""

EDGE: Final = ("relation", "weight", "statements", "articles", "claims", "disputes", "raises", "first", "last")
"""The attributes of an edge."""

_COUNTED: Final = ("statements", "told", "spoken_of")
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class _Tally:
    reports: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    ways: dict[str, set[str]] = field(default_factory=lambda: {"claims": set(), "disputes": set(), "raises": set()})
    statements: int = 0
    days: list[str] = field(default_factory=list)

    def add(self, speech: Speech, ways: Iterable[str]) -> None:
        self.reports.add(speech.report)
        self.articles.add(speech.article)
        for way in ways:
            self.ways[way].add(speech.report)
        self.statements += 1
        if speech.day:
            self.days.append(speech.day)

    def span(self) -> dict[str, str]:
        return {"first": min(self.days), "last": max(self.days)} if self.days else {}


def make_network(speeches: Iterable[Speech], entities: Mapping[str, Entity]) -> nx.MultiDiGraph:
    """Count what was said into a network.

    ``weight`` counts reports: a statement that several articles print from one another is one. ``first`` and ``last``
    are days of saying that are known for certain, and are left out where none is.

    Examples
    --------
    >>> said = Speech("s", "s", "a", "2023-05-02", {"ana": frozenset({"claims"})}, frozenset({"senate"}), frozenset())
    >>> network = make_network([said], {})
    >>> list(network.edges(data="weight"))
    [('ana', 'senate', 1)]
    """
    edges = defaultdict[tuple[str, str, str], _Tally](_Tally)
    nodes = defaultdict[str, dict[str, _Tally]](lambda: {name: _Tally() for name in _COUNTED})
    for speech in speeches:
        for who, ways in speech.speakers.items():
            nodes[who]["statements"].add(speech, ways)
            for relation, others in (("to", speech.told), ("of", speech.concerns)):
                for whom in others - {who}:
                    edges[who, whom, relation].add(speech, ways)
        for name, others in (("told", speech.told), ("spoken_of", speech.concerns)):
            for whom in others:
                nodes[whom][name].add(speech, ())
    network = nx.MultiDiGraph()
    for iri, tallies in sorted(nodes.items(), key=lambda node: node[0]):
        network.add_node(iri, **_describe_node(iri, tallies, entities.get(iri, Entity(iri))))
    for number, ((who, whom, relation), tally) in enumerate(sorted(edges.items(), key=lambda edge: edge[0])):
        network.add_edge(who, whom, key=number, **_describe_edge(relation, tally))
    return network


def read_network(reader: Reader) -> nx.MultiDiGraph:
    """Read the network of a state.

    Raises
    ------
    QueryFailed
        The engine gave no answer.
    """
    speeches = read_speeches(reader)
    names = {iri for each in speeches for iri in (*each.speakers, *each.told, *each.concerns)}
    return make_network(speeches, read_entities(reader, names))


def write_gexf(reader: Reader, sink: BinaryIO) -> None:
    """Write the network of a state in GEXF 1.2."""
    writer = nx.readwrite.gexf.GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(read_network(reader))
    writer.meta_element.attrib.pop("lastmodifieddate", None)  # the day of writing, which is no part of the graph
    writer.write(sink)


def write_graphml(reader: Reader, sink: BinaryIO) -> None:
    """Write the network of a state in GraphML."""
    for line in nx.generate_graphml(read_network(reader)):
        sink.write(line.encode("utf-8") + b"\n")


WRITERS: Final[Mapping[str, Callable[[Reader, BinaryIO], None]]] = MappingProxyType(
    {"gexf": write_gexf, "graphml": write_graphml}
)
"""How each format is written."""


def _describe_node(iri: str, tallies: Mapping[str, _Tally], entity: Entity) -> dict[str, str | int | bool]:
    days = [day for tally in tallies.values() for day in tally.days]
    return {
        "label": clean(entity.label or iri),
        "kind": entity.kind,
        "linked": entity.linked,
        **({"state": clean(entity.state)} if entity.state else {}),
        **{name: len(tally.reports) for name, tally in tallies.items()},
        **({"first": min(days), "last": max(days)} if days else {}),
    }


def _describe_edge(relation: str, tally: _Tally) -> dict[str, str | int]:
    return {
        "relation": relation,
        "weight": len(tally.reports),
        "statements": tally.statements,
        "articles": len(tally.articles),
        **{way: len(reports) for way, reports in tally.ways.items()},
        **tally.span(),
    }


def clean(words: str) -> str:
    r"""Put a sign in the place of every character that XML has no way to write (XML 1.0, section 2.2).

    Examples
    --------
    >>> clean("a\x00b")
    'a\ufffdb'
    """
    return _FORBIDDEN.sub("\ufffd", words)
