"""Every term of the vocabulary and of the schemes beside it, as typed constants.

``REC.claimant`` is the IRI of ``rec:claimant``; a name that the vocabulary lacks is an error, not a new IRI. The
Turtle files are the authority, and a test holds this list to them.

>>> str(REC.claimant)
'https://w3id.org/onrecord/ns#claimant'
>>> str(ACT["assert"])
'https://w3id.org/onrecord/ns/speech-act#assert'
"""

# ruff: noqa: N815 (the vocabulary's names are mixed case, as RDF has them)

from typing import ClassVar, Final

from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, TIME, XSD, DefinedNamespace

__all__ = [
    "ACT",
    "ACTORKIND",
    "BASE",
    "BASIS",
    "BLOCKROLE",
    "COPYKIND",
    "DCTERMS",
    "DETAILBASIS",
    "FOAF",
    "KIND",
    "NIF",
    "ONTOLOGY",
    "ORG",
    "ORIGINALBASIS",
    "OWL",
    "PLOVER",
    "PROV",
    "QF",
    "QUAD",
    "RDF",
    "RDFS",
    "REC",
    "SCHEMA",
    "SCHEMES",
    "SEM",
    "SEMAPV",
    "SKOS",
    "SSSOM",
    "ST",
    "TIME",
    "TIMEBASIS",
    "VENUEKIND",
    "XSD",
]

BASE: Final = Namespace("https://w3id.org/onrecord/id/")
"""Where instances live unless a setting says otherwise."""

ONTOLOGY: Final = URIRef("https://w3id.org/onrecord/ns")
"""The vocabulary itself, and the graph that holds it."""

SCHEMA: Final = SDO
NIF: Final = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
SEM: Final = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
SSSOM: Final = Namespace("https://w3id.org/sssom/")
SEMAPV: Final = Namespace("https://w3id.org/semapv/vocab/")


class REC(DefinedNamespace):
    """The vocabulary: classes, then properties."""

    _NS = Namespace("https://w3id.org/onrecord/ns#")
    _fail = True

    Actor: URIRef
    Article: URIRef
    ArticleVersion: URIRef
    Block: URIRef
    Event: URIRef
    Forum: URIRef
    Group: URIRef
    Load: URIRef
    Organization: URIRef
    Person: URIRef
    Place: URIRef
    Publisher: URIRef
    Run: URIRef
    Site: URIRef
    Span: URIRef
    SpeechEvent: URIRef
    State: URIRef
    Statement: URIRef
    TimeExpression: URIRef
    UnnamedSource: URIRef

    about: URIRef
    actorKind: URIRef
    addressee: URIRef
    addresseeBasis: URIRef
    addresseeEvidence: URIRef
    adjective: URIRef
    affirms: URIRef
    agent: URIRef
    article: URIRef
    articlesAdded: URIRef
    articlesFailed: URIRef
    articlesQuarantined: URIRef
    articlesRevised: URIRef
    articlesUnchanged: URIRef
    articlesUnreadable: URIRef
    basis: URIRef
    blockRole: URIRef
    cameo: URIRef
    carriesOut: URIRef
    claimant: URIRef
    claimantBasis: URIRef
    claimantEvidence: URIRef
    claimantRole: URIRef
    claims: URIRef
    concerns: URIRef
    confidence: URIRef
    configuration: URIRef
    contentSpan: URIRef
    copyKind: URIRef
    cow: URIRef
    cue: URIRef
    cueSpan: URIRef
    datedBy: URIRef
    denies: URIRef
    disputes: URIRef
    earliest: URIRef
    edtf: URIRef
    embeddedIn: URIRef
    encoding: URIRef
    entertains: URIRef
    eventType: URIRef
    evidence: URIRef
    fips: URIRef
    foundBy: URIRef
    gwno: URIRef
    homeState: URIRef
    iso2: URIRef
    iso3: URIRef
    isoNumeric: URIRef
    kind: URIRef
    languageBasis: URIRef
    latest: URIRef
    latestVersion: URIRef
    m49: URIRef
    madeIn: URIRef
    mediator: URIRef
    mention: URIRef
    metonym: URIRef
    originalBasis: URIRef
    pipelineDigest: URIRef
    pipelineName: URIRef
    pipelineVersion: URIRef
    place: URIRef
    polarity: URIRef
    publishedAt: URIRef
    publishedBasis: URIRef
    publisher: URIRef
    quadClass: URIRef
    quoteForm: URIRef
    raises: URIRef
    reason: URIRef
    recipient: URIRef
    refersTo: URIRef
    reportedlyClaims: URIRef
    saidIn: URIRef
    saidOn: URIRef
    saidTo: URIRef
    sameReportAs: URIRef
    seenOn: URIRef
    shareOfCopy: URIRef
    shareOfOriginal: URIRef
    softwareVersion: URIRef
    sourceSpan: URIRef
    span: URIRef
    speechAct: URIRef
    stance: URIRef
    statementsStored: URIRef
    text: URIRef
    textDigest: URIRef
    time: URIRef
    timex: URIRef
    titleOf: URIRef
    unread: URIRef
    venue: URIRef
    venueBasis: URIRef
    venueEvidence: URIRef
    venueKind: URIRef
    versionOf: URIRef
    words: URIRef


class QF(DefinedNamespace):
    """How the words of a statement are reported."""

    _NS = Namespace("https://w3id.org/onrecord/ns/quote-form#")
    _fail = True

    direct: URIRef
    mixed: URIRef
    indirect: URIRef
    freeIndirect: URIRef
    authorial: URIRef


