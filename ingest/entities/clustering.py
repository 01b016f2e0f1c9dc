"""The bearers of alike names, joined one after the other: each to the entity that it fits best, or to none.

The score is a probability, from log-odds that add up: how rare the name is, and what speaks for and against. Bearers
are taken in order of their articles' days, so the same corpus always gives the same entities. What a person decided
comes before any score.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ingest.entities.model import PERSON, Bearer, Constraints, Entity, Membership
from ingest.entities.names import PREFIX, Alike, Commonness, compare_bodies, compare_people, fold
from ingest.entities.words import Words

JOINED = 0.75
"""The score from which a bearer is joined to an entity."""

COMMON_SLACK, CHANCE = 0.15, {Alike.SAME: 0.0, Alike.MIDDLE: -0.2, Alike.INITIAL: -1.0, Alike.SPELT: -1.2}
SAME_BODY, SAME_OFFICE, OTHER_OFFICE = 1.5, 1.0, -0.7
SAME_STATES, OTHER_STATES = 0.7, -1.5
SAME_OWNER = 2.0
MOST_COMPANY, COMPANY = 2.0, 0.35
BODY_NAME, SHORT_NAME, GENERIC_NAME = 1.5, 0.6, -0.8
APART, FAR_APART = 12 * 365, -0.7
ALIKE_OFFICES = 0.5


@dataclass(slots=True)
class Cluster:
    """An entity in the making."""

    iri: str | None
    members: list[Membership] = field(default_factory=list)
    versions: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    offices: set[frozenset[str]] = field(default_factory=set)
    states: Counter[str] = field(default_factory=Counter)
    company: set[str] = field(default_factory=set)
    owners: set[str] = field(default_factory=set)
    days: list[date] = field(default_factory=list)

    def add(self, membership: Membership) -> None:
        """Take a bearer in, and learn from it."""
        bearer = membership.bearer
        self.members.append(membership)
        self.versions.add(bearer.version)
        self.bodies |= {held.body for held in bearer.held if held.body}
        self.offices |= {frozenset(fold(held.words)) for held in bearer.held}
        self.states.update(bearer.states)
        self.company |= bearer.company
        self.owners |= {bearer.owner} if bearer.owner else set()
        self.days += [bearer.day] if bearer.day else []


class Corpus:
    """What all bearers together say of how telling a name and a companion are."""

    def __init__(self, bearers: Sequence[Bearer], words: Words) -> None:
        self.commonness = Commonness.of(fold(each.label) for each in bearers if each.sort == PERSON)
        self.words = words
        within: dict[str, set[str]] = defaultdict(set)
        for bearer in bearers:
            for each in bearer.company:
                within[each].add(bearer.version)
        self._within = {each: len(versions) for each, versions in within.items()}
        self._articles = len({bearer.version for bearer in bearers})

    def weigh(self, companions: Iterable[str]) -> float:
        """Say how telling it is that two articles name the same others: the rarer, the more."""
        telling = (math.log(self._articles / self._within.get(each, 1)) for each in companions)
        return min(MOST_COMPANY, COMPANY * sum(telling))

    def score(self, bearer: Bearer, cluster: Cluster) -> tuple[float, tuple[str, ...]]:
        """Say how likely a bearer is one of an entity, and why; 0 where it cannot be."""
        alike = max(compare(bearer, member.bearer) for member in cluster.members)
        if alike is Alike.NOT or bearer.version in cluster.versions:
            return 0.0, ()
        weights = dict([self._name(bearer, alike)])
        if bearer.owner and cluster.owners:
            if bearer.owner not in cluster.owners:
                return 0.0, ()
            weights["part of the same body"] = SAME_OWNER
        weights |= self._offices(bearer, cluster)
        weights |= self._surroundings(bearer, cluster)
        total = sum(weights.values())
        return round(1 / (1 + math.exp(-total)), 3), tuple(sorted(weights, key=lambda each: -abs(weights[each])))

    def _name(self, bearer: Bearer, alike: Alike) -> tuple[str, float]:
        words = fold(bearer.label)
        if bearer.sort == PERSON:
            weight = -math.log(self.commonness.expect(words) + COMMON_SLACK) + CHANCE[alike]
            return ("the same name" if alike is Alike.SAME else "a like name"), weight
        if self.words.is_generic(words):
            return "the same name, which many bodies have", GENERIC_NAME
        return "the same name", BODY_NAME if len(words) > 1 else SHORT_NAME

    def _offices(self, bearer: Bearer, cluster: Cluster) -> Mapping[str, float]:
        weights: dict[str, float] = {}
        if {held.body for held in bearer.held if held.body} & cluster.bodies:
            weights["an office of the same body"] = SAME_BODY
        own = [frozenset(fold(held.words)) for held in bearer.held]
        if any(share(one, other) >= ALIKE_OFFICES for one in own for other in cluster.offices):
            weights["the same office"] = SAME_OFFICE
        elif own and cluster.offices and not weights:
            weights["another office"] = OTHER_OFFICE
        return weights

    def _surroundings(self, bearer: Bearer, cluster: Cluster) -> Mapping[str, float]:
        weights: dict[str, float] = {}
        if bearer.states and cluster.states:
            if bearer.states & cluster.states.keys():
                weights["articles about the same state"] = SAME_STATES
            else:
                weights["articles about other states"] = OTHER_STATES
        if shared := bearer.company & cluster.company:
            weights["articles that name the same others"] = self.weigh(shared)
        if bearer.day and cluster.days and min(abs((bearer.day - day).days) for day in cluster.days) > APART:
            weights["more than twelve years apart"] = FAR_APART
        return weights


def share(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the part of the words of two offices that both have (Jaccard).

    >>> share(frozenset({"foreign", "minister"}), frozenset({"minister", "for", "foreign", "affairs"}))
    0.5
    """
    return len(one & other) / len(one | other) if one | other else 0.0


