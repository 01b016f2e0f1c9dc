"""The values that travel between the steps of reading an article.

Everything here is frozen and knows nothing of RDF, of the NLP library, or of files. Offsets are Unicode code
points, half open, into the article's stored text, which is the given text character for character.

    Article -> blocks -> Parse -> Attribution -> Statement, Entity, TimeExpression, Event -> Extraction
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text: ``start`` and ``end`` in code points, the end excluded (RFC 5147).

    >>> Span(4, 10).of("The Senate met.")
    'Senate'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start},{self.end}")

    def of(self, text: str) -> str:
        """Return the words this span covers in ``text``."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Say whether ``other`` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


Spans = tuple[Span, ...]


class DetailBasis(StrEnum):
    """Where a detail about an article comes from, such as its day of publication or its language."""

    DATELINE = "dateline"
    FEED = "feed"
    OPTION = "option"
    PAGE = "page"
    RECORD = "record"
    SIDECAR = "sidecar"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was given. ``origin`` says where it was read (a file, and a line in it), for reports.

    ``published`` is the day the publisher gives; ``published_at`` keeps the words it came in when there was more
    than a day. ``language`` is a tag (BCP 47). Each of the two has the ground it stands on beside it. ``encoding``
    names how the bytes of a text, page or table became characters, ``seen`` the day on which a crawler met the page,
    ``rights`` the terms of use, ``located`` where it was filed, as the publisher words them. What is unknown is
    ``None``.
    """

    text: str
    origin: str
    id: str | None = None
    url: str | None = None
    title: str | None = None
    published: date | None = None
    published_at: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    published_basis: DetailBasis | None = None
    language_basis: DetailBasis | None = None
    encoding: str | None = None
    seen: date | None = None
    rights: str | None = None
    located: str | None = None


class BlockRole(StrEnum):
    """What a block of the page is for. Only headline and body speak; a caption is kept and set aside."""

    HEADLINE = "headline"
    BYLINE = "byline"
    BODY = "body"
    CAPTION = "caption"
    TEASER = "teaser"
    CHROME = "chrome"


SPEAKING = frozenset({BlockRole.HEADLINE, BlockRole.BODY})


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like stretch of the text, with its role and the reason it was given that role."""

    span: Span
    role: BlockRole
    reason: str

    @property
    def speaks(self) -> bool:
        """Whether statements are looked for in this block."""
        return self.role in SPEAKING


class Stance(StrEnum):
    """A claimant's commitment to a content (GAF/GRaSP polarity and certainty in one axis)."""

    AFFIRM = "affirm"
    DENY = "deny"
    ENTERTAIN = "entertain"


