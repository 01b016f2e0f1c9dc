"""An extraction as RDF: the named graph of one version of one article.

The graph is a function of the article, the configuration and the version alone: no clock, no counter that outlives
the article, no blank node. It follows the model of ``docs/graph.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from rdflib import RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from ingest.address import BASE, Address, digest
from ingest.model import (
    Article,
    Basis,
    DetailBasis,
    EntityKind,
    Event,
    Extraction,
    Occasion,
    Reference,
    Span,
    Stance,
    Statement,
    TimeExpression,
)
from ontology.terms import (
    ACT,
    BASIS,
    BLOCKROLE,
    DCTERMS,
    DETAILBASIS,
    KIND,
    NIF,
    ORG,
    PLOVER,
    PROV,
    QF,
    REC,
    SCHEMA,
    ST,
    TIMEBASIS,
)
from ontology.triples import Triples

CLASSES = {
    EntityKind.PERSON: (REC.Actor, REC.Person),
    EntityKind.ORGANIZATION: (REC.Actor, REC.Organization),
    EntityKind.GROUP: (REC.Actor, REC.Group),
    EntityKind.STATE: (REC.Actor, REC.State),
    EntityKind.FORUM: (REC.Actor, REC.Organization, REC.Forum),
    EntityKind.PUBLISHER: (REC.Actor, REC.Publisher),
    EntityKind.UNNAMED: (REC.Actor, REC.UnnamedSource),
    EntityKind.PLACE: (REC.Place,),
    EntityKind.SITE: (REC.Place, REC.Site),
}

CONCERNS = {Stance.AFFIRM: REC.affirms, Stance.DENY: REC.denies, Stance.ENTERTAIN: REC.entertains}


def build(extraction: Extraction, run: URIRef, base: str = BASE) -> Graph:
    """Return the graph of one article version; its identifier is the version's address."""
    return Writer(extraction, Address.of(extraction.article, base), run).write()


