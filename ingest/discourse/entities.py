"""Who an article speaks of: its mentions brought together under the fullest name it gives each of them."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.discourse.lexicon import Gender, Lexicon
from ingest.discourse.mention import Mention
from ingest.model import Entity, EntityKind, Span
from ingest.parse import Parse

BODIES = frozenset({EntityKind.ORGANIZATION, EntityKind.GROUP, EntityKind.FORUM})
SCARCE = 3
"""How many times more often a namesake must be named for a short name to be that one's, and not the first one's."""

SHORT = 3
"""How many letters in capitals are rather an abbreviation than the name of a town in a dateline."""

NEAR = 600
"""How many tokens back a body is looked for that only a wide noun takes up."""

ABBREVIATION = re.compile(r"(?:[A-Z]\.){2,}")
DOTTED = re.compile(r"\.")

SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


@dataclass(slots=True)
class Draft:
    """An entity while its mentions are still being gathered."""

    kind: EntityKind
    label: str
    names: list[str] = field(default_factory=list)
    mentions: list[Span] = field(default_factory=list)
    gender: Gender | None = None
    sure: bool = False
    """Whether a title or a noun told the gender, and not the given name."""
    plural: bool = False
    spare: bool = False
    """Whether it is forgotten again where nobody speaks for it and nothing was said to or in it."""
    person: bool = False
    """Whether a source without a name is one person, whom "he" or "she" can take up."""

    def freeze(self) -> Entity:
        """Return the finished value: other names and mentions without repetition, in the order of the text."""
        names = tuple(dict.fromkeys(name for name in self.names if name != self.label))
        return Entity(self.kind, self.label, names, tuple(sorted(set(self.mentions))))


class Cast:
    """The entities of one article in the making. Number 0 is its publisher."""

    def __init__(self, publisher: str | None) -> None:
        self.drafts = [Draft(EntityKind.PUBLISHER, publisher or "")]
        self.at: dict[int, int] = {}
        """The entity named at a token."""
        self.places: dict[int, list[int]] = {}
        """The tokens at which an entity is named, in order."""
        self.labels: dict[tuple[str, EntityKind], int] = {}
        self.words: dict[str, dict[int, None]] = {}
        """The entities that have a word in one of their names."""

    def add(self, kind: EntityKind, label: str) -> int:
        """Add a new entity and return its number."""
        self.drafts.append(Draft(kind, label))
        number = len(self.drafts) - 1
        self.labels.setdefault((label.lower(), kind), number)
        self.index(number, label)
        return number

    def index(self, number: int, name: str) -> None:
        """Make an entity be found by the words of a name."""
        for word in name.lower().split():
            self.words.setdefault(word, {})[number] = None

    def named(self, label: str, kind: EntityKind) -> int | None:
        """Return the first entity of this label and kind, if there is one."""
        return self.labels.get((label.lower(), kind))

    def body_called(self, label: str) -> int | None:
        """Return the body of this label, whichever sort of body it is."""
        for kind in (EntityKind.FORUM, EntityKind.ORGANIZATION, EntityKind.GROUP):
            number = self.named(label, kind)
            if number is not None:
                return number
        return None

    def mention(self, number: int, span: Span, name: str | None = None) -> None:
        """Note one more mention of an entity, and the name it goes by there."""
        draft = self.drafts[number]
        draft.mentions.append(span)
        if name and draft.label.isupper() and not name.isupper() and name.lower() == draft.label.lower():
            draft.label = name
        if name:
            draft.names.append(name)
            self.index(number, name)

    def name_at(self, number: int, first: int, last: int) -> None:
        """Note that tokens name an entity."""
        for i in range(first, last + 1):
            self.at[i] = number
        self.place(number, first)

    def place(self, number: int, token: int) -> None:
        """Note that an entity is spoken of at a token, so that a description after it can take it up."""
        insort(self.places.setdefault(number, []), token)

    def state(self, label: str) -> int:
        """Return the state of this name, added if the article has not named it itself."""
        known = self.named(label, EntityKind.STATE)
        return self.add(EntityKind.STATE, label) if known is None else known

    def last_before(self, token: int, numbers: Collection[int]) -> int | None:
        """Return which of some entities was named last before a token."""
        best: tuple[int, int] | None = None
        for number in numbers:
            places = self.places.get(number, [])
            k = bisect_left(places, token)
            if k and (best is None or places[k - 1] > best[0]):
                best = (places[k - 1], number)
        return best[1] if best else None

    def nearest(self, token: int, kinds: Collection[EntityKind]) -> int | None:
        """Return the entity of some kinds that is named last in the words before a token."""
        for i in range(token - 1, max(-1, token - NEAR), -1):
            number = self.at.get(i)
            if number is not None and self.drafts[number].kind in kinds and not self.drafts[number].spare:
                return number
        return None

    def state_called(self, label: str, name: str) -> int:
        """Return the state of this label, which the article calls by a name.

        Its own label is the first name in full that the article gives it, unless it gives the usual one.
        """
        number = self.state(label)
        draft = self.drafts[number]
        if name == label:
            draft.label = label
        elif draft.label == label and not draft.mentions and not name.isupper():
            draft.label = name
        return number

    def freeze(self) -> tuple[Entity, ...]:
        """Return the finished entities."""
        return tuple(draft.freeze() for draft in self.drafts)


@dataclass(slots=True)
class Group:
    """The mentions under one full name, while short names are still looking for it."""

    number: int
    words: list[str]
    count: int
    start: int
    gender: Gender | None


@dataclass(frozen=True)
class Gatherer:
    """Brings the mentions of one article together, the longest names first, so that short names find the full ones."""

    parse: Parse
    lexicon: Lexicon
    cast: Cast
    acronyms: Mapping[str, str]
    groups: dict[tuple[str, str], list[Group]]
    """Groups by the sort of thing ("person", "body") and by each word a short form can begin or end with."""

    def gather(self, mentions: Sequence[Mention]) -> None:
        """Give every mention its entity."""
        placed: dict[tuple[str, EntityKind, Gender | None], int] = {}
        counts: dict[str, int] = {}
        starts: dict[tuple[str, EntityKind], int] = {}
        titled: set[tuple[str, EntityKind]] = set()
        for mention in mentions:
            counts[mention.words.lower()] = counts.get(mention.words.lower(), 0) + 1
            if (mention.words, mention.kind) not in starts:
                starts[(mention.words, mention.kind)] = mention.first
            if mention.title:
                titled.add((mention.words, mention.kind))
        for mention in sorted(mentions, key=lambda m: (-len(m.words.split()), m.gender is None, m.first)):
            key = (mention.words, mention.kind, mention.gender)
            if key not in placed:
                start = starts[key[:2]]
                placed[key] = self.place(mention, counts[mention.words.lower()], start, titled=key[:2] in titled)
            number = placed[key]
            self.cast.mention(number, self.parse.span(mention.first, mention.last), mention.words)
        for mention in mentions:
            self.cast.name_at(placed[(mention.words, mention.kind, mention.gender)], mention.first, mention.last)

    def place(self, mention: Mention, count: int, start: int, *, titled: bool) -> int:
        """Return the entity of a mention: that of a fuller name, or a new one."""
        state = self.lexicon.state_of_name(mention.words) if mention.kind is EntityKind.STATE else None
        if state is not None:
            return self.cast.state_called(state, mention.words)
        whole = self.whole(mention) if mention.kind is EntityKind.FORUM else None
        if whole is not None:
            return whole
        words = core(self.acronyms.get(mention.words, mention.words))
        gender = mention.gender or self.given_gender(mention)
        fitting = [
            group
            for group in self.groups.get((sort(mention.kind), words[-1]), ())
            if (
                shortens(words, group.words, mention.kind)
                or abbreviates(mention.words, group.words)
                or (mention.kind is EntityKind.ORGANIZATION and trades_as(words, group.words, self.lexicon.firms))
                or (mention.kind is EntityKind.ORGANIZATION and begins(words, group.words))
            )
            and (group.gender is gender or None in (group.gender, gender))
            and not (titled and len(words) == 1 < len(group.words) and start < group.start and self.shared(words[-1]))
        ]
        if fitting:
            most = max(group.count for group in fitting)
            best = max(fitting, key=lambda group: (group.words == words, SCARCE * group.count >= most, -group.start))
            best.count += count
            best.gender = best.gender or gender
            draft = self.cast.drafts[best.number]
            self.tell(draft, mention, best.gender)
            if draft.label.isupper() and not mention.words.isupper() and words == best.words:
                draft.label = mention.words
            return best.number
        label, kind = self.official(mention)
        number = self.cast.add(kind, label)
        self.tell(self.cast.drafts[number], mention, gender or self.lexicon.given_to(words[0]))
        self.cast.drafts[number].plural = kind is EntityKind.GROUP
        group = Group(number, words, count, start, gender)
        ends = {
            words[-1],
            *(words[:-1] if mention.kind is EntityKind.PERSON or words[-1] in self.lexicon.firms else []),
            *(words[:1] if mention.kind is EntityKind.ORGANIZATION else []),
        }
        if mention.kind in BODIES and len(words) > 1:
            ends.add(capitals(words))
        for end in ends:
            self.groups.setdefault((sort(mention.kind), end), []).append(group)
        return number

    def shared(self, name: str) -> bool:
        """Say whether several people of the article have a family name."""
        return len({group.number for group in self.groups.get(("person", name), ()) if group.words[-1] == name}) > 1

    def whole(self, mention: Mention) -> int | None:
        """Return the forum that a name of one word is short for: "House", and "Commission" for "Commission IV of"."""
        forums = [(n, d.label) for n, d in enumerate(self.cast.drafts) if d.kind is EntityKind.FORUM]
        if mention.words == "House":
            return next((n for n, label in forums if parliament(label)), None)
        if " " in mention.words or mention.words.lower() not in self.lexicon.topical:
            return None
        fuller = [n for n, label in forums if mention.words in label.split()]
        return fuller[0] if len(fuller) == 1 else None

    def tell(self, draft: Draft, mention: Mention, gender: Gender | None) -> None:
        """Note whether a person is a man or a woman; what a title says is held against a given name."""
        titled = self.titled_gender(mention)
        if titled is not None and not draft.sure:
            draft.gender, draft.sure = titled, True
        draft.gender = draft.gender or gender

    def titled_gender(self, mention: Mention) -> Gender | None:
        """Return what the form of address or the title before a person's name tells."""
        if mention.gender is not None or mention.title is None:
            return mention.gender
        return self.lexicon.gender_of(self.parse.tokens[mention.title[1]].lower)

    def given_gender(self, mention: Mention) -> Gender | None:
        """Return what the title or the given name of a person tells."""
        if mention.kind is not EntityKind.PERSON:
            return None
        first, *more = mention.words.split()
        return self.titled_gender(mention) or (self.lexicon.given_to(first) if more else None)

    def official(self, mention: Mention) -> tuple[str, EntityKind]:
        """Return the label and kind: a state's and a parliament's by the authority, all others as printed."""
        if mention.kind is EntityKind.FORUM:
            adjective, _, rest = mention.words.partition(" ")
            state = self.lexicon.state_of_adjective(adjective)
            if state is not None and f"{rest} of {state}" in self.lexicon.names.forums:
                return f"{rest} of {state}", EntityKind.FORUM
        if mention.kind is EntityKind.PLACE and mention.words.isupper() and len(mention.words) > SHORT:
            return mention.words.title(), mention.kind
        return mention.words, mention.kind


