"""The words for events, read once from ``ingest/lexicon/<language>/events.toml``, which explains them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from ingest.parse import Token

Words = frozenset[str]
Slots = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """One reading of a word: the type it names, what must stand beside it, and where its parties stand.

    Empty sets of words demand nothing. ``beside`` is the second word of "call off" or "open fire".
    """

    type: str
    lemma: str
    beside: str
    agent: Slots
    recipient: Slots
    objects: Words
    not_objects: Words
    objects_are: Words
    no_object: bool
    complement: bool
    modifiers: Words
    not_modifiers: Words
    modifiers_or_of: Words
    of: Words
    sentence: Words
    not_sentence: Words
    plural: bool
    carried: bool
    reciprocal: bool
    mediation: bool
    weak: bool
    deed: bool
    personal: str | None


@dataclass(frozen=True, slots=True)
class Bearing:
    """How words around an event bear on whether it happened; the fields are the lists of the data."""

    carry: Words
    own: Words
    occur: Words
    last: Words
    suffer: Words
    stop: Words
    prevent: Words
    open: Words
    plan: Words
    imply: Words
    open_nouns: Words
    stop_nouns: Words
    prevent_nouns: Words
    open_words: Words
    plan_words: Words
    new_words: Words
    maybe: Words
    possible: Words
    able: Words
    ahead: Words
    negations: Words
    conditions: Words
    not_yet: Words


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The frames by lemma, and the small words beside them. ``kin`` leads a lemma to the name of its family."""

    verbs: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, tuple[Frame, ...]]
    bearing: Bearing
    members: Words
    amounts: Words
    places: Words
    lands: Words
    mediated_by: Words
    hosts: Words
    physical: Words
    general: Words
    kin: Mapping[str, str]
    forms: Mapping[str, str]
    """Inflected forms with the lemma they belong to, where a pipeline's own lemma is not one we know."""
    known: Words

    def lemma(self, token: Token) -> str:
        """Return a token's dictionary form: the pipeline's where these tables know it, else the one of its form.

        The English pipelines take "raped" to be of "rap" and "bases" of "basis".
        """
        lemma = token.lemma.lower()
        return lemma if lemma in self.known else self.forms.get(token.lower, lemma)


@cache
def load(language: str = "en") -> Lexicon:
    """Read the events of one language.

    >>> [frame.type for frame in load().nouns["ceasefire"]]
    ['AGREE']
    """
    data = tomllib.loads((files("ingest") / "lexicon" / language / "events.toml").read_text(encoding="utf-8"))
    bearing = data.pop("bearing")
    parties = data.pop("parties")
    frames: dict[str, dict[str, list[Frame]]] = {"verb": {}, "noun": {}}
    for name, entry in data.items():
        for group in entry["groups"]:
            for sort, key in (("verb", "verbs"), ("noun", "nouns")):
                for lemma in str(group.get(key, "")).split():
                    frame = read_frame(name, lemma, {**entry.get(sort, {}), **group}, entry)
                    frames[sort].setdefault(frame.lemma, []).append(frame)
    known = all_words(data) | all_words(bearing) | all_words(parties)
    return Lexicon(
        verbs=MappingProxyType({lemma: ordered(found) for lemma, found in frames["verb"].items()}),
        nouns=MappingProxyType({lemma: ordered(found) for lemma, found in frames["noun"].items()}),
        bearing=Bearing(**{name: words(value) for name, value in bearing.items()}),
        members=words(parties["members"]),
        amounts=words(parties["amounts"]),
        places=words(parties["places"]),
        lands=words(parties["lands"]),
        mediated_by=words(parties["mediated_by"]),
        hosts=words(parties["hosts"]),
        physical=words(parties["physical"]),
        general=words(parties["general"]),
        known=known,
        forms=MappingProxyType({form: lemma for lemma in sorted(known) for form in inflect(lemma)}),
        kin=MappingProxyType({word: line.split()[0] for line in parties["kin"] for word in line.split()}),
    )


def ordered(frames: list[Frame]) -> tuple[Frame, ...]:
    """Put a word's longer readings before its shorter ones: "hand over" before "hand"."""
    return tuple(sorted(frames, key=lambda frame: not frame.beside))


def read_frame(name: str, word: str, group: Mapping[str, Any], entry: Mapping[str, Any]) -> Frame:
    """Return one word's frame: the group's settings over those of the type."""
    lemma, _, beside = word.partition("_")
    return Frame(
        type=name,
        lemma=lemma,
        beside=beside.replace("_", " "),
        agent=tuple(str(group["agent"]).split()),
        recipient=tuple(str(group["recipient"]).split()),
        objects=words(group.get("objects", "")),
        not_objects=words(group.get("not_objects", "")),
        objects_are=words(group.get("objects_are", "")),
        complement=bool(group.get("complement", False)),
        no_object=bool(group.get("no_object", False)),
        modifiers=words(group.get("modifiers", "")),
        not_modifiers=words(group.get("not_modifiers", "")),
        modifiers_or_of=words(group.get("modifiers_or_of", "")),
        of=words(group.get("of", "")),
        sentence=words(group.get("sentence", "")),
        not_sentence=words(group.get("not_sentence", "")),
        plural=bool(group.get("plural", False)),
        carried=bool(group.get("carried", False)),
        reciprocal=bool(group.get("reciprocal", entry.get("reciprocal", False))),
        mediation=bool(group.get("mediation", False)),
        weak=bool(group.get("weak", False)),
        deed=bool(group.get("deed", False)),
        personal=group.get("personal"),
    )


def words(text: object) -> Words:
    """Return the words of a list; an underscore stands for a space."""
    return frozenset(word.replace("_", " ") for word in str(text).split())


def all_words(table: object) -> Words:
    """Return every word in the lists of a table, the parts of a phrase each by itself."""
    if isinstance(table, Mapping):
        return frozenset(word for value in table.values() for word in all_words(value))
    if isinstance(table, list):
        return frozenset(word for value in table for word in all_words(value))
    return frozenset(str(table).replace("_", " ").split())


IRREGULAR = {"retake": ("retook", "retaken"), "overrun": ("overran",), "withhold": ("withheld",)}


def inflect(lemma: str) -> tuple[str, ...]:
    """Return the regular forms of an English noun or verb.

    >>> inflect("rape"), inflect("bury")
    (('rapes', 'raped', 'raping'), ('buries', 'buried', 'burying'))
    """
    if lemma.endswith("e"):
        regular = (f"{lemma}s", f"{lemma}d", f"{lemma[:-1]}ing")
    elif lemma.endswith("y") and lemma[-2:-1] not in set("aeiou"):
        regular = (f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing")
    elif lemma.endswith(("s", "x", "z", "ch", "sh")):
        regular = (f"{lemma}es", f"{lemma}ed", f"{lemma}ing")
    else:
        regular = (f"{lemma}s", f"{lemma}ed", f"{lemma}ing")
    return regular + IRREGULAR.get(lemma, ())
