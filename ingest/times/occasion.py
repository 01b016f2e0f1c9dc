"""When something was said: the time of saying, which is not the time of what is said (STATEMENT rule 16)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ingest.model import Attribution, TimeBasis, TimeExpression
from ingest.parse import Parse, Token

SAME_MOMENT = frozenset({"when", "as", "while", "where"})
"""Words that put a clause at the time of the clause above it; "after" and "before" do not."""

DURING = frozenset({"at", "during", "in", "on"})
"""Words that put a saying at the time of what follows: "at Monday's debate"; "after" and "before" do not."""

HABITUAL = frozenset(
    ["often", "always", "usually", "frequently", "repeatedly", "regularly", "routinely", "never", "long"]
)
PAST = frozenset({"VBD"})
PRESENT = frozenset({"VBZ", "VBP"})


def saying(
    parse: Parse, attribution: Attribution, times: Sequence[TimeExpression], published: date | None
) -> TimeExpression | None:
    """Return the time one statement was made, as far as its own sentence tells.

    Time words that modify the cue, in its clause or in the clause above that it shares its moment with, are basis
    explicit. Without any, a plain past or present cue is news of the day ("publication", about the day of
    publication), and so is a colon; a perfect or habitual one lies anywhere before it, basis none. ``None`` says that
    nothing can be said: no cue, or no time words and no day of publication, or a saying yet to come.
    """
    cue = cue_token(parse, attribution)
    if cue is None:
        return None
    for clause in clauses(parse, cue, nested=attribution.embedded_in is not None):
        found = next((time for time in times if dates(time) and modifies(parse, time, clause, attribution)), None)
        if found is not None:
            return before(published, found) if found.timex == "PAST_REF" else found
    if published is None or attribution.embedded_in is not None:
        return None
    if cue.text == ":":
        return news(published)
    if cue.pos not in ("VERB", "AUX") or cue.dep == "prep":
        return None
    return by_tense(parse, cue, published)


def inherit(time: TimeExpression) -> TimeExpression:
    """Return the time for another statement of the same occasion: the same words and days, basis inherited."""
    return replace(time, basis=TimeBasis.INHERITED)


def before(published: date | None, words: TimeExpression | None = None) -> TimeExpression | None:
    """Return "at some time up to publication", keeping the words that say so if any."""
    if published is None:
        return words
    spoken = (words.words, words.span, words.timex) if words else (None, None, None)
    return TimeExpression(spoken[0], spoken[1], f"../{published}", None, published, TimeBasis.NONE, spoken[2])


def cue_token(parse: Parse, attribution: Attribution) -> Token | None:
    """Return the cue's highest token, ``None`` where there is no cue."""
    tokens = [token for span in attribution.cue for token in parse.between(span)]
    return min(tokens, key=lambda token: parse.depth(token.i), default=None)


def dates(time: TimeExpression) -> bool:
    """Say whether a time can date a saying: a length of time, or "soon", cannot."""
    return time.edtf is not None or time.timex == "PAST_REF" or time.timex is None


def clauses(parse: Parse, cue: Token, *, nested: bool) -> Iterator[Token]:
    """Yield the cue, then the heads above it whose time is its time too."""
    yield cue
    token = cue
    while not nested and token.head != token.i:
        head = parse.tokens[token.head]
        if token.dep in ("conj", "xcomp", "prep", "dobj", "attr", "pcomp", "pobj", "nsubj", "nsubjpass"):
            shared = True
        elif token.dep == "advcl":
            marks = {parse.tokens[i].lower for i in parse.children[token.i]}
            shared = token.tag == "VBG" or bool(marks & SAME_MOMENT)
        else:
            shared = False
        if not shared:
            return
        yield head
        token = head


def modifies(parse: Parse, time: TimeExpression, clause: Token, attribution: Attribution) -> bool:
    """Say whether the time words hang on a clause's head, outside what was said."""
    if time.span is None or any(span.overlaps(time.span) for span in attribution.content):
        return False
    inside = parse.between(time.span)
    if not inside or inside[0].sent != clause.sent:
        return False
    token = min(inside, key=lambda token: parse.depth(token.i))
    if abs(token.i - clause.i) <= 2 and clause.i < token.i:
        return True
    while token.head != token.i:
        if token.head == clause.i:
            return token.dep != "ccomp"
        head = parse.tokens[token.head]
        if token.dep in ("poss", "compound", "nmod") and head.dep == "pobj" and parse.tokens[head.head].lower in DURING:
            token = head
            continue
        if head.tag not in ("IN", "TO", "CD", "NNP") and head.pos not in ("ADP", "ADV", "NUM"):
            return False
        token = head
    return False


def by_tense(parse: Parse, cue: Token, published: date) -> TimeExpression | None:
    """Date a saying without time words by the form of its cue."""
    verb = cue
    while verb.dep in ("advcl", "conj", "xcomp") and verb.tag not in PAST | PRESENT and verb.head != verb.i:
        if any(parse.tokens[i].dep in ("aux", "auxpass") for i in parse.children[verb.i]):
            break
        verb = parse.tokens[verb.head]
    below = [parse.tokens[i] for i in parse.children[verb.i]]
    helpers = {token.lower for token in below if token.dep in ("aux", "auxpass")}
    if helpers & {"will", "would", "shall", "should", "may", "might", "can", "could", "must", "to", "'ll"}:
        return None
    if helpers & {"had", "has", "have", "'ve", "having"} or HABITUAL & {token.lower for token in below}:
        return before(published)
    if verb.tag in PAST | PRESENT or (verb.tag == "VBN" and helpers & {"was", "were", "is", "are"}):
        return news(published)
    return before(published)


def news(published: date) -> TimeExpression:
    """Return "about the day of publication", which is when the news of a day was said."""
    return TimeExpression(None, None, f"{published}~", published, published, TimeBasis.PUBLICATION)