class QuoteForm(StrEnum):
    """How the words are given; counted from the quote marks, except for the last two."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"
    FREE_INDIRECT = "freeIndirect"
    AUTHORIAL = "authorial"


class Kind(StrEnum):
    """An utterance, or a belief or intention that the reporter ascribes without one."""

    STATEMENT = "statement"
    ATTITUDE = "attitude"


@dataclass(frozen=True, slots=True)
class Marked:
    """The words of an attribution that annotators of news mark besides those that matter (Newell et al. 2018).

    The source with its appositions, the cue with its auxiliaries and time words, and the "that" before the content.
    """

    source: Spans
    cue: Spans
    that: Span | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """One reported statement as found in the words: who is named, by which cue, saying what.

    ``source`` is empty where no claimant is expressed, ``cue`` where a post is shown without a verb. ``addressee``
    are the words for whoever is told, beside the cue. ``lemma`` is the cue's dictionary form ("rule out"),
    ``speech_act`` the local name of a concept of the speech act scheme, ``rule`` the name of what found it.
    ``embedded_in`` is an index into the tuple this attribution stands in.
    """

    source: Spans
    cue: Spans
    content: Spans
    addressee: Spans
    lemma: str
    speech_act: str
    kind: Kind
    stance: Stance
    polarity: Stance
    quote_form: QuoteForm
    confidence: float
    rule: str
    embedded_in: int | None = None
    marked: Marked | None = None


class EntityKind(StrEnum):
    """What sort of thing an article's mention stands for."""

    PERSON = "person"
    ORGANIZATION = "organization"
    GROUP = "group"
    STATE = "state"
    FORUM = "forum"
    PUBLISHER = "publisher"
    UNNAMED = "unnamed"
    PLACE = "place"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or some place the article speaks of: its fullest name, its other names, and every mention.

    For an unnamed source ``label`` is the class phrase as printed ("a senior official").
    """

    kind: EntityKind
    label: str
    names: tuple[str, ...] = ()
    mentions: Spans = ()


class Basis(StrEnum):
    """On what ground a field was resolved."""

    NAMED = "named"
    PRONOUN = "pronoun"
    DESCRIPTION = "definiteDescription"
    ACRONYM = "acronym"
    METONYM = "metonym"
    SAME_OCCASION = "sameOccasion"
    CONTINUATION = "continuation"
    PUBLISHER = "publisher"
    UNNAMED = "unnamedSource"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class Reference:
    """A resolved field: the entity (an index into ``Extraction.entities``), the ground, and the words it rests on.

    ``entity`` is ``None`` where the words could not be resolved: the evidence says which words.
    """

    entity: int | None
    basis: Basis
    evidence: Span | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """A role somebody held when they spoke (org:Membership): the role as printed, and the body it is held in."""

    member: int
    role: str
    organization: int | None
    evidence: Span


class TimeBasis(StrEnum):
    """Where a time of saying comes from (STATEMENT model, DESIGN of times)."""

    EXPLICIT = "explicit"
    INHERITED = "inherited"
    PUBLICATION = "publication"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words for a time and what they come to: EDTF (ISO 8601-2), and the days it can span.

    ``edtf``, ``earliest`` and ``latest`` are ``None`` where the words cannot be resolved, or that side is open.
    ``timex`` is the same value in TimeML's TIMEX3 notation. ``span`` is ``None`` for a time nobody wrote
    down, such as "by the day of publication".
    """

    words: str | None
    span: Span | None
    edtf: str | None
    earliest: date | None
    latest: date | None
    basis: TimeBasis
    timex: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution with everything resolved that the article makes evident.

    ``claimants`` holds several references for a joint statement, none for an agentless passive. ``said_on`` is an
    index into ``Extraction.times``. ``roles`` are indices into ``Extraction.memberships``.
    """

    attribution: Attribution
    claimants: tuple[Reference, ...]
    addressee: Reference | None = None
    venue: Reference | None = None
    said_on: int | None = None
    roles: tuple[int, ...] = ()
    joint: tuple[Reference, ...] = ()
    """Who else is told, where there are several: "urged Riyadh and the Houthis"."""

    @property
    def addressees(self) -> tuple[Reference, ...]:
        """Everybody who is told, the first one first."""
        return (self.addressee, *self.joint) if self.addressee is not None else ()

    @property
    def start(self) -> int:
        """Where the statement begins in the text."""
        spans = self.attribution.source + self.attribution.cue + self.attribution.content
        return min(span.start for span in spans)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One briefing, hearing or interview that several statements were made in, and what they share.

    ``statements`` are indices into ``Extraction.statements``, ``said_on`` one into ``Extraction.times``.
    """

    statements: tuple[int, ...]
    venue: Reference | None = None
    addressee: Reference | None = None
    said_on: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What a statement is about, as an event with a PLOVER type, or none where the words fit no type.

    ``agent``, ``recipient``, ``mediators`` and ``place`` are indices into ``Extraction.entities``, ``time`` into
    ``Extraction.times``; ``statements`` are the statements that affirm, deny or entertain it, each with its stance.
    """

    type: str | None
    trigger: Span
    agent: int | None
    recipient: int | None
    mediators: tuple[int, ...]
    place: int | None
    time: int | None
    statements: tuple[tuple[int, Stance], ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything read out of one article. Indices in its parts point into the tuples here."""

    article: Article
    blocks: tuple[Block, ...]
    statements: tuple[Statement, ...]
    entities: tuple[Entity, ...] = ()
    memberships: tuple[Membership, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    events: tuple[Event, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    parents: tuple[tuple[int, int], ...] = field(default=())
    """Pairs (forum, the body it is part of), both indices into ``entities``."""
    printed: tuple[date, Span] | None = None
    """The day of publication that a dateline or byline prints, and where, if no record gives one."""
    unread: str | None = None
    """Why no statements were looked for: the article's language has no extractor."""
