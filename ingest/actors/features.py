"""What speaks for an entry of the authority, and against it, in an article that has its name.

An article that speaks of the entry's state, or begins there, speaks for it; so does an office beside a person's name
that the entry held on that day, and so do other names that are known. A namesake is betrayed by an occupation, by an
article that speaks of other states, and by the long form of an acronym.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rdflib import URIRef
from rdflib.term import Node

from ingest.actors.names import Entry, Names, Sort, fold
from ingest.actors.words import Words
from ingest.datelines import DATELINE
from ingest.model import Entity, EntityKind, Extraction, Span
from ontology.terms import REC

FITTING: Mapping[EntityKind, frozenset[URIRef]] = {
    EntityKind.PERSON: frozenset({REC.Person}),
    EntityKind.ORGANIZATION: frozenset({REC.Organization, REC.Forum, REC.Group}),
    EntityKind.GROUP: frozenset({REC.Group, REC.Organization}),
    EntityKind.STATE: frozenset({REC.State}),
    EntityKind.FORUM: frozenset({REC.Forum, REC.Organization}),
    EntityKind.PLACE: frozenset({REC.Place, REC.State}),
    EntityKind.SITE: frozenset({REC.Place, REC.Site}),
}
"""The classes of entries that a kind of entity may be."""

ACTORS = frozenset({EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.GROUP, EntityKind.FORUM})
FEATURES = (
    *(str(sort) for sort in Sort),
    "state", "person", "odd",
    "home", "away", "seat", "astray",
    "titled", "role", "humble", "company", "strangers", "of_other",
)  # fmt: skip
BEFORE, AFTER, MENTIONS = 60, 80, 3
STOP = re.compile(r"[.!?”\"]\s|\n")
OF = re.compile(r" of (?:the )?([A-Z][\w’'-]*(?: (?:of )?[A-Z][\w’'-]*){0,3})")
WORD = re.compile(r"[^\W\d_][\w’'.-]*")
LONGEST = 4
SEAT = 2
"""As how many mentions it counts that an article begins in a state."""
type Row = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Choice:
    """An entity's candidates, in a fixed order, and what speaks for each."""

    entity: int
    entries: tuple[Entry, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """The states that an article names, where, and how often; and the one in which it begins."""

    named: tuple[tuple[int, Node], ...]
    shares: Mapping[Node, float]
    seat: Node | None


def survey(extraction: Extraction, names: Names) -> Setting:
    """Find the states that an article names: themselves, their adjectives, and their capitals."""
    article = extraction.article
    named = tuple(scan(article.text, names))
    counts = Counter(state for _, state in named)
    counts.update(state for _, state in scan(article.title or "", names))
    for entity in extraction.entities:
        if entity.kind is EntityKind.STATE:
            for iri in names.find(iter((entity.label, *entity.names)), FITTING[entity.kind]):
                counts[iri] = max(counts[iri], 1 + len(entity.mentions))
    line = DATELINE.match(article.text.lstrip())
    seat = next((state for _, state in scan(line[0].title(), names)), None) if line else None
    if seat is not None:
        counts[seat] += SEAT
    total = sum(counts.values())
    return Setting(named, {state: count / total for state, count in counts.items()}, seat)


def scan(text: str, names: Names) -> Iterator[tuple[int, Node]]:
    """Yield the states that are named in a text, the longest names first, with where they stand."""
    words = [*WORD.finditer(text)]
    n = 0
    while n < len(words):
        for length in range(min(LONGEST, len(words) - n), 0, -1):
            raw = text[words[n].start() : words[n + length - 1].end()]
            state = next((names.states[each] for each in spellings(raw) if each in names.states), None)
            if state is not None:
                yield words[n].start(), state
                n += length - 1
                break
        n += 1


def spellings(raw: str) -> Iterator[str]:
    """Yield a name as printed, and without what ends a sentence or makes it an owner.

    >>> [*spellings("Kenya's")], [*spellings("U.S.")]
    (["Kenya's", 'Kenya'], ['U.S.', 'U.S'])
    """
    yield raw
    plain = re.sub(r"[’']s$|[.’'-]+$", "", raw)
    if plain != raw:
        yield plain


def gather(extraction: Extraction, names: Names, words: Words) -> list[Choice]:
    """Return the choices of an article: each entity that bears the name of an entry, and its candidates."""
    setting = survey(extraction, names)
    found = {n: candidates(entity, names, setting) for n, entity in enumerate(extraction.entities)}
    others = [n for n, entity in enumerate(extraction.entities) if entity.kind is EntityKind.PERSON and entity.mentions]
    choices = []
    for n, entries in found.items():
        if not entries:
            continue
        beside = [other for other in others if other != n]
        known = sum(bool(found[other]) for other in beside)
        company = known / len(beside) if beside else 0.0
        strangers = float(bool(beside) and not known)
        entity = extraction.entities[n]
        context = read_context(extraction.article.text, entity)
        rows = tuple(
            {
                **describe(entity, entry, extraction, setting, context, words),
                **({"company": company, "strangers": strangers} if entity.kind is EntityKind.PERSON else {}),
            }
            for entry in entries
        )
        choices.append(Choice(n, entries, rows))
    return choices


def candidates(entity: Entity, names: Names, setting: Setting) -> tuple[Entry, ...]:
    """Return the entries that bear an entity's name and are of its kind; a body may be a state by its seat.

    Where the article speaks of their states, those of the state that it speaks of most are left.
    """
    classes = FITTING.get(entity.kind)
    if classes is None:
        return ()
    found = names.find(iter((entity.label, *entity.names)), classes)
    if not found and entity.kind is EntityKind.ORGANIZATION and not entity.label.isupper():
        found = names.find(iter((entity.label,)), FITTING[EntityKind.STATE])
    known = [each for each in found.values() if not is_out(entity, each, names, setting)]
    most = max((setting.shares.get(each.home, 0.0) for each in known if each.home is not None), default=0.0)
    near = (each for each in known if not most or each.home is None or setting.shares.get(each.home) == most)
    return tuple(sorted(near, key=lambda each: each.iri))


def is_out(entity: Entity, entry: Entry, names: Names, setting: Setting) -> bool:
    """Say whether an entry cannot be meant: a bare name of another state's body, an acronym of something else.

    An acronym that the article spells out must share a word with a name of the entry.
    """
    if entry.sort is Sort.BARE:
        return entry.home is not None and entry.home not in setting.shares
    spelled = [name for name in (entity.label, *entity.names) if " " in name]
    shared = (set(fold(name).split()) & names.words[entry.iri] for name in spelled)
    return entry.sort is Sort.ACRONYM and bool(spelled) and not any(shared)


@dataclass(frozen=True, slots=True)
class Context:
    """The words before and after the first mentions of an entity, and what the name is said to be of."""

    words: frozenset[str]
    of: str | None


def read_context(text: str, entity: Entity) -> Context:
    """Read what stands beside an entity's first mentions that have its name."""
    words: set[str] = set()
    of = None
    for mention in named(text, entity):
        before = STOP.split(text[max(0, mention.start - BEFORE) : mention.start])[-1]
        after = STOP.split(text[mention.end : mention.end + AFTER])[0]
        words |= {fold(word[0]) for part in (before, after) for word in WORD.finditer(part)}
        tail = OF.match(text, mention.end)
        of = of or (tail[1] if tail else None)
    return Context(frozenset(words), of)


def named(text: str, entity: Entity) -> Sequence[Span]:
    """Return the first mentions of an entity that name it."""
    known = {entity.label, *entity.names}
    return [each for each in sorted(entity.mentions) if each.of(text) in known][:MENTIONS]


def describe(
    entity: Entity, entry: Entry, extraction: Extraction, setting: Setting, context: Context, words: Words
) -> Row:
    """Return what speaks for one entry and against it."""
    person, state = entity.kind is EntityKind.PERSON, REC.State in entry.classes
    row = {
        str(entry.sort): 1.0,
        "state": float(state),
        "person": float(person),
        "odd": float(state and entity.kind is EntityKind.ORGANIZATION),
    }
    if entry.home is not None and not state:
        row["home"] = setting.shares.get(entry.home, 0.0)
        row["away"] = float(entry.home not in setting.shares)
        row["seat"] = float(setting.seat == entry.home)
        row["astray"] = float(setting.seat is not None and setting.seat != entry.home)
    if context.of is not None and not state:
        owner = find_owner(context.of, setting, extraction.article.text)
        row["of_other"] = float(owner not in (entry.home, entry.iri))
    if person:
        roles = [held.words for held in entry.held if held.on(extraction.article.published)]
        row["titled"] = float(bool(context.words & words.offices))
        row["role"] = float(any(len(context.words & role & words.telling) >= 1 for role in roles))
        row["humble"] = float(bool(context.words & words.humble) and not row["titled"])
    return row


def find_owner(of: str, setting: Setting, text: str) -> Node | str:
    """Return the state that a name is of, or the words where they are no state's."""
    at = text.find(f"of {of}")
    start = at + 3 if at >= 0 else text.find(of)
    return next((state for where, state in setting.named if where == start), of)