def parliament(name: str) -> bool:
    """Say whether a forum is a parliament by its name, which an article then calls "the House".

    >>> parliament("National Assembly"), parliament("National Assembly Committee on Water")
    (True, False)
    """
    words = name.lower().split()
    return words[-1] in PARLIAMENTS or (words[0] in PARLIAMENTS and words[1:2] == ["of"])


PARLIAMENTS = frozenset(
    {
        *("assembly", "bundestag", "commons", "cortes", "duma", "dáil", "folketing", "knesset", "lords", "majlis"),
        *("parliament", "rada", "rakyat", "riksdag", "sabha", "seimas", "sejm", "storting"),
    }
)


def sort(kind: EntityKind) -> str:
    """Return what two mentions must share to be of the same: the pipeline mixes up bodies, and people never."""
    return "body" if kind in BODIES else str(kind)


def core(name: str) -> list[str]:
    """Return the words of a name in lower case, without what follows a family name.

    >>> core("Robert Kennedy Jr."), core("U.N. Security Council")
    (['robert', 'kennedy'], ['un', 'security', 'council'])
    """
    words = [DOTTED.sub("", word) if ABBREVIATION.fullmatch(word) else word for word in name.split()]
    words = [word.lower().replace("’", "'") for word in words]
    while len(words) > 1 and words[-1] in SUFFIXES:
        words.pop()
    return words


