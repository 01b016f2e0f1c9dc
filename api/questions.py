"""The questions that researchers ask most, as SPARQL in files: loaded, found by name, or read from a user's own file.

Each is a ``sh:SPARQLSelectExecutable`` (SHACL Advanced Features, section 8) in a Turtle file of ``api/queries``. Its
parameters are the VALUES lines at the head of its pattern. The prefixes of all of them are declared once, in
``prefixes.ttl``, and a user's file may lean on the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from textwrap import dedent

from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from api.errors import NotFound, QueryRefused

PREFIXES = "prefixes"
SHARED = URIRef("https://w3id.org/onrecord/queries")
_USED = re.compile(r"(?<![\w?$<])([A-Za-z][\w-]*):")


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the graph.

    ``name`` is what it is asked by, ``title`` and ``comment`` are plain English, and ``query`` is the whole SPARQL
    text, its prefixes before it.
    """

    name: str
    title: str
    comment: str
    query: str


@cache
def load() -> tuple[Question, ...]:
    """Read the questions that ship with the package, in the order of their names.

    Examples
    --------
    >>> "who-mediated" in [question.name for question in load()]
    True
    """
    folder = files("api") / "queries"
    names = sorted(entry.name.removesuffix(".ttl") for entry in folder.iterdir() if entry.name.endswith(".ttl"))
    texts = {name: (folder / f"{name}.ttl").read_text("utf-8") for name in names if name != PREFIXES}
    return tuple(make_question(name, text, f"{name}.ttl") for name, text in texts.items())


def find(name: str) -> Question:
    """Give the question of this name.

    Raises
    ------
    NotFound
        No question has this name.
    """
    known = {question.name: question for question in load()}
    if name not in known:
        raise NotFound(f"no question is named {name!r}; the questions are: {', '.join(known)}")
    return known[name]


def read(path: Path | str) -> Question:
    """Read a user's own question from a Turtle file; its name is the file's.

    Raises
    ------
    NotFound
        There is no file at the path that can be read.
    QueryRefused
        It is no Turtle, or does not hold exactly one ``sh:SPARQLSelectExecutable``.
    """
    place = Path(path)
    try:
        text = place.read_text("utf-8-sig")
    except OSError as error:
        raise NotFound(f"{place}: cannot be read ({error.strerror or error}); check the path") from error
    except UnicodeDecodeError as error:
        raise QueryRefused(f"{place}: is no UTF-8 ({error}); save it as UTF-8") from error
    return make_question(place.stem, text, str(place))


def make_question(name: str, turtle: str, where: str) -> Question:
    """Make a question of a Turtle text; ``where`` names the text in errors."""
    graph = Graph()
    try:
        graph.parse(data=turtle, format="turtle")
    except (BadSyntax, ParserError) as error:
        raise QueryRefused(f"{where}: is no Turtle ({first_line(error)}); mend it there") from error
    asked = list(graph.subjects(RDF.type, SH.SPARQLSelectExecutable))
    selects = [(node, str(select)) for node in asked for select in graph.objects(node, SH.select)]
    if len(asked) != 1 or len(selects) != 1:
        raise QueryRefused(
            f"{where}: holds {len(asked)} sh:SPARQLSelectExecutable and {len(selects)} sh:select; give one of each"
        )
    node, select = selects[0]
    declared: dict[str, str] = {}
    for scheme in graph.objects(node, SH.prefixes):
        declared |= shared_prefixes() if scheme == SHARED else declarations(graph, scheme)
    body = dedent(select.strip("\r\n")).strip()
    return Question(
        name=name,
        title=str(graph.value(node, RDFS.label) or name),
        comment=str(graph.value(node, RDFS.comment) or ""),
        query=with_prefixes(body, declared),
    )


def declarations(graph: Graph, scheme: Node) -> dict[str, str]:
    """Return the prefixes that a scheme declares (SHACL, section 5.2.1), each with its namespace."""
    return {
        str(graph.value(declaration, SH.prefix)): str(graph.value(declaration, SH.namespace))
        for declaration in graph.objects(scheme, SH.declare)
    }


@cache
def shared_prefixes() -> dict[str, str]:
    """Read the prefixes that ship with the package."""
    text = (files("api") / "queries" / f"{PREFIXES}.ttl").read_text("utf-8")
    return declarations(Graph().parse(data=text, format="turtle"), SHARED)


def with_prefixes(query: str, declared: dict[str, str]) -> str:
    """Put the prefixes that a query uses before it.

    Examples
    --------
    >>> print(with_prefixes("ASK { ?s ex:p ?o }", {"ex": "https://example.org/", "xsd": "https://example.org/x#"}))
    PREFIX ex: <https://example.org/>
    ASK { ?s ex:p ?o }
    """
    used = set(_USED.findall(query))
    lines = [f"PREFIX {prefix}: <{declared[prefix]}>" for prefix in sorted(declared) if prefix in used]
    return "\n".join([*lines, query])


def first_line(error: Exception) -> str:
    """Return an error's first line; a parser's whole message quotes the file."""
    return str(error).partition("\n")[0][:200]
