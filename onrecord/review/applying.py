"""Reviewing the links of a store: the table written, the table read back, and decisions carried out.

All that changes is written in one transaction: the decisions, and the graphs of links that follow from them.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rdflib import Graph, URIRef

from api.store import Reader, Writer, give_rows, open_store
from api.store.writing import EngineWriter
from onrecord import screen
from onrecord.errors import InputMissing, ReviewUnfit
from onrecord.files import write_whole
from onrecord.review import decisions, sheet
from onrecord.review.decisions import Decided, Decision
from onrecord.settings import Settings

_LINKS = """
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rec: <https://w3id.org/onrecord/ns#>
PREFIX sssom: <https://w3id.org/sssom/>
SELECT ?node ?label ?candidate ?score (MIN(?name) AS ?named) (MIN(?start) AS ?begin) (SAMPLE(?whole) AS ?text) WHERE {
  ?work rec:latestVersion ?version . ?node rec:article ?version ; rdfs:label ?label ; rec:refersTo ?candidate .
  ?version nif:isString ?whole .
  ?mapping sssom:subject_id ?node ; sssom:object_id ?candidate ; sssom:confidence ?score ;
    sssom:mapping_justification ?how .
  FILTER NOT EXISTS { ?mapping sssom:mapping_date ?day }
  OPTIONAL { ?candidate rdfs:label ?name }
  OPTIONAL { ?node rec:mention ?span . ?span nif:beginIndex ?start }
} GROUP BY ?node ?label ?candidate ?score ORDER BY ?score ?label ?node"""
_VERSIONS = "PREFIX rec: <https://w3id.org/onrecord/ns#> SELECT ?version { ?work rec:latestVersion ?version }"
_LABEL = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT ?label { ?node rdfs:label ?label }"
_ENTRY = "SELECT ?kind { ?entry a ?kind } LIMIT 1"
_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }"
WIDTH = 160


def export(settings: Settings, output: Path | None, below: float) -> None:
    """Write the links that nobody has decided about and whose score lies below a bound, the least sure first."""
    with open_store(settings.store, settings).read() as reader:
        rows = [row for row in find_links(reader) if float(row["score"]) < below]
    table = sheet.write(rows).encode()
    if output is None:
        screen.put_bytes(table)
        sys.stdout.flush()
    else:
        with write_whole(output) as sink:
            sink.write(table)
    screen.say(f"{len(rows)} links; write accept, reject or the address of an entry under decision")


def find_links(reader: Reader) -> Iterator[dict[str, str]]:
    """Yield a row for each link of the latest versions."""
    for row in give_rows(reader, _LINKS):
        start = int(str(row["begin"])) if "begin" in row else None
        yield {
            "node": str(row["node"]),
            "label": str(row["label"]),
            "sentence": cut(str(row["text"]), start) if start is not None else "",
            "candidate": str(row["candidate"]),
            "candidate_label": str(row.get("named", "")),
            "score": str(row["score"]),
        }


def cut(text: str, start: int) -> str:
    """Return what stands around a place of a text, without line breaks.

    >>> cut("One. Two.", 5)
    'One. Two.'
    """
    return " ".join(text[max(0, start - WIDTH) : start + WIDTH].split())


def review(settings: Settings, file: Path, reviewer: str, day: date) -> None:
    """Read decisions from a table, keep them, and carry them out, all in one transaction.

    Raises
    ------
    InputMissing
        The file cannot be read.
    ReviewUnfit
        A row names what is not in the store; nothing was changed.
    """
    try:
        lines = [*sheet.read(file.read_text(encoding="utf-8"), str(file))]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputMissing(f"{file}: cannot be read ({error}); name a table in UTF-8") from error
    store = open_store(settings.store, settings)
    with store.write() as writer:
        new = [decide(writer, settings.base, file, line, reviewer, day) for line in lines]
        every = decisions.merge(read_decisions(writer, settings.base), new)
        changed = carry_out(writer, settings.base, every)
    screen.say(f"{len(new)} decisions, {changed} articles changed")


def review_again(settings: Settings) -> None:
    """Carry out once more what is kept, for articles that came without passing `onrecord ingest`."""
    with open_store(settings.store, settings).write() as writer:
        every = read_decisions(writer, settings.base)
        changed = carry_out(writer, settings.base, every)
    screen.say(f"{len(every)} decisions, {changed} articles changed")


def decide(writer: Writer, base: str, file: Path, line: sheet.Line, reviewer: str, day: date) -> Decision:
    """Make a decision of a row."""
    where = f"{file}:{line.number}"
    node = URIRef(line.node)
    label = next(iter(give_rows(writer, _LABEL, {"node": node})), None)
    if label is None:
        raise ReviewUnfit(f"{where}: {line.node} is not in the store; export the table anew")
    chosen = line.candidate if line.decision in (sheet.ACCEPT, sheet.REJECT) else line.decision
    target = URIRef(chosen if chosen.startswith(("http://", "https://")) else base + chosen)
    if not any(give_rows(writer, _ENTRY, {"entry": target})):
        raise ReviewUnfit(f"{where}: {target} is no entry of the store; add it with onrecord authority add first")
    subject = None if line.everywhere else node
    return Decision(subject, str(label["label"]), target, line.decision != sheet.REJECT, reviewer, day)


def read_decisions(writer: Writer, base: str) -> tuple[Decision, ...]:
    """Read what is kept."""
    return decisions.read(load(writer, decisions.name_graph(base)))


def carry_out(writer: Writer, base: str, every: tuple[Decision, ...]) -> int:
    """Write the decisions and the graphs of links that follow from them, and say how many articles changed."""
    decided, graphs = Decided(every), {str(decisions.name_graph(base)): decisions.write(every, base)}
    for row in give_rows(writer, _VERSIONS):
        version = URIRef(str(row["version"]))
        links = decided.apply(load(writer, version), load(writer, URIRef(f"{version}/links")))
        if links is not None:
            graphs[str(links.identifier)] = links
    writer.put(graphs)
    return len(graphs) - 1


def load(writer: Writer, name: URIRef) -> Graph:
    """Read a graph as it was put, published or not; it is not to be changed."""
    if isinstance(writer, EngineWriter):
        return writer.graph(name)
    answer = writer.query(_GRAPH, {"graph": name})
    graph = Graph(identifier=name)
    if isinstance(answer, Graph):
        for triple in answer:
            graph.add(triple)
    return graph
