"""What joining starts from, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

PERSON = "Person"


@dataclass(frozen=True, slots=True)
class Held:
    """An office as an article gives it: its words, and whose office it is, where the article says so.

    ``body`` is what the body refers to, or its name folded; ``body_label`` its name as printed.
    """

    words: str
    body: str | None = None
    body_label: str | None = None


@dataclass(frozen=True, slots=True)
class Bearer:
    """One article's actor that bears a name nothing on record has.

    ``node`` and ``version`` are addresses. ``sort`` is the local name of its class, ``owner`` what it is a part of,
    ``states`` those that the article speaks of most, and ``company`` who and what else it names, each as what it
    refers to or by its name, folded.
    """

    node: str
    version: str
    label: str
    sort: str
    names: frozenset[str] = frozenset()
    owner: str | None = None
    day: date | None = None
    held: tuple[Held, ...] = ()
    states: frozenset[str] = frozenset()
    company: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Membership:
    """That a bearer is one of an entity, how sure that is, and why."""

    bearer: Bearer
    score: float
    reasons: tuple[str, ...]
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor that is known from several articles, the first that named it first."""

    iri: str
    members: tuple[Membership, ...]

    @property
    def sort(self) -> str:
        """The class that it is of."""
        return self.members[0].bearer.sort


@dataclass(frozen=True, slots=True)
class Constraints:
    """What people decided, and the addresses that entities have already.

    ``joined`` leads from a node to the entity that it was said to be of, ``barred`` to those that it was said not to
    be of, ``known`` to the entity that it is of so far.
    """

    joined: Mapping[str, str] = field(default_factory=dict)
    barred: Mapping[str, frozenset[str]] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)
