"""The values that filters may have, each the last part of an IRI of the vocabulary."""

from __future__ import annotations

from enum import StrEnum

from rdflib import URIRef
from rdflib.namespace import DefinedNamespace

from ontology.terms import ACT, KIND, PLOVER, QF, REC, ST, TIMEBASIS


class QuoteForm(StrEnum):
    """How the words of a statement are reported."""

    direct = "direct"
    mixed = "mixed"
    indirect = "indirect"
    free_indirect = "freeIndirect"
    authorial = "authorial"


class Stance(StrEnum):
    """The position taken: a cue's, or that of cue and negation together."""

    affirm = "affirm"
    deny = "deny"
    entertain = "entertain"


class SpeechAct(StrEnum):
    """What is done by saying something."""

    accuse = "accuse"
    admit = "admit"
    agree = "agree"
    announce = "announce"
    ask = "ask"
    asserting = "assert"
    condemn = "condemn"
    demand = "demand"
    deny = "deny"
    offer = "offer"
    order = "order"
    praise = "praise"
    promise = "promise"
    refuse = "refuse"
    report = "report"
    threaten = "threaten"
    urge = "urge"
    warn = "warn"


class DayBasis(StrEnum):
    """What the day of a statement rests on."""

    explicit = "explicit"
    inherited = "inherited"
    publication = "publication"
    none = "none"


class Kind(StrEnum):
    """Said aloud, or an attitude only."""

    statement = "statement"
    attitude = "attitude"


class Way(StrEnum):
    """How somebody stands to a statement: the four short ways, of which none reads as another."""

    claims = "claims"
    disputes = "disputes"
    raises = "raises"
    reportedly_claims = "reportedlyClaims"


class Position(StrEnum):
    """What a statement does to an event."""

    affirms = "affirms"
    denies = "denies"
    entertains = "entertains"


class EventType(StrEnum):
    """The event types of PLOVER."""

    agree = "AGREE"
    consult = "CONSULT"
    support = "SUPPORT"
    concede = "CONCEDE"
    cooperate = "COOPERATE"
    aid = "AID"
    retreat = "RETREAT"
    request = "REQUEST"
    accuse = "ACCUSE"
    reject = "REJECT"
    threaten = "THREATEN"
    protest = "PROTEST"
    sanction = "SANCTION"
    mobilize = "MOBILIZE"
    coerce = "COERCE"
    assault = "ASSAULT"


class ActorKind(StrEnum):
    """The classes of actors."""

    person = "Person"
    organization = "Organization"
    group = "Group"
    state = "State"
    forum = "Forum"
    unnamed_source = "UnnamedSource"
    publisher = "Publisher"


class VenueKind(StrEnum):
    """A body, or a place."""

    forum = "Forum"
    site = "Site"
    place = "Place"


class When(StrEnum):
    """Whether all days that a time may be lie in a window, or some."""

    certain = "certain"
    possible = "possible"


class Versions(StrEnum):
    """The latest text of each article, or every text that was read."""

    latest = "latest"
    all = "all"


SPACES: dict[type[StrEnum], type[DefinedNamespace]] = {
    QuoteForm: QF,
    Stance: ST,
    SpeechAct: ACT,
    DayBasis: TIMEBASIS,
    Kind: KIND,
    Way: REC,
    Position: REC,
    EventType: PLOVER,
    ActorKind: REC,
    VenueKind: REC,
}
"""Where the IRIs of these values are."""


def to_iri(value: StrEnum) -> URIRef:
    """Give the IRI of a value.

    Examples
    --------
    >>> str(to_iri(SpeechAct.asserting))
    'https://w3id.org/onrecord/ns/speech-act#assert'
    """
    return SPACES[type(value)][value.value]