def shortens(short: list[str], full: list[str], kind: EntityKind) -> bool:
    """Say whether a name is a short form of a fuller one.

    A person's is the first or the last name, both without what stands between, or the first of two family names; a
    body's are its last words.
    """
    if kind is EntityKind.PERSON:
        short, full = bare(short), bare(full)
    if short == full:
        return True
    if len(short) >= len(full):
        return False
    if full[-len(short) :] == short:
        return True
    if kind is EntityKind.PERSON:
        family = len(short) == 1 and len(full) > 2 and full[-2] == short[0]
        outer = len(short) > 1 and (short[0], short[-1]) == (full[0], full[-1])
        initial = (
            len(short) > 1 and short[0].endswith(".") and full[0].startswith(short[0][:-1]) and short[-1] == full[-1]
        )
        return family or outer or initial or full[: len(short)] == short
    return False


def bare(words: list[str]) -> list[str]:
    """Return the words of a person's name without the Arabic article, which papers print or leave out.

    >>> bare(["munir", "al-halabi"])
    ['munir', 'halabi']
    """
    return [word.partition("-")[2] or word if word.startswith(("al-", "el-")) else word for word in words]


def trades_as(short: list[str], full: list[str], firms: Collection[str]) -> bool:
    """Say whether a name is a firm's without the words that say what it is.

    >>> trades_as(["acme"], ["acme", "holdings"], {"holdings"}), trades_as(["acme"], ["acme", "news"], {"holdings"})
    (True, False)
    """
    return len(short) < len(full) and full[-1] in firms and full[: len(short)] == short


def begins(short: list[str], full: list[str]) -> bool:
    """Say whether one word is the first of a body's two or three words, which mostly is its short name.

    >>> begins(["perdana"], ["perdana", "wirasawit"]), begins(["bank"], ["bank", "of", "ghana"])
    (True, False)
    """
    return len(short) == 1 and len(short[0]) > 4 and 1 < len(full) < 4 and full[0] == short[0] and full[1] not in SMALL


def abbreviates(short: str, full: list[str]) -> bool:
    """Say whether a name in capitals stands for a body's full name."""
    return len(short) > 1 and short.isupper() and len(full) > 1 and core(short) == [capitals(full)]


def capitals(words: list[str]) -> str:
    """Return the letters an acronym of some words is made of, the small words left out.

    >>> capitals(["department", "of", "justice"])
    'dj'
    """
    parts = [part for word in words for part in word.split("-")]
    return "".join(part[0] for part in parts if part and part not in SMALL)


SMALL = frozenset({"of", "the", "and", "for", "on", "in", "e"})
