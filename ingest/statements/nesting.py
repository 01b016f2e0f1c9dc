"""Which statement stands inside which (STATEMENTS rule 19)."""

from __future__ import annotations

from dataclasses import replace

from ingest.model import Attribution, Kind, QuoteForm, Span, Stance
from ingest.parse import Parse


def embed(parse: Parse, found: list[Attribution]) -> tuple[Attribution, ...]:
    """Point each attribution at the innermost one whose content holds its cue, or whose telling it goes on with."""
    found = own_attitudes(parse, found)
    nested: list[Attribution] = []
    grounds: dict[int, int] = {}
    for i, inner in enumerate(found):
        outer = around(parse, found, i)
        charge = charged_by(parse, found, i)
        if charge is not None:
            nested.append(replace(inner, embedded_in=charge[0], source=(charge[1],)))
            grounds[charge[0]] = max(span.end for span in inner.content)
            continue
        if outer is None:
            outer = told_before(parse, found, i)
        if outer is None:
            outer = goes_on(parse, found, i)
        nested.append(replace(inner, embedded_in=outer))
    return tuple(reach(each, grounds[n]) if n in grounds else each for n, each in enumerate(nested))


def reach(charge: Attribution, end: int) -> Attribution:
    """Return a charge whose content reaches to the end of its ground: "the board of cheating by saying that"."""
    *first, last = charge.content
    return replace(charge, content=(*first, Span(last.start, max(last.end, end))))


CHARGES = frozenset({"accuse", "blame", "condemn", "criticise", "criticize", "fault"})


def charged_by(parse: Parse, found: list[Attribution], i: int) -> tuple[int, Span] | None:
    """Return the charge that something was said by whoever is charged, and who that is.

    "He accused the board of cheating the province by saying that the canal was sound": the board said so.
    """
    inner = found[i]
    cue = parse.tokens[min(parse.first_at(place(inner).start), len(parse.tokens) - 1)]
    if not inner.cue or cue.tag != "VBG" or parse.tokens[cue.head].lower != "by":
        return None
    above = set(parse.ancestors(cue.i))
    for j in nearby(found, i):
        outer = found[j]
        if outer.lemma not in CHARGES or not outer.cue:
            continue
        verb = parse.tokens[min(parse.first_at(outer.cue[0].start), len(parse.tokens) - 1)]
        if verb.i in above:
            for k in parse.children[verb.i]:
                if parse.tokens[k].dep in {"dobj", "dative"}:
                    return j, parse.span(parse.edges[k][0], k)
    return None


def goes_on(parse: Parse, found: list[Attribution], i: int) -> int | None:
    """Return the telling in the sentence before that a past perfect goes on with: "A deckhand had told them to wait".

    The telling is indirect, in the same paragraph, and somebody else's.
    """
    inner = found[i]
    if not inner.source or not inner.cue or inner.kind is Kind.ATTITUDE:
        return None
    cue = parse.tokens[min(parse.first_at(inner.cue[0].start), len(parse.tokens) - 1)]
    helpers = {parse.tokens[k].lower for k in parse.children[cue.i] if parse.tokens[k].dep == "aux"}
    names = {t.lower for t in parse.between(inner.source[0]) if t.tag.startswith("NN")}
    first, end = parse.sentences[cue.sent]
    dated = any(
        t.ent == "DATE" and not any(s.covers(Span(t.start, t.end)) for s in inner.content)
        for t in parse.tokens[first:end]
    )
    if cue.dep != "ROOT" or cue.tag != "VBN" or "had" not in helpers or not names or dated:
        return None
    for j in range(i - 1, max(-1, i - 6), -1):
        outer = found[j]
        verb = parse.tokens[min(parse.first_at(place(outer).start), len(parse.tokens) - 1)]
        if verb.sent < cue.sent - 1 or verb.block != cue.block:
            return None
        told = outer.kind is Kind.STATEMENT and outer.quote_form is QuoteForm.INDIRECT and outer.source
        if verb.sent != cue.sent - 1 or not told or verb.tag != "VBD" or around(parse, found, j) is not None:
            continue
        wide = outer.source + (outer.marked.source if outer.marked else ())
        tellers = {t.lower for span in wide for t in parse.between(span)}
        return None if names & tellers else j
    return None