class Writer:
    """Writes one extraction into one graph, part by part."""

    def __init__(self, extraction: Extraction, address: Address, run: URIRef) -> None:
        self.extraction = extraction
        self.address = address
        self.run = run
        self.text = extraction.article.text
        self.language = extraction.article.language or "en"
        self.graph = Triples(address.version)
        self.spans: dict[Span, URIRef] = {}

    def write(self) -> Graph:
        """Write every part and return the graph."""
        self.write_article()
        self.write_blocks()
        for n in range(len(self.extraction.entities)):
            self.write_entity(n)
        for forum, parent in self.extraction.parents:
            self.add(self.entity(forum), ORG.subOrganizationOf, self.entity(parent))
        for n in range(len(self.extraction.memberships)):
            self.write_membership(n)
        for n, time in enumerate(self.extraction.times):
            self.write_time(self.address.part("time", n), time)
        for statement in self.extraction.statements:
            self.write_statement(statement)
        for n, occasion in enumerate(self.extraction.occasions):
            self.write_occasion(self.address.part("speech", n), occasion)
        for n, event in enumerate(self.extraction.events):
            self.write_event(self.address.part("event", n), event)
        return self.graph

    def add(self, subject: URIRef, predicate: URIRef, value: URIRef | Literal) -> None:
        """Add one triple."""
        self.graph.add((subject, predicate, value))

    def write_article(self) -> None:
        """Write the version with its text, and a headline that came apart from it."""
        article, here = self.extraction.article, self.address.version
        for kind in (REC.ArticleVersion, NIF.Context):
            self.add(here, RDF.type, kind)
        self.add(here, REC.versionOf, self.address.work)
        self.add(here, NIF.isString, Literal(self.text))
        self.add(here, REC.textDigest, Literal(digest(self.text)))
        self.add(here, REC.publisher, self.entity(0))
        self.add(here, PROV.wasGeneratedBy, self.run)
        if article.id:
            self.add(here, SCHEMA.identifier, Literal(article.id))
        self.write_details(article, here)
        for author in article.authors:
            self.add(here, SCHEMA.author, Literal(author))
        if article.title:
            self.add(here, SCHEMA.headline, Literal(article.title, lang=self.language))
            if article.title not in self.text:
                self.add(self.address.title, RDF.type, NIF.Context)
                self.add(self.address.title, NIF.isString, Literal(article.title))
                self.add(self.address.title, REC.titleOf, here)

    def write_details(self, article: Article, here: URIRef) -> None:
        """Write when the version was published and in which language it is, with the grounds, and how it was met."""
        basis = article.published_basis
        if article.published:
            self.add(here, SCHEMA.datePublished, day(article.published))
        elif self.extraction.printed is not None:
            published, span = self.extraction.printed
            self.add(here, SCHEMA.datePublished, day(published))
            self.add(here, REC.datedBy, self.span(span))
            basis = DetailBasis.DATELINE
        if basis is not None:
            self.add(here, REC.publishedBasis, DETAILBASIS[basis])
        if article.published_at:
            self.add(here, REC.publishedAt, Literal(article.published_at))
        if article.language:
            self.add(here, SCHEMA.inLanguage, Literal(article.language))
        if article.language_basis is not None:
            self.add(here, REC.languageBasis, DETAILBASIS[article.language_basis])
        if article.encoding is not None and article.encoding != "utf-8":
            self.add(here, REC.encoding, Literal(article.encoding))
        if article.seen is not None:
            self.add(here, REC.seenOn, day(article.seen))
        if article.rights:
            self.add(here, DCTERMS.rights, Literal(article.rights))
        if article.located:
            self.add(here, SCHEMA.dateline, Literal(article.located))
        if self.extraction.unread is not None:
            self.add(here, REC.unread, Literal(self.extraction.unread))

    def write_blocks(self) -> None:
        """Write the blocks that were set aside, each with the reason."""
        for n, block in enumerate(self.extraction.blocks):
            if block.speaks:
                continue
            node = self.address.part("block", n)
            self.add(node, RDF.type, REC.Block)
            self.add(node, REC.blockRole, BLOCKROLE[block.role])
            self.add(node, REC.span, self.span(block.span))
            self.add(node, REC.reason, Literal(block.reason))
            self.add(node, REC.article, self.address.version)

    def span(self, span: Span) -> URIRef:
        """Return a span's address, written once with its offsets and words (NIF 2.1, section 3.2)."""
        node = self.spans.get(span)
        if node is None:
            node = self.spans[span] = self.address.span(span)
            self.add(node, RDF.type, REC.Span)
            self.add(node, NIF.beginIndex, Literal(span.start))
            self.add(node, NIF.endIndex, Literal(span.end))
            self.add(node, NIF.anchorOf, Literal(span.of(self.text)))
            self.add(node, NIF.referenceContext, self.address.version)
        return node

    def entity(self, n: int) -> URIRef:
        """Return the address of an entity of this article: places apart from actors."""
        return locate(self.extraction, self.address, n)

    def write_entity(self, n: int) -> None:
        """Write somebody or some place the article speaks of, with all names and mentions."""
        entity, node = self.extraction.entities[n], self.entity(n)
        for kind in CLASSES[entity.kind]:
            self.add(node, RDF.type, kind)
        if entity.label:
            self.add(node, RDFS.label, Literal(entity.label))
        for name in entity.names:
            if name != entity.label:
                self.add(node, SKOS.altLabel, Literal(name))
        for mention in entity.mentions:
            self.add(node, REC.mention, self.span(mention))
        self.add(node, REC.article, self.address.version)

    def write_membership(self, n: int) -> None:
        """Write a role somebody held when they spoke (The Organization Ontology, section 5.3)."""
        membership = self.extraction.memberships[n]
        node, role = self.address.part("membership", n), self.address.part("role", n)
        self.add(node, RDF.type, ORG.Membership)
        self.add(node, ORG.member, self.entity(membership.member))
        self.add(node, ORG.role, role)
        if membership.organization is not None:
            self.add(node, ORG.organization, self.entity(membership.organization))
        self.add(node, REC.evidence, self.span(membership.evidence))
        self.add(role, RDF.type, ORG.Role)
        self.add(role, RDFS.label, Literal(membership.role, lang=self.language))

    def write_time(self, node: URIRef, time: TimeExpression) -> None:
        """Write a time: its words, its value in EDTF and the days it can span, as far as they are known."""
        self.add(node, RDF.type, REC.TimeExpression)
        self.add(node, REC.basis, TIMEBASIS[time.basis])
        self.add(node, REC.article, self.address.version)
        if time.words is not None:
            self.add(node, REC.words, Literal(time.words))
        if time.span is not None:
            self.add(node, REC.span, self.span(time.span))
        if time.edtf is not None:
            self.add(node, REC.edtf, Literal(time.edtf))
        if time.timex is not None:
            self.add(node, REC.timex, Literal(time.timex))
        if time.earliest is not None:
            self.add(node, REC.earliest, day(time.earliest))
        if time.latest is not None:
            self.add(node, REC.latest, day(time.latest))

    def write_statement(self, statement: Statement) -> None:
        """Write one statement with everything that was resolved about it, and on what ground."""
        found, node = statement.attribution, self.address.statement(statement)
        self.add(node, RDF.type, REC.Statement)
        self.add(node, REC.article, self.address.version)
        words = " ".join(span.of(self.text) for span in found.content)
        self.add(node, REC.text, Literal(words, lang=self.language))
        self.add(node, REC.quoteForm, QF[found.quote_form])
        self.add(node, REC.speechAct, ACT[found.speech_act])
        self.add(node, REC.kind, KIND[found.kind])
        self.add(node, REC.stance, ST[found.stance])
        self.add(node, REC.polarity, ST[found.polarity])
        self.add(node, REC.confidence, decimal(found.confidence))
        self.add(node, REC.foundBy, Literal(found.rule))
        self.add(node, PROV.wasGeneratedBy, self.run)
        if found.cue:
            self.add(node, REC.cue, Literal(" ".join(span.of(self.text) for span in found.cue)))
        for path, spans in (
            (REC.sourceSpan, found.source),
            (REC.cueSpan, found.cue),
            (REC.contentSpan, found.content),
        ):
            for span in spans:
                self.add(node, path, self.span(span))
        for claimant in statement.claimants:
            self.write_reference(node, "claimant", claimant)
        if not statement.claimants:
            self.add(node, REC.claimantBasis, BASIS[Basis.UNNAMED])
        for told in statement.addressees:
            self.write_reference(node, "addressee", told)
        if statement.venue:
            self.write_reference(node, "venue", statement.venue)
        for membership in statement.roles:
            self.add(node, REC.claimantRole, self.address.part("membership", membership))
        if statement.said_on is not None:
            self.add(node, REC.saidOn, self.address.part("time", statement.said_on))
        if found.embedded_in is not None:
            outer = self.extraction.statements[found.embedded_in]
            self.add(node, REC.embeddedIn, self.address.statement(outer))

    def write_reference(self, statement: URIRef, field: str, reference: Reference) -> None:
        """Write a resolved field, the ground it stands on, and the words that are the evidence."""
        if reference.entity is not None:
            self.add(statement, REC[field], self.entity(reference.entity))
        self.add(statement, REC[f"{field}Basis"], BASIS[reference.basis])
        if reference.evidence is not None:
            self.add(statement, REC[f"{field}Evidence"], self.span(reference.evidence))

    def write_occasion(self, node: URIRef, occasion: Occasion) -> None:
        """Write one occasion of speaking and tie its statements to it."""
        self.add(node, RDF.type, REC.SpeechEvent)
        self.add(node, REC.article, self.address.version)
        for path, reference in ((REC.addressee, occasion.addressee), (REC.venue, occasion.venue)):
            if reference is not None and reference.entity is not None:
                self.add(node, path, self.entity(reference.entity))
        if occasion.said_on is not None:
            self.add(node, REC.saidOn, self.address.part("time", occasion.said_on))
        for n in occasion.statements:
            self.add(self.address.statement(self.extraction.statements[n]), REC.madeIn, node)

    def write_event(self, node: URIRef, event: Event) -> None:
        """Write an event, and which statements affirm, deny or entertain it."""
        self.add(node, RDF.type, REC.Event)
        self.add(node, REC.span, self.span(event.trigger))
        self.add(node, REC.confidence, decimal(event.confidence))
        self.add(node, REC.article, self.address.version)
        if event.type is not None:
            self.add(node, REC.eventType, PLOVER[event.type])
        for path, n in ((REC.agent, event.agent), (REC.recipient, event.recipient), (REC.place, event.place)):
            if n is not None:
                self.add(node, path, self.entity(n))
        for mediator in event.mediators:
            self.add(node, REC.mediator, self.entity(mediator))
        if event.time is not None:
            self.add(node, REC.time, self.address.part("time", event.time))
        for n, stance in event.statements:
            self.add(self.address.statement(self.extraction.statements[n]), CONCERNS[stance], node)


