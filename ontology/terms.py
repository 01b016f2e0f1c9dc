"""Every term of the vocabulary as a typed constant; the concepts of its schemes come from `ontology.concepts`.

``REC.claimant`` is the IRI of ``rec:claimant``; a name that the vocabulary lacks is an error, not a new IRI. The
Turtle files are the authority, and a test holds this list to them.

>>> str(REC.claimant)
'https://w3id.org/onrecord/ns#claimant'
>>> str(ACT["assert"])
'https://w3id.org/onrecord/ns/speech-act#assert'
"""

# ruff: noqa: N815 (the vocabulary's names are mixed case, as RDF has them)

from typing import Final

from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, TIME, XSD, DefinedNamespace

from ontology.concepts import (
    ACT,
    ACTORKIND,
    BASIS,
    BLOCKROLE,
    COPYKIND,
    DETAILBASIS,
    KIND,
    ORIGINALBASIS,
    PLACEKIND,
    PLOVER,
    QF,
    QUAD,
    SCHEMES,
    ST,
    TIMEBASIS,
    VENUEKIND,
)

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
    "PLACEKIND",
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
    "STATE_CODES",
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
    CorpusEntity: URIRef
    DatasetFile: URIRef
    EntityChange: URIRef
    Event: URIRef
    EventDataset: URIRef
    EventMatch: URIRef
    Forum: URIRef
    Group: URIRef
    Load: URIRef
    Organization: URIRef
    Person: URIRef
    Place: URIRef
    Publisher: URIRef
    RecordedActor: URIRef
    RecordedEvent: URIRef
    RecordedPlace: URIRef
    Run: URIRef
    Site: URIRef
    Span: URIRef
    SpeechEvent: URIRef
    State: URIRef
    Statement: URIRef
    TimeExpression: URIRef
    Tombstone: URIRef
    UnnamedSource: URIRef

    about: URIRef
    actorKind: URIRef
    actorScore: URIRef
    addressee: URIRef
    addresseeBasis: URIRef
    addresseeEvidence: URIRef
    adjective: URIRef
    adminArea: URIRef
    affirms: URIRef
    agent: URIRef
    article: URIRef
    articlesAdded: URIRef
    articlesFailed: URIRef
    articlesQuarantined: URIRef
    articlesRevised: URIRef
    articlesUnchanged: URIRef
    articlesUnreadable: URIRef
    associatedParty: URIRef
    basis: URIRef
    blockRole: URIRef
    bodyName: URIRef
    cameoCode: URIRef
    capital: URIRef
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
    cowCode: URIRef
    cowNumber: URIRef
    cue: URIRef
    cueSpan: URIRef
    datedBy: URIRef
    datePrecision: URIRef
    dateScore: URIRef
    denies: URIRef
    disputes: URIRef
    earliest: URIRef
    edtf: URIRef
    embeddedIn: URIRef
    encoding: URIRef
    entertains: URIRef
    eventRecorded: URIRef
    eventSaid: URIRef
    eventType: URIRef
    evidence: URIRef
    fatalities: URIRef
    fatalitiesHigh: URIRef
    fatalitiesLow: URIRef
    firstParty: URIRef
    fipsCode: URIRef
    foundBy: URIRef
    gives: URIRef
    gwCode: URIRef
    gwNumber: URIRef
    homeState: URIRef
    inDataset: URIRef
    into: URIRef
    iso2: URIRef
    iso3: URIRef
    isoNumeric: URIRef
    kind: URIRef
    lacksCode: URIRef
    languageBasis: URIRef
    latest: URIRef
    latestVersion: URIRef
    m49Code: URIRef
    madeIn: URIRef
    matchScore: URIRef
    mediator: URIRef
    mention: URIRef
    metonym: URIRef
    originalBasis: URIRef
    outOf: URIRef
    pipelineDigest: URIRef
    pipelineName: URIRef
    pipelineVersion: URIRef
    place: URIRef
    placeKind: URIRef
    placeLevel: URIRef
    placePrecision: URIRef
    placeScore: URIRef
    polarity: URIRef
    publishedAt: URIRef
    publishedBasis: URIRef
    publisher: URIRef
    quadClass: URIRef
    quoteForm: URIRef
    raises: URIRef
    reason: URIRef
    recipient: URIRef
    recordedAs: URIRef
    recordedPlace: URIRef
    recordedType: URIRef
    recordId: URIRef
    refersTo: URIRef
    reportedlyClaims: URIRef
    rowsRead: URIRef
    rowsUnreadable: URIRef
    saidIn: URIRef
    saidOn: URIRef
    saidTo: URIRef
    sameReportAs: URIRef
    secondParty: URIRef
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
    typeScore: URIRef
    ucdpFormerNumber: URIRef
    unReference: URIRef
    unread: URIRef
    venue: URIRef
    venueBasis: URIRef
    venueEvidence: URIRef
    venueKind: URIRef
    versionOf: URIRef
    words: URIRef


STATE_CODES: Final = (
    REC.iso2,
    REC.iso3,
    REC.isoNumeric,
    REC.m49Code,
    REC.gwNumber,
    REC.gwCode,
    REC.cowNumber,
    REC.cowCode,
    REC.fipsCode,
    REC.cameoCode,
)
"""The properties that hold codes of states, a scheme each."""