def own_attitudes(parse: Parse, found: list[Attribution]) -> list[Attribution]:
    """Leave out the beliefs that somebody tells of themselves: they are what was said (STATEMENTS rule 21).

    What a speaker says that another one believes, who is named, is kept, but not out of a quotation.
    """
    kept = []
    for i, inner in enumerate(found):
        outer = None if inner.kind is Kind.STATEMENT else around(parse, found, i)
        if outer is None or (named(parse, inner) and found[outer].quote_form is QuoteForm.INDIRECT):
            kept.append(inner)
    return kept


def named(parse: Parse, attribution: Attribution) -> bool:
    """Say whether a noun or a name stands for the source, and no pronoun."""
    return any(token.tag.startswith("NN") for span in attribution.source for token in parse.between(span))


def place(attribution: Attribution) -> Span:
    """Return the words an attribution stands at: its cue, or its content where there is none."""
    return (attribution.cue or attribution.content)[0]


def around(parse: Parse, found: list[Attribution], i: int) -> int | None:
    """Return the innermost other attribution whose content holds this one's cue.

    Only a wider content can be around a narrower one, so no two attributions are ever inside each other.
    """
    here, own = place(found[i]), width(found[i])
    best, size = None, 0
    for j in nearby(found, i):
        outer = found[j]
        size_of_outer = width(outer)
        if size_of_outer <= own or not any(span.covers(here) for span in outer.content):
            continue
        if outer.stance is Stance.DENY and nominal(parse, found[i]):
            continue
        if best is None or size_of_outer < size:
            best, size = j, size_of_outer
    return best


def nominal(parse: Parse, attribution: Attribution) -> bool:
    """Say whether the cue of an attribution is a noun."""
    return any(token.tag.startswith("NN") for span in attribution.cue for token in parse.between(span))


def width(attribution: Attribution) -> int:
    """Return how many code points the content of an attribution has."""
    return sum(span.end - span.start for span in attribution.content)


REACH = 40
"""How many attributions away an outer one is looked for; it keeps nesting linear in long texts."""


def nearby(found: list[Attribution], i: int) -> list[int]:
    """Return the indices around ``i`` that can hold it."""
    return [j for j in range(max(0, i - REACH), min(len(found), i + REACH)) if j != i]


def told_before(parse: Parse, found: list[Attribution], i: int) -> int | None:
    """Return the telling in the sentence before that this one goes on with: its speaker is named in what was told."""
    inner = found[i]
    if not inner.source or inner.kind is Kind.ATTITUDE:
        return None
    sentence = parse.tokens[parse.first_at(place(inner).start)].sent
    names = {t.lower for t in parse.between(inner.source[0]) if t.tag.startswith("NNP")}
    if not names or sentence == 0:
        return None
    for j in range(i - 1, max(-1, i - 8), -1):
        outer = found[j]
        cue = parse.tokens[min(parse.first_at(place(outer).start), len(parse.tokens) - 1)]
        if cue.sent < sentence - 1 or cue.block != parse.tokens[parse.first_at(place(inner).start)].block:
            return None
        if cue.sent != sentence - 1 or outer.kind is Kind.ATTITUDE or outer.quote_form is QuoteForm.DIRECT:
            continue
        if not outer.addressee or around(parse, found, j) is not None:
            continue
        tellers = {t.lower for span in outer.source for t in parse.between(span)}
        told = {t.lower for span in outer.content for t in parse.between(span) if t.tag.startswith("NNP")}
        if names <= told and not names & tellers:
            return j
    return None
