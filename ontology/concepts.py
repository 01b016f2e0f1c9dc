"""Every concept of the schemes beside the vocabulary, as typed constants; a name that a scheme lacks is an error.

The Turtle files in ``schemes`` are the authority, and a test holds this list to them.

>>> str(QF.direct)
'https://w3id.org/onrecord/ns/quote-form#direct'
"""

# ruff: noqa: N815 (the concepts' names are mixed case, as RDF has them)

from typing import ClassVar, Final

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

__all__ = [
    "ACT",
    "ACTORKIND",
    "BASIS",
    "BLOCKROLE",
    "COPYKIND",
    "DETAILBASIS",
    "KIND",
    "ORIGINALBASIS",
    "PLACEKIND",
    "PLOVER",
    "QF",
    "QUAD",
    "SCHEMES",
    "ST",
    "TIMEBASIS",
    "VENUEKIND",
]


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


class PLACEKIND(DefinedNamespace):
    """What sort of place something is."""

    _NS = Namespace("https://w3id.org/onrecord/ns/place-kind#")
    _fail = True

    continent: URIRef
    country: URIRef
    region: URIRef
    district: URIRef
    town: URIRef


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
    PLACEKIND,
    PLOVER,
    QUAD,
    ACTORKIND,
    VENUEKIND,
)
"""The namespaces of the concept schemes."""
