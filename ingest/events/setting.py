"""Where and when: places and times are given to the event whose words they hang on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.events.grammar import below, head, verbal
from ingest.events.lexicon import Lexicon
from ingest.events.parties import PLACES, Referents
from ingest.events.triggers import Trigger
from ingest.model import EntityKind, TimeExpression
from ingest.parse import Parse, Token

REACH = 6
"""How many heads up a place or a time is followed; further up it no longer belongs to the event."""

TERRITORIES = PLACES | {EntityKind.STATE}


@dataclass(frozen=True)
class Setting:
    """The places and times that hang on each trigger, by the trigger's token, in order of the text."""

    places: Mapping[int, Sequence[int]]
    times: Mapping[int, Sequence[int]]


def settle(
    parse: Parse, triggers: Sequence[Trigger], referents: Referents, times: Sequence[TimeExpression], lexicon: Lexicon
) -> Setting:
    """Follow each place and time of the article up to the trigger that it hangs on."""
    sites = sites_of(parse, triggers, lexicon)
    return Setting(
        places=follow(parse, place_words(parse, referents, lexicon), sites),
        times=follow(parse, time_words(parse, times), sites),
    )


def sites_of(parse: Parse, triggers: Iterable[Trigger], lexicon: Lexicon) -> dict[int, int]:
    """Return the tokens that a place or a time of an event can hang on: its trigger, and the verb it leans on."""
    sites: dict[int, int] = {}
    for trigger in triggers:
        sites[trigger.token.i] = trigger.token.i
    for trigger in triggers:
        above = head(parse, trigger.token)
        occurs = trigger.token.dep == "nsubj" and lexicon.lemma(above) in lexicon.bearing.occur | lexicon.bearing.last
        for verb in [trigger.carrier, above if occurs else None]:
            if verb is not None:
                sites.setdefault(verb.i, trigger.token.i)
    return sites


def follow(parse: Parse, words: Iterable[tuple[Token, int]], sites: Mapping[int, int]) -> dict[int, list[int]]:
    """Climb from each word to the first site, and no further than its verb."""
    found: dict[int, list[int]] = {}
    for token, number in words:
        step = token
        for _ in range(REACH):
            if step.head == step.i:
                break
            step = head(parse, step)
            if step.i in sites:
                found.setdefault(sites[step.i], []).append(number)
                break
            if verbal(step):
                break
    return found


def time_words(parse: Parse, times: Sequence[TimeExpression]) -> Iterable[tuple[Token, int]]:
    """Yield the head of each time's words; a length of time says how long, and not when."""
    for number, time in enumerate(times):
        if time.span is None or (time.timex or "").startswith("P"):
            continue
        words = parse.between(time.span)
        inside = {token.i for token in words}
        heads = [token for token in words if token.head not in inside or token.head == token.i]
        if heads:
            yield heads[0], number


def place_words(parse: Parse, referents: Referents, lexicon: Lexicon) -> Iterable[tuple[Token, int]]:
    """Yield the places and states that stand after a preposition of place, or before a noun; and whose land does."""
    for i, number in sorted(referents.at.items()):
        token, kind = parse.tokens[i], referents.entities[number].kind
        if kind not in TERRITORIES:
            continue
        within = token.dep == "pobj" and head(parse, token).lower in lexicon.places
        if within or (kind in PLACES and token.dep in {"compound", "poss", "nmod"}):
            yield token, number
    for token in parse.tokens:
        if token.dep == "pobj" and lexicon.lemma(token) in lexicon.lands and head(parse, token).lower in lexicon.places:
            owner = referents.first(reversed(below(parse, token, "amod", "compound", "poss", "nmod")), 0)
            if owner is not None and referents.entities[owner].kind in TERRITORIES:
                yield token, owner