def build_work(address: Address, url: str | None, earlier: Sequence[URIRef] = ()) -> Triples:
    """Return the graph of the work: which version is the latest, and which versions it came after, the oldest first.

    It is a graph of its own because it changes when a new text of the article arrives and a version's graph never does.
    """
    graph = Triples(address.work)
    graph.add((address.work, RDF.type, REC.Article))
    graph.add((address.work, RDF.type, SCHEMA.NewsArticle))
    graph.add((address.work, REC.latestVersion, address.version))
    if url:
        graph.add((address.work, SCHEMA.url, Literal(url)))
    for older, newer in pairwise((*earlier, address.version)):
        graph.add((newer, PROV.wasRevisionOf, older))
    return graph


def locate(extraction: Extraction, address: Address, n: int) -> URIRef:
    """Return the address of the ``n``-th entity of an article: places apart from actors."""
    located = extraction.entities[n].kind in (EntityKind.PLACE, EntityKind.SITE)
    return address.part("place" if located else "actor", n)


def day(value: date) -> Literal:
    """Return a day as xsd:date."""
    return Literal(value.isoformat(), datatype=XSD.date)


def decimal(value: float) -> Literal:
    """Return a share as xsd:decimal in canonical form: no exponent, no trailing zero (XSD 1.1, 3.3.3.2)."""
    words = f"{Decimal(str(round(value, 3))):f}"
    if "." in words:
        words = words.rstrip("0").rstrip(".")
    return Literal(words, datatype=XSD.decimal)