class ACT(DefinedNamespace):
    """What is done by saying something."""

    _NS = Namespace("https://w3id.org/onrecord/ns/speech-act#")
    _fail = True
    _extras: ClassVar[list[str]] = ["assert"]  # a keyword of Python: write ACT["assert"]

    deny: URIRef
    accuse: URIRef
    promise: URIRef
    threaten: URIRef
    demand: URIRef
    refuse: URIRef
    ask: URIRef
    praise: URIRef
    condemn: URIRef
    announce: URIRef
    warn: URIRef
    offer: URIRef
    order: URIRef
    urge: URIRef
    admit: URIRef
    agree: URIRef
    report: URIRef


class ST(DefinedNamespace):
    """The position a cue takes towards its content."""

    _NS = Namespace("https://w3id.org/onrecord/ns/stance#")
    _fail = True

    affirm: URIRef
    deny: URIRef
    entertain: URIRef


class KIND(DefinedNamespace):
    """Said aloud, or an attitude only."""

    _NS = Namespace("https://w3id.org/onrecord/ns/statement-kind#")
    _fail = True

    statement: URIRef
    attitude: URIRef


class BASIS(DefinedNamespace):
    """How an actor or a venue of a statement is known."""

    _NS = Namespace("https://w3id.org/onrecord/ns/basis#")
    _fail = True

    named: URIRef
    pronoun: URIRef
    definiteDescription: URIRef
    acronym: URIRef
    metonym: URIRef
    sameOccasion: URIRef
    continuation: URIRef
    publisher: URIRef
    unnamedSource: URIRef
    unresolved: URIRef


class TIMEBASIS(DefinedNamespace):
    """On what the resolution of a time expression rests."""

    _NS = Namespace("https://w3id.org/onrecord/ns/time-basis#")
    _fail = True

    explicit: URIRef
    inherited: URIRef
    publication: URIRef
    none: URIRef


class DETAILBASIS(DefinedNamespace):
    """Where a detail about an article comes from."""

    _NS = Namespace("https://w3id.org/onrecord/ns/detail-basis#")
    _fail = True

    dateline: URIRef
    feed: URIRef
    option: URIRef
    page: URIRef
    record: URIRef
    sidecar: URIRef
    words: URIRef


class BLOCKROLE(DefinedNamespace):
    """What a set-aside block is in its page."""

    _NS = Namespace("https://w3id.org/onrecord/ns/block-role#")
    _fail = True

    headline: URIRef
    byline: URIRef
    body: URIRef
    caption: URIRef
    teaser: URIRef
    chrome: URIRef


class COPYKIND(DefinedNamespace):
    """How a text stands to the one that it is printed from."""

    _NS = Namespace("https://w3id.org/onrecord/ns/copy-kind#")
    _fail = True

    exact: URIRef
    copy: URIRef
    excerpt: URIRef
    extension: URIRef


class ORIGINALBASIS(DefinedNamespace):
    """On what ground one of two texts is taken for the original."""

    _NS = Namespace("https://w3id.org/onrecord/ns/original-basis#")
    _fail = True

    publishedEarlier: URIRef
    storedFirst: URIRef


class PLOVER(DefinedNamespace):
    """The sixteen event types of PLOVER."""

    _NS = Namespace("https://w3id.org/onrecord/ns/plover#")
    _fail = True

    AGREE: URIRef
    CONSULT: URIRef
    SUPPORT: URIRef
    CONCEDE: URIRef
    COOPERATE: URIRef
    AID: URIRef
    RETREAT: URIRef
    REQUEST: URIRef
    ACCUSE: URIRef
    REJECT: URIRef
    THREATEN: URIRef
    PROTEST: URIRef
    SANCTION: URIRef
    MOBILIZE: URIRef
    COERCE: URIRef
    ASSAULT: URIRef


class QUAD(DefinedNamespace):
    """Verbal or material, cooperation or conflict."""

    _NS = Namespace("https://w3id.org/onrecord/ns/quad-class#")
    _fail = True

    verbalCooperation: URIRef
    materialCooperation: URIRef
    verbalConflict: URIRef
    materialConflict: URIRef


class ACTORKIND(DefinedNamespace):
    """Kinds of actors in the authority file."""

    _NS = Namespace("https://w3id.org/onrecord/ns/actor-kind#")
    _fail = True

    person: URIRef
    organization: URIRef
    forum: URIRef
    group: URIRef
    state: URIRef
    unnamedSource: URIRef
    publisher: URIRef


class VENUEKIND(DefinedNamespace):
    """Kinds of venues in the authority file."""

    _NS = Namespace("https://w3id.org/onrecord/ns/venue-kind#")
    _fail = True

    organization: URIRef
    parliament: URIRef
    chamber: URIRef
    committee: URIRef
    council: URIRef
    court: URIRef
    summit: URIRef
    assembly: URIRef
    building: URIRef
    city: URIRef


SCHEMES: Final[tuple[type[DefinedNamespace], ...]] = (
    QF,
    ACT,
    ST,
    KIND,
    BASIS,
    TIMEBASIS,
    DETAILBASIS,
    BLOCKROLE,
    COPYKIND,
    ORIGINALBASIS,
    PLOVER,
    QUAD,
    ACTORKIND,
    VENUEKIND,
)
"""The namespaces of the concept schemes."""