def compare(one: Bearer, other: Bearer) -> Alike:
    """Say how alike the names of two bearers are; only those of one sort can be one."""
    if (one.sort == PERSON) != (other.sort == PERSON):
        return Alike.NOT
    return (compare_people if one.sort == PERSON else compare_bodies)(fold(one.label), fold(other.label))


def block(bearer: Bearer) -> str | None:
    """Name the group of bearers that one is compared with; ``None`` where its name is too little to go by."""
    words = fold(bearer.label)
    if bearer.sort == PERSON:
        return f"person {words[0][0]} {words[-1][:PREFIX]}" if len(words) > 1 else None
    # "the debate" names no one meeting: what an article describes stays in the article.
    return f"body {min(words)}" if words and bearer.label != bearer.label.lower() else None


def join(bearers: Iterable[Bearer], words: Words, base: str, constraints: Constraints | None = None) -> list[Entity]:
    """Join the bearers of a corpus into entities; those that stay alone are none.

    Examples
    --------
    >>> from datetime import date
    >>> from ingest.entities.words import load
    >>> told = [Bearer(f"v{n}/actor/1", f"v{n}", "Ana Duarte", "Person", day=date(2024, 1, n)) for n in (1, 2)]
    >>> [entity] = join(told, load(), "https://example.org/id/")
    >>> entity.iri.startswith("https://example.org/id/actor/ana-duarte-"), entity.members[1].score
    (True, 0.866)
    """
    held = constraints or Constraints()
    every = sorted(bearers, key=lambda each: (each.day or date.max, each.node))
    corpus = Corpus(every, words)
    blocks: dict[str, list[Cluster]] = defaultdict(list)
    fixed: dict[str, Cluster] = {}
    for bearer in every:
        key = block(bearer)
        clusters = blocks[key] if key is not None else []
        if (iri := held.joined.get(bearer.node)) is not None:
            if iri not in fixed:
                fixed[iri] = Cluster(iri)
            cluster, membership = fixed[iri], Membership(bearer, 1.0, ("decided",), decided=True)
            if cluster not in clusters:
                clusters.append(cluster)
        else:
            cluster, membership = choose(bearer, clusters, corpus, held)
        cluster.add(membership)
    made = {id(each): each for group in blocks.values() for each in group} | {id(each): each for each in fixed.values()}
    kept = [each for each in made.values() if len(each.members) > 1 or any(one.decided for one in each.members)]
    return name_entities(kept, base, held)


def choose(bearer: Bearer, clusters: list[Cluster], corpus: Corpus, held: Constraints) -> tuple[Cluster, Membership]:
    """Choose the entity that a bearer fits best, or begin one with it."""
    barred = held.barred.get(bearer.node, frozenset())
    best, found = 0.0, (Cluster(None), Membership(bearer, 1.0, ("the first to be named",)))
    for cluster in clusters:
        others = {held.known.get(member.bearer.node) for member in cluster.members} | {cluster.iri}
        if barred & others or not cluster.members:
            continue
        score, reasons = corpus.score(bearer, cluster)
        if score >= JOINED and score > best:
            best, found = score, (cluster, Membership(bearer, score, reasons))
    if found[0] not in clusters:
        clusters.append(found[0])
    return found


def name_entities(clusters: Iterable[Cluster], base: str, held: Constraints) -> list[Entity]:
    """Give each entity the address that most of its members know it by, or a new one."""
    wanted: list[tuple[int, str, Cluster]] = []
    for cluster in clusters:
        known = Counter(held.known[m.bearer.node] for m in cluster.members if m.bearer.node in held.known)
        for iri, count in known.items():
            wanted.append((-count, iri, cluster))
    given: dict[int, str] = {id(each): each.iri for each in clusters if each.iri is not None}
    taken = {*given.values()}
    for _, iri, cluster in sorted(wanted, key=lambda each: each[:2]):
        if id(cluster) not in given and iri not in taken:
            given[id(cluster)] = iri
            taken.add(iri)
    found = []
    for cluster in clusters:
        iri = given.get(id(cluster)) or coin(cluster.members[0].bearer, base)
        found.append(Entity(iri, tuple(_settle(cluster))))
    return sorted(found, key=lambda each: each.iri)


def _settle(cluster: Cluster) -> Iterable[Membership]:
    """Give the first of an entity the score of the one that joined it most surely: it was joined by that."""
    first, *rest = cluster.members
    surest = max((each.score for each in rest), default=1.0)
    yield first if first.decided else replace(first, score=surest)
    yield from rest


def coin(first: Bearer, base: str) -> str:
    """Make the address of an entity out of the name and the address of its first bearer.

    >>> coin(Bearer("v/actor/1", "v", "Ana Duarte", "Person"), "https://example.org/id/")
    'https://example.org/id/actor/ana-duarte-9a92f0e1'
    """
    words = "-".join("".join(c for c in word if c.isascii() and c.isalnum()) for word in fold(first.label))
    digest = hashlib.sha256(first.node.encode()).hexdigest()[:8]
    return f"{base}actor/{words.strip('-')}-{digest}".replace("--", "-")
