"""Where somebody is said to speak by a sentence that reports no words: "Qutaishat was speaking at a press conference".

What they say in the sentences around it was said there (STATEMENTS rule 15). Whoever they are said to speak with speaks
there too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.discourse.focus import Group
from ingest.discourse.venues import IN, Setting, Settings
from ingest.model import Attribution
from ingest.parse import Token

NEAR = 5
"""How many sentences before and after such a sentence are spoken on the occasion."""

BEFORE = frozenset({"to", "before", "at", "in", "during", "on"})


@dataclass(frozen=True, slots=True)
class Appearance:
    """Somebody's appearance before others: the sentence that tells of it, who speaks, and the scene."""

    sentence: int
    speakers: Group
    setting: Setting


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
        speakers = tuple(speaking(verb, settings))
        setting = scene(verb, settings) if speakers else Setting()
        if setting.venue is not None:
            found.append(Appearance(verb.sent, speakers, setting))
    return tuple(found)


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


def scene(verb: Token, settings: Settings) -> Setting:
    """Return the scene that the words on a verb give."""
    parse, lexicon = settings.parse, settings.resolver.lexicon
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
                    if found.venue is not None:
                        return found
    return Setting()


def appearing(appearances: Sequence[Appearance], speakers: Group, sentence: int) -> Setting | None:
    """Return the scene of an appearance near a sentence by just these speakers, the nearest first."""
    near = [
        a for a in appearances if abs(a.sentence - sentence) <= NEAR and speakers and set(speakers) <= set(a.speakers)
    ]
    return min(near, key=lambda a: abs(a.sentence - sentence)).setting if near else None
