"""Who stood between the parties: a word of mediation gives its mediators to the talks or the deal it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.events.grammar import REACH, below, head, verbal
from ingest.events.parties import Parties
from ingest.events.triggers import Trigger
from ingest.parse import Parse, Token

MEDIATED = frozenset({"CONSULT", "AGREE"})
BESIDE = frozenset({"acl", "relcl", "amod"})
"""Where a word of mediation only tells more of the talks: "talks, mediated by Oman,"."""


def mediate(parse: Parse, triggers: Sequence[Trigger], cast: Sequence[Parties]) -> tuple[list[Parties], set[int]]:
    """Return the roles with their mediators, and which triggers were used up; the others mediate talks of their own.

    What a statement holds of mediated talks is what it holds of the mediation: "denied that Oman mediated the talks".
    """
    at = {trigger.token.i: n for n, trigger in enumerate(triggers)}
    filled, used = list(cast), set[int]()
    for n, trigger in enumerate(triggers):
        target = find_talks(parse, trigger.token, at, triggers) if trigger.frame.mediation else None
        if target is None:
            continue
        used.add(n)
        between, held = cast[n].mediators, filled[target]
        filled[target] = replace(
            held,
            mediators=tuple(dict.fromkeys(held.mediators + between)),
            agent=None if held.agent in between else held.agent,
            recipient=None if held.recipient in between else held.recipient,
            word=held.word if trigger.token.dep in BESIDE else trigger.token,
        )
    return filled, used


def find_talks(parse: Parse, word: Token, at: Mapping[int, int], triggers: Sequence[Trigger]) -> int | None:
    """Return the talks or the deal that a word of mediation is about: below it, or above it."""
    near = below(parse, word, "dobj", "nsubjpass", "nsubj")
    near += [noun for p in below(parse, word, "prep") for noun in below(parse, p, "pobj")]
    if word.dep in BESIDE:
        step = head(parse, word)
        near.append(step)
        for _ in range(REACH):
            step = head(parse, step)
            near.append(step)
            if verbal(step):
                break
    for token in near:
        found = at.get(token.i)
        if found is not None and triggers[found].frame.type in MEDIATED and not triggers[found].frame.mediation:
            return found
    return None
