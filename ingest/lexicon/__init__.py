"""Language knowledge as data: cues by language, read once into frozen tables."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from ingest.model import Kind, Stance

if TYPE_CHECKING:
    from ingest.parse import Token


@dataclass(frozen=True, slots=True)
class Cue:
    """What a cue word takes and means. ``frames`` name the shapes its content can have."""

    lemma: str
    frames: frozenset[str]
    act: str
    stance: Stance
    kind: Kind


@dataclass(frozen=True, slots=True)
class Words:
    """Closed classes of words, in lower case; ``cues.toml`` says what each is for."""

    authors: frozenset[str]
    anybody: frozenset[str]
    speakers: frozenset[str]
    relatives: frozenset[str]
    heads_of_relatives: frozenset[str]
    reflexives: frozenset[str]
    linking: frozenset[str]
    questions: frozenset[str]
    modals: frozenset[str]
    carried_out: frozenset[str]
    reasons: frozenset[str]
    charges: frozenset[str]
    negations: frozenset[str]
    possible: frozenset[str]
    doubts: frozenset[str]
    demanding: frozenset[str]
    making: frozenset[str]
    told_to: frozenset[str]
    pronouns: frozenset[str]
    relaying: frozenset[str]
    falsehoods: frozenset[str]


@dataclass(frozen=True, slots=True)
class Media:
    """How newspapers, broadcasters and agencies are known: by a name, or by the last word of a phrase."""

    names: frozenset[str]
    nouns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Precision:
    """How often each rule was right when it was measured (``confidence.toml``): by its kinds, and by frequent cues."""

    kinds: Mapping[tuple[str, Kind], float]
    cues: Mapping[tuple[str, str], float]

    @classmethod
    def of(cls, table: Mapping[str, Mapping[str, object]]) -> Precision:
        """Read the table."""
        kinds: dict[tuple[str, Kind], float] = {}
        cues: dict[tuple[str, str], float] = {}
        for rule, shares in table.items():
            for name, value in shares.items():
                if isinstance(value, dict):
                    cues.update({(rule, lemma): float(share) for lemma, share in value.items()})
                else:
                    kinds[rule, Kind(name)] = float(str(value))
        return cls(MappingProxyType(kinds), MappingProxyType(cues))

    def confidence(self, rule: str, kind: Kind, lemma: str = "") -> float:
        """Return the share of findings like this one that were right.

        It is the rule's lowest where its kind was not met, and one half where the rule was not met at all.
        """
        met = self.cues.get((rule, lemma), self.kinds.get((rule, kind)))
        if met is not None:
            return met
        return min((share for (other, _), share in self.kinds.items() if other == rule), default=0.5)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The cues of one language: verbs (alone or with a particle) and nouns by lemma, adjectives as written.

    ``forms`` gives the lemma of forms that the language pipeline takes for another word's ("hoping" for "hop"),
    ``labels`` the words before a colon that name no speaker, ``precision`` how often each rule was right.
    """

    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Cue]
    adjectives: Mapping[str, Cue]
    forms: Mapping[str, str]
    labels: frozenset[str]
    words: Words
    media: Media
    precision: Precision

    def verb(self, token: Token, particle: str | None = None) -> Cue | None:
        """Return what a verb means as a cue, alone or with its particle."""
        lemma = self.forms.get(token.lower, token.lemma)
        return self.verbs.get(lemma if particle is None else f"{lemma} {particle}")


@cache
def load(language: str = "en") -> Lexicon:
    """Read a language's cues.

    >>> load("en").verbs["deny"].stance
    <Stance.DENY: 'deny'>
    """
    folder = files(__name__).joinpath(language)
    data = tomllib.loads(folder.joinpath("cues.toml").read_text(encoding="utf-8"))
    return Lexicon(
        read_cues(data["verbs"]),
        read_cues(data["nouns"]),
        read_cues(data["adjectives"]),
        MappingProxyType(dict(data["forms"])),
        frozenset(data["labels"]["words"].split()),
        Words(**{name: frozenset(words.split()) for name, words in data["words"].items()}),
        Media(**{name: frozenset(words.split()) for name, words in data["media"].items()}),
        Precision.of(tomllib.loads(folder.joinpath("confidence.toml").read_text(encoding="utf-8"))),
    )


def read_cues(groups: list[dict[str, object]]) -> Mapping[str, Cue]:
    """Spread groups of lemmas that behave alike into one table.

    Raises
    ------
    ValueError
        A lemma stands in two groups: nobody could say which one holds.
    """
    cues: dict[str, Cue] = {}
    for group in groups:
        frames = frozenset(str(group["frames"]).split())
        for word in str(group["lemmas"]).split():
            lemma = word.replace("_", " ")
            if lemma in cues:
                raise ValueError(f"the cue {lemma!r} stands in two groups")
            cues[lemma] = Cue(
                lemma,
                frames,
                str(group.get("act", "assert")),
                Stance(str(group.get("stance", "affirm"))),
                Kind(str(group.get("kind", "statement"))),
            )
    return MappingProxyType(cues)
