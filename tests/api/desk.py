"""A small store written by hand, after docs/graph.md: one article in two versions, and the authority it links to."""

from __future__ import annotations

from pathlib import Path

from rdflib import ORG, PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from api.store.embedded import EmbeddedStore
from ontology.terms import ACT, BASIS, BLOCKROLE, KIND, NIF, QF, REC, SCHEMA, ST, TIMEBASIS

BASE = "https://w3id.org/onrecord/id/"
WORK = URIRef(BASE + "article/aaaa")
VERSION = URIRef(BASE + "article/aaaa/2222")
OLD = URIRef(BASE + "article/aaaa/1111")
ANA = URIRef(BASE + "actor/ana-duarte")
SENATE = URIRef(BASE + "forum/senate-of-ruritania")
HOSTILE = "<script>alert('x')</script> \" } DROP ALL"
TITLE = f"Port is {HOSTILE}"
TEXT = (
    "Share this\n\n"
    "“The port is closed & stays <b>closed</b>,” minister Ana Duarte told the Senate\u00a0on Monday. 😀 "
    "She added that Harbour Watch denied that it had asked for this.\n"
)
CLAIM = VERSION + "/statement/61-12"
ADDED = VERSION + "/statement/103-114"
INNER = VERSION + "/statement/128-140"


def graphs() -> dict[str, Graph]:
    """Give the graphs of the store, by name."""
    return {
        str(VERSION): Article().graph,
        f"{VERSION}/links": _links(),
        str(OLD): _old(),
        str(WORK): _work(),
        BASE + "authority": _authority(),
    }


def fill(folder: Path) -> EmbeddedStore:
    """Put the graphs into a store."""
    store = EmbeddedStore(folder)
    with store.write() as writer:
        writer.put(graphs())
    return store


def at(words: str) -> tuple[int, int]:
    """Give the offsets of some words of the text in code points."""
    start = TEXT.index(words)
    return start, start + len(words)


def anchor(words: str) -> str:
    """Give the fragment that names some words of the text."""
    return "char={},{}".format(*at(words))


class Article:
    """The graph of the article's later version."""

    def __init__(self) -> None:
        self.graph = Graph(identifier=VERSION)
        self._write_version()
        for n, (label, kind) in enumerate(
            [("Ruritania Wire", REC.Publisher), ("Ana Duarte", REC.Person), (HOSTILE, REC.Group), ("Senate", REC.Forum)]
        ):
            self.say(self.actor(n), (RDF.type, REC.Actor), (RDF.type, kind), (REC.article, VERSION))
            self.say(self.actor(n), (RDFS.label, Literal(label)))
        self.say(self.actor(1), (REC.mention, self.span("Ana Duarte")), (REC.mention, self.span("She")))
        self._write_time()
        self._write_role()
        self._write_statements()

    @staticmethod
    def actor(n: int) -> URIRef:
        return VERSION + f"/actor/{n}"

    def say(self, subject: URIRef, *pairs: tuple[URIRef, URIRef | Literal]) -> None:
        for path, value in pairs:
            self.graph.add((subject, path, value))

    def span(self, words: str) -> URIRef:
        start, end = at(words)
        node = VERSION + f"#char={start},{end}"
        self.say(node, (RDF.type, REC.Span), (NIF.anchorOf, Literal(words)), (NIF.referenceContext, VERSION))
        self.say(node, (NIF.beginIndex, Literal(start)), (NIF.endIndex, Literal(end)))
        return node

    def _write_version(self) -> None:
        self.say(VERSION, (RDF.type, REC.ArticleVersion), (RDF.type, NIF.Context), (REC.versionOf, WORK))
        self.say(VERSION, (NIF.isString, Literal(TEXT)), (SCHEMA.headline, Literal(TITLE, lang="en")))
        self.say(VERSION, (REC.publisher, self.actor(0)), (SCHEMA.inLanguage, Literal("en")))
        self.say(VERSION, (SCHEMA.datePublished, Literal("2022-01-28", datatype=XSD.date)))
        block = VERSION + "/block/0"
        self.say(block, (RDF.type, REC.Block), (REC.blockRole, BLOCKROLE.chrome), (REC.span, self.span("Share this")))
        self.say(block, (REC.article, VERSION), (REC.reason, Literal("share links")))

    def _write_time(self) -> None:
        time = VERSION + "/time/0"
        self.say(time, (RDF.type, REC.TimeExpression), (REC.words, Literal("on Monday")), (REC.article, VERSION))
        self.say(time, (REC.span, self.span("on Monday")), (REC.edtf, Literal("2022-01-24")))
        self.say(time, (REC.basis, TIMEBASIS.publication))
        for path in (REC.earliest, REC.latest):
            self.say(time, (path, Literal("2022-01-24", datatype=XSD.date)))

    def _write_role(self) -> None:
        membership, role = VERSION + "/membership/0", VERSION + "/role/0"
        self.say(membership, (RDF.type, ORG.Membership), (ORG.member, self.actor(1)), (ORG.role, role))
        self.say(role, (RDF.type, ORG.Role), (RDFS.label, Literal("minister", lang="en")))

    def _write_statements(self) -> None:
        self._write_statement(CLAIM, 1, "told", "“The port is closed & stays <b>closed</b>,”", ST.affirm, QF.direct)
        self.say(
            CLAIM, (REC.sourceSpan, self.span("minister Ana Duarte")), (REC.claimantRole, VERSION + "/membership/0")
        )
        self.say(CLAIM, (REC.venue, self.actor(3)), (REC.venueBasis, BASIS.named), (REC.saidOn, VERSION + "/time/0"))
        self.say(CLAIM, (REC.addressee, self.actor(3)), (REC.addresseeBasis, BASIS.named))
        self._write_statement(
            ADDED, 1, "added", "Harbour Watch denied that it had asked for this", ST.affirm, QF.indirect
        )
        self._write_statement(INNER, 2, "denied", "it had asked for this", ST.deny, QF.indirect)
        self.say(INNER, (REC.embeddedIn, ADDED))
        for statement in (CLAIM, ADDED):
            self.say(statement, (REC.madeIn, VERSION + "/speech/0"))

    def _write_statement(
        self, node: URIRef, claimant: int, cue: str, content: str, stance: URIRef, form: URIRef
    ) -> None:
        self.say(node, (RDF.type, REC.Statement), (REC.article, VERSION), (REC.text, Literal(content, lang="en")))
        self.say(node, (REC.claimant, self.actor(claimant)), (REC.claimantBasis, BASIS.named))
        self.say(node, (REC.cue, Literal(cue)), (REC.cueSpan, self.span(cue)), (REC.contentSpan, self.span(content)))
        self.say(node, (REC.stance, stance), (REC.polarity, stance), (REC.kind, KIND.statement), (REC.quoteForm, form))
        self.say(node, (REC.speechAct, ACT["assert"]), (REC.confidence, Literal("0.93", datatype=XSD.decimal)))


