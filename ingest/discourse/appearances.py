"""Where somebody is said to speak by a sentence that reports no words: "Qutaishat was speaking at a press conference".

What they say in the sentences around it was said there (STATEMENTS rule 15). Whoever they are said to speak with speaks
there too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.discourse.focus import Group
from ingest.discourse.venues import IN, Setting, Settings
from ingest.model import Attribution, EntityKind
from ingest.parse import Token

NEAR = 5
"""How many sentences before and after such a sentence are spoken on the occasion."""

BESIDE = 2
"""How many sentences before such a sentence are spoken there where only a pronoun says who speaks."""

BEFORE = frozenset({"to", "before", "at", "in", "during", "on"})


@dataclass(frozen=True, slots=True)
class Appearance:
    """Somebody's appearance before others: the sentence that tells of it, who speaks, and the scene."""

    sentence: int
    speakers: Group
    setting: Setting
    pronoun: str | None = None
    """The subject where it is a pronoun: whoever has spoken just before or speaks next."""


def find_appearances(settings: Settings, attributions: Sequence[Attribution]) -> tuple[Appearance, ...]:
    """Return the appearances an article tells of outside the sentences that report words."""
    parse, resolver = settings.parse, settings.resolver
    lexicon = resolver.lexicon
    cues = {token.i for a in attributions for span in a.cue for token in parse.between(span)}
    told = {parse.tokens[i].sent for i in cues}
    found = []
    for verb in parse.tokens:
        if verb.lemma not in lexicon.appearing | lexicon.before or verb.pos != "VERB" or verb.i in cues:
            continue
        if verb.sent in told or verb.dep not in {"ROOT", "conj"}:
            continue
        speakers, pronoun = tuple(speaking(verb, settings)), pronoun_of(verb, settings)
        setting = scene(verb, settings) if speakers or pronoun else Setting()
        if setting.venue is not None or (setting.audience is not None and setting.audience.entity is not None):
            found.append(Appearance(verb.sent, speakers, setting, pronoun))
    return tuple(found)


def find_openings(settings: Settings, attributions: Sequence[Attribution]) -> Mapping[int, Setting]:
    """Return the place with which each paragraph begins in a sentence that reports no words: "At the plant, work …"."""
    parse = settings.parse
    told = {token.sent for a in attributions for span in a.cue for token in parse.between(span)}
    found: dict[int, Setting] = {}
    for number, (first, end) in enumerate(parse.sentences):
        token = parse.tokens[first]
        begins = first == 0 or parse.tokens[first - 1].block != token.block
        if not begins or number in told or token.dep != "prep" or token.lower not in IN:
            continue
        for i in parse.children[first]:
            if parse.tokens[i].dep == "pobj" and parse.tokens[token.head].i < end:
                venue = settings.read_phrase(token, parse.tokens[i]).venue
                held = venue.entity if venue is not None else None
                if held is not None and settings.resolver.cast.drafts[held].kind is not EntityKind.PLACE:
                    found[token.block] = Setting(venue)
    return found


def speaking(verb: Token, settings: Settings) -> Iterator[int]:
    """Yield who is said to speak: the subject, and whoever the words name after "with"."""
    parse, at = settings.parse, settings.resolver.cast.at
    for i in parse.children[verb.i]:
        if parse.tokens[i].dep == "nsubj" and i in at:
            yield at[i]
    for i in parse.subtree(verb.i):
        if parse.tokens[i].lower == "with" and parse.tokens[i].dep == "prep":
            for j in parse.children[i]:
                for k in (j, *parse.children[j]):
                    if k in at and parse.tokens[k].dep in {"pobj", "appos", "conj"}:
                        yield at[k]


def pronoun_of(verb: Token, settings: Settings) -> str | None:
    """Return the pronoun that is the subject of a verb."""
    below = (settings.parse.tokens[i] for i in settings.parse.children[verb.i])
    return next((t.lower for t in below if t.dep == "nsubj" and t.tag == "PRP"), None)


def scene(verb: Token, settings: Settings) -> Setting:
    """Return the scene that the words on a verb give."""
    parse, lexicon = settings.parse, settings.resolver.lexicon
    whole = Setting()
    for i in parse.children[verb.i]:
        token = parse.tokens[i]
        if token.dep == "dobj" and verb.lemma in lexicon.before:
            venue = settings.body(token)
            if venue is not None:
                return Setting(venue, venue)
        if token.dep == "prep" and token.lower in BEFORE | IN:
            for j in parse.children[i]:
                if parse.tokens[j].dep == "pobj":
                    found = settings.read_phrase(token, parse.tokens[j])
                    whole = Setting(whole.venue or found.venue, whole.audience or found.audience)
    return whole


def appearing(
    appearances: Sequence[Appearance], speakers: Group, place: Token, fits: Callable[[str, Group], bool]
) -> Setting | None:
    """Return the scene of an appearance near a cue by just these speakers, the nearest first.

    A transcript goes on for as long as it does; ``fits`` says whether a pronoun can mean some speakers.
    """
    near = [a for a in appearances if speakers and shows(a, speakers, place, fits)]
    return min(near, key=lambda a: abs(a.sentence - place.sent)).setting if near else None


def shows(appearance: Appearance, speakers: Group, place: Token, fits: Callable[[str, Group], bool]) -> bool:
    """Say whether somebody speaks in an appearance at a cue."""
    away = abs(appearance.sentence - place.sent)
    before = 0 <= appearance.sentence - place.sent <= BESIDE
    if appearance.pronoun is not None and (before or place.text == ":") and fits(appearance.pronoun, speakers):
        return True
    return set(speakers) <= set(appearance.speakers) and (away <= NEAR or place.text == ":")
