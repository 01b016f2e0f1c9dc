"""Language knowledge as data: cues by language, read once into frozen tables."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from ingest.model import Kind, Stance


@dataclass(frozen=True, slots=True)
class Cue:
    """What a cue word takes and means. ``frames`` name the shapes its content can have."""

    lemma: str
    frames: frozenset[str]
    act: str
    stance: Stance
    kind: Kind


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The cues of one language: verbs (alone or with a particle) and nouns by lemma, adjectives as written."""

    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Cue]
    adjectives: Mapping[str, Cue]


def load(language: str = "en") -> Lexicon:
    """Read a language's cues.

    >>> load("en").verbs["deny"].stance
    <Stance.DENY: 'deny'>
    """
    data = tomllib.loads(files(__name__).joinpath(language, "cues.toml").read_text(encoding="utf-8"))
    return Lexicon(read_cues(data["verbs"]), read_cues(data["nouns"]), read_cues(data["adjectives"]))


def read_cues(groups: list[dict[str, object]]) -> Mapping[str, Cue]:
    """Spread groups of lemmas that behave alike into one table; a later group overrides an earlier one."""
    cues = {}
    for group in groups:
        frames = frozenset(str(group["frames"]).split())
        for word in str(group["lemmas"]).split():
            lemma = word.replace("_", " ")
            cues[lemma] = Cue(
                lemma,
                frames,
                str(group.get("act", "assert")),
                Stance(str(group.get("stance", "affirm"))),
                Kind(str(group.get("kind", "statement"))),
            )
    return MappingProxyType(cues)