def _links() -> Graph:
    graph = Graph(identifier=VERSION + "/links")
    graph.add((Article.actor(1), REC.refersTo, ANA))
    graph.add((Article.actor(3), REC.refersTo, SENATE))
    for statement in (CLAIM, ADDED):
        graph.add((ANA, REC.claims, statement))
    graph.add((Article.actor(2), REC.reportedlyClaims, INNER))
    graph.add((CLAIM, REC.saidIn, SENATE))
    graph.add((CLAIM, REC.saidTo, SENATE))
    graph.add((INNER, REC.about, ANA))
    return graph


def _old() -> Graph:
    graph = Graph(identifier=OLD)
    graph.add((OLD, RDF.type, REC.ArticleVersion))
    graph.add((OLD, NIF.isString, Literal("An earlier text of this article, without quotations.")))
    graph.add((OLD, REC.versionOf, WORK))
    return graph


def _work() -> Graph:
    graph = Graph(identifier=WORK)
    graph.add((WORK, RDF.type, REC.Article))
    graph.add((WORK, REC.latestVersion, VERSION))
    graph.add((WORK, SCHEMA.url, Literal("https://news.example/port")))
    graph.add((VERSION, PROV.wasRevisionOf, OLD))
    return graph


def _authority() -> Graph:
    graph = Graph(identifier=BASE + "authority")
    graph.add((ANA, RDF.type, REC.Person))
    graph.add((ANA, RDFS.label, Literal("Ana Duarte", lang="en")))
    graph.add((ANA, SKOS.altLabel, Literal("A. Duarte", lang="en")))
    graph.add((ANA, SKOS.exactMatch, URIRef("http://www.wikidata.org/entity/Q1")))
    graph.add((ANA, SKOS.exactMatch, URIRef("javascript:alert(1)")))
    graph.add((SENATE, RDF.type, REC.Forum))
    graph.add((SENATE, RDFS.label, Literal("Senate of Ruritania", lang="en")))
    graph.add((SENATE, ORG.subOrganizationOf, URIRef(BASE + "forum/parliament-of-ruritania")))
    graph.add((URIRef(BASE + "place/zürich"), RDF.type, REC.Place))
    graph.add((URIRef(BASE + "place/zürich"), RDFS.label, Literal("Zürich", lang="de")))
    graph.add((URIRef(BASE + "thing/4%2F2"), RDFS.label, Literal("a name with a percent sign", lang="en")))
    return graph
