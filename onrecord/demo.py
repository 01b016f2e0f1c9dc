"""From the sample articles to an answer on the screen, and to a server to go on with."""

from __future__ import annotations

import socket
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from urllib.parse import quote

from rdflib.term import Identifier, Node

import api
from api import questions
from api.store import Reader, Rows, Store, open_store
from ingest.read import read
from onrecord import screen
from onrecord.errors import InputMissing, PortTaken
from onrecord.loading import Given, load
from onrecord.settings import Settings
from shapes.grounding import cut_sentence

QUESTION = "said-before-parliament"
SUFFIXES = frozenset({".json", ".txt", ".html"})
NEXT_PORTS = 20

_SPAN = """
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
SELECT ?text ?begin ?end {
  ?span nif:referenceContext/nif:isString ?text ; nif:beginIndex ?begin ; nif:endIndex ?end
}"""


def show(settings: Settings, *, serving: bool = True) -> None:
    """Ingest the sample articles, say what came of it, answer one question, and serve.

    Raises
    ------
    InputMissing
        The sample articles are not installed.
    PortTaken
        None of the next ports is free.
    """
    files = find_articles()
    store = open_store(settings.store, settings)
    screen.put(f"Reading {len(files)} sample articles into {store.where} ...\n")
    load(Given(chain.from_iterable(read(file) for file in files), tuple(map(str, files))), settings)
    screen.put("\n")
    with store.read() as reader:
        answer(reader)
    if serving:
        listen(settings, store)


def find_articles() -> tuple[Path, ...]:
    """Name the sample articles, in the repository or in an installation."""
    for folder in (Path(__file__).parents[1] / "examples", Path(sys.prefix) / "share" / "onrecord" / "examples"):
        found = tuple(sorted(file for file in folder.glob("*") if file.suffix in SUFFIXES))
        if found:
            return found
    raise InputMissing("the sample articles are not installed; run this in the repository, or ingest your own")


def answer(reader: Reader) -> None:
    """Put a question, and its answer with the sentences that it rests on."""
    question = questions.find(QUESTION)
    screen.put(f"{question.title}?\n")
    found = reader.query(question.query)
    rows = list(found.records()) if isinstance(found, Rows) else []
    screen.show_table(
        ("who", "role", "how", "before", "day", "the sentence"),
        [
            [
                *(str(row.get(name, "")) for name in ("who", "roles", "how", "before")),
                describe_days(row.get("earliest"), row.get("latest")),
                find_sentence(reader, row["where"]),
            ]
            for row in rows
        ],
    )


def describe_days(earliest: Node | None, latest: Node | None) -> str:
    """Say when: a day, a span of days, or one open side of it.

    >>> from rdflib import Literal
    >>> describe_days(None, Literal('2022-01-28'))
    'by 2022-01-28'
    """
    if earliest == latest:
        return "" if earliest is None else str(earliest)
    if earliest is None:
        return f"by {latest}"
    return f"from {earliest}" if latest is None else f"{earliest} to {latest}"


def find_sentence(reader: Reader, span: Identifier) -> str:
    """Cut the sentence around a span out of its article's text."""
    found = reader.query(_SPAN, {"span": span})
    for row in found.records() if isinstance(found, Rows) else ():
        return cut_sentence(str(row["text"]), int(str(row["begin"])), int(str(row["end"])))
    return ""


def listen(settings: Settings, store: Store) -> None:
    """Serve at the first free port, and say what to look at, without a line for each request to bury it."""
    port = find_port(settings.host, settings.port)
    log = "" if settings.request_log == "stderr" else settings.request_log
    api.serve(replace(settings, port=port, request_log=log), store, settings.host, port, announce)


def announce(address: str) -> None:
    """Say where the server listens, and what is there."""
    root = address.rstrip("/")
    count = "SELECT (COUNT(*) AS ?statements) { ?s a <https://w3id.org/onrecord/ns#Statement> }"
    screen.put(
        textwrap.dedent(f"""
        Open in a browser
          {root}/                       the pages
          {root}/search?q=talks         words in statements, titles and names
          {root}/api/v1/statements      rows for those who do not write SPARQL; as CSV with ?format=csv
          {root}/docs                   every address of the API
          {root}/sparql?query={quote(count)}
        Ask from a shell
          curl -H 'Accept: text/csv' {root}/sparql --data-urlencode 'query={count}'
        Stop with Ctrl-C.
        """)
    )
    sys.stdout.flush()


def find_port(host: str, first: int) -> int:
    """Find the first port from ``first`` on at which nobody listens."""
    for port in free_ports(host, first):
        return port
    raise PortTaken(f"{host}: ports {first} to {first + NEXT_PORTS - 1} are taken; name another with --port")


def free_ports(host: str, first: int) -> Iterator[int]:
    """Yield the free ones of the next ports."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(first, min(first + NEXT_PORTS, 65536)):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
        yield port
