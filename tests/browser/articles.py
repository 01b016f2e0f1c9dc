"""The articles that the browser is shown: the samples, one full of unusual letters, and a hostile one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef

from api.store.embedded import EmbeddedStore
from ontology.terms import ACT, BASIS, KIND, NIF, QF, REC, SCHEMA, ST
from tests.api import desk

EXAMPLES = Path(__file__).parents[2] / "examples"

UNUSUAL = {
    "url": "https://news.example/clinic",
    "title": "Clinic «stays open», says Amina\u00a0Yusuf 🏥",
    "published": "2024-05-07",
    "publisher": "The Harbour Wire",
    "language": "en",
    "text": (
        "Health Minister Amina\u00a0Yusuf told parliament on Monday that the clinic\u00a0would "
        "stay open 🏥👩🏽\u200d⚕️. "
        "“The doors say ‘أهلاً وسهلاً’, and they will\u2009say it next year,” Yusuf told reporters. "
        "Omar Haddad said that Yusuf had said that the bridge was unsafe.\n\n"
        "“ברוכים הבאים לכולם,” Haddad said. Cafe\u0301 owners denied that they had been warned.\n"
    ),
}

OVERLAPPING = URIRef(desk.BASE + "article/bbbb/3333")
OVERLAPPING_TEXT = (
    "Editor’s note\u00a0— The envoy 🕊️ said the border\u00a0is open and قال إن الطريق آمن, or so the clerk, "
    "Дарья, said.\r\n\tAnd 👨‍👩‍👧‍👦 waited.\n"
)
# Contents that stand beside, inside and across one another.
CONTENTS = (
    "the border\u00a0is open and قال إن الطريق آمن",
    "قال إن الطريق آمن",
    "آمن, or so the clerk, Дарья, said",
    "\tAnd 👨‍👩‍👧‍👦 waited",
)


def fill(store: Path, folder: Path) -> None:
    """Read the articles into a store as their owner would, and add what is written by hand."""
    unusual = folder / "unusual.json"
    unusual.write_text(json.dumps(UNUSUAL, ensure_ascii=False), encoding="utf-8")
    program = "import sys; from onrecord.cli import main; sys.exit(main())"
    arguments = ["ingest", str(EXAMPLES), str(unusual), "--store", str(store)]
    subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True, cwd=folder)
    with EmbeddedStore(store).write() as writer:
        writer.put({name: graph for name, graph in desk.graphs().items() if name != desk.BASE + "authority"})
        writer.put({str(OVERLAPPING): _write_overlapping(), f"{OVERLAPPING}/links": _link()})


def bounds(content: str) -> tuple[int, int]:
    """Give where a content stands in the text, in code points."""
    start = OVERLAPPING_TEXT.index(content)
    return start, start + len(content)


def name_statement(content: str) -> URIRef:
    """Give the IRI of the statement of a content."""
    return OVERLAPPING + "/statement/{}-{}".format(OVERLAPPING_TEXT.index("said"), bounds(content)[0])


def _write_overlapping() -> Graph:
    graph, work = Graph(identifier=OVERLAPPING), URIRef(desk.BASE + "article/bbbb")
    envoy = OVERLAPPING + "/actor/1"
    for triple in (
        (OVERLAPPING, RDF.type, REC.ArticleVersion),
        (OVERLAPPING, RDF.type, NIF.Context),
        (OVERLAPPING, REC.versionOf, work),
        (OVERLAPPING, NIF.isString, Literal(OVERLAPPING_TEXT)),
        (OVERLAPPING, SCHEMA.headline, Literal("Words across words", lang="en")),
        (OVERLAPPING, SCHEMA.inLanguage, Literal("en")),
        (work, RDF.type, REC.Article),
        (work, REC.latestVersion, OVERLAPPING),
        (envoy, RDF.type, REC.Actor),
        (envoy, RDF.type, REC.Person),
        (envoy, REC.article, OVERLAPPING),
        (envoy, RDFS.label, Literal("The envoy")),
    ):
        graph.add(triple)
    for content in CONTENTS:
        statement = name_statement(content)
        start, end = bounds(content)
        span = OVERLAPPING + f"#char={start},{end}"
        for triple in (
            (span, RDF.type, REC.Span),
            (span, NIF.anchorOf, Literal(content)),
            (span, NIF.referenceContext, OVERLAPPING),
            (span, NIF.beginIndex, Literal(start)),
            (span, NIF.endIndex, Literal(end)),
            (statement, RDF.type, REC.Statement),
            (statement, REC.article, OVERLAPPING),
            (statement, REC.text, Literal(content.strip(), lang="en")),
            (statement, REC.claimant, envoy),
            (statement, REC.claimantBasis, BASIS.named),
            (statement, REC.cue, Literal("said")),
            (statement, REC.contentSpan, span),
            (statement, REC.stance, ST.affirm),
            (statement, REC.polarity, ST.affirm),
            (statement, REC.kind, KIND.statement),
            (statement, REC.quoteForm, QF.indirect),
            (statement, REC.speechAct, ACT["assert"]),
            (statement, REC.confidence, Literal("0.9", datatype=XSD.decimal)),
        ):
            graph.add(triple)
    return graph


def _link() -> Graph:
    graph = Graph(identifier=OVERLAPPING + "/links")
    for content in CONTENTS:
        graph.add((OVERLAPPING + "/actor/1", REC.claims, name_statement(content)))
    return graph
