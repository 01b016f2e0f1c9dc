"""When something was said: the time of saying, which is not the time of what is said (STATEMENT rule 16)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ingest.model import Attribution, Span, TimeBasis, TimeExpression
from ingest.parse import Parse, Token
from ingest.times import value as make
from ingest.times.lexicon import load

SAME_MOMENT = frozenset({"when", "as", "while", "where"})
"""Words that put a clause at the time of the clause above it; "after" and "before" do not."""

DURING = frozenset({"at", "during", "in", "on"})
"""Words that put a saying at the time of what follows: "at Monday's debate"; "after" and "before" do not."""

HINGES = ("IN", "TO", "CD", "NNP")

BETWEEN = 8
"""How many tokens may stand between a cue and the time words that belong to it."""

ISSUED = frozenset(
    [
        "air",
        "broadcast",
        "circulate",
        "date",
        "deliver",
        "file",
        "hand",
        "issue",
        "make",
        "post",
        "publish",
        "release",
        "send",
        "sign",
        "write",
    ]
)
"""What is done to a text by which something is said on the day it is done: "in a report released on Wednesday"."""

HABITUAL = frozenset(
    ["often", "always", "usually", "frequently", "repeatedly", "regularly", "routinely", "never", "long"]
)
PHRASES = frozenset({"according to"})
"""Cues without a tense that report the news of the day."""

PAST = frozenset({"VBD"})
PRESENT = frozenset({"VBZ", "VBP"})


def saying(
    parse: Parse,
    attribution: Attribution,
    times: Sequence[TimeExpression],
    published: date | None,
    contents: Sequence[Span] = (),
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
        free = [t for t in times if dates(t) and (clause is cue or not inside(t, contents))]
        found = next((time for time in free if modifies(parse, time, clause, attribution)), None)
        if found is None and clause is cue:
            found = since(parse, cue, times, published)
        if found is not None:
            return before(published, found) if found.timex == "PAST_REF" else found
    if published is None or attribution.embedded_in is not None:
        return before(published)
    if cue.text == ":":
        return news(published)
    if attribution.lemma in PHRASES or (cue.pos == "NOUN" and exists(parse, cue)):
        return before(published) if lasts(parse, attribution) else news(published)
    if cue.pos not in ("VERB", "AUX") or cue.dep == "prep":
        return before(published)
    return by_tense(parse, cue, published)


def inside(time: TimeExpression, contents: Sequence[Span]) -> bool:
    """Say whether time words are part of what somebody said."""
    return time.span is not None and any(span.covers(time.span) for span in contents)


def since(parse: Parse, cue: Token, times: Sequence[TimeExpression], published: date | None) -> TimeExpression | None:
    """Return the day of "a day after Islamabad said": so many days before the day of the clause above it.

    That day is the one its own words give, else the day of publication.
    """
    mark = next((parse.tokens[i] for i in parse.children[cue.i] if parse.tokens[i].lower in AFTER), None)
    mark = mark or (parse.tokens[cue.head] if parse.tokens[cue.head].lower in AFTER else None)
    if mark is None or mark.i < 2 or mark.i > cue.i:
        return None
    unit, count = parse.tokens[mark.i - 1], parse.tokens[mark.i - 2]
    number = load().numbers.get(count.lower) or (int(count.text) if count.text.isdigit() and len(count.text) < 3 else 0)
    if unit.lemma not in ("day", "week") or not number:
        return None
    words = Span(count.start, mark.end)
    above = [
        t
        for t in times
        if t.span is not None and t.earliest is not None and t.earliest == t.latest and t.span.end <= words.start
    ]
    base = above[-1].earliest if above else published
    days = number * (7 if unit.lemma == "week" else 1)
    when = make.shifted(base, days if mark.lower == "before" else -days) if base is not None else None
    if when is None:
        return None
    return TimeExpression(
        words.of(parse.text), words, when.isoformat(), when, when, TimeBasis.EXPLICIT, when.isoformat()
    )


AFTER = frozenset({"after", "before"})


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
    for i in parse.children[cue.i]:
        below = parse.tokens[i]
        if below.dep != "advcl" or below.i > cue.i:
            continue
        under = [parse.tokens[j] for j in parse.children[i]]
        if below.tag in ("VBG", "VBN"):
            shared = not any(t.dep in ("mark", "prep") and t.i < i for t in under)
        else:
            shared = any(t.lower in SAME_MOMENT and t.dep in ("mark", "advmod") for t in under)
        if shared:
            yield below
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
    if time.span is None:
        return False
    inside = parse.between(time.span)
    if not inside or inside[0].sent != clause.sent:
        return False
    if any(span.overlaps(time.span) for span in attribution.content):
        return parts(parse, inside, clause)
    if beside(parse, inside, clause, attribution):
        return True
    token = min(inside, key=lambda token: parse.depth(token.i))
    after, before = inside[0].i - clause.i, clause.i - inside[-1].i
    if 0 < after <= 2 or before == 1:
        return True
    while token.head != token.i:
        if token.head == clause.i:
            return token.dep != "ccomp"
        head = parse.tokens[token.head]
        if (
            token.dep in ("poss", "compound", "nmod", "nummod")
            and head.dep == "pobj"
            and parse.tokens[head.head].lower in DURING
        ):
            token = head
            continue
        if head.dep == "acl" and head.lemma in ISSUED and parse.tokens[head.head].dep in ("pobj", "nsubj"):
            token = parse.tokens[head.head]
            continue
        hung = head.dep == "pobj" and token.dep in ("prep", "npadvmod")
        if not hung and head.lower != "public" and head.tag not in HINGES and head.pos not in ("ADP", "ADV", "NUM"):
            return False
        token = head
    return False


def beside(parse: Parse, inside: Sequence[Token], cue: Token, attribution: Attribution) -> bool:
    """Say whether time words stand between a cue and its content: "told a courtroom Thursday he had no idea"."""
    starts = [span.start for span in attribution.content if span.start > cue.start]
    if not starts or not cue.i < inside[0].i or inside[-1].end > min(starts):
        return False
    between = parse.tokens[cue.i + 1 : inside[0].i]
    rest = parse.tokens[inside[-1].i + 1 : parse.first_at(min(starts))]
    plain = all(t.pos not in ("VERB", "AUX", "PUNCT") for t in between)
    return plain and len(between) <= BETWEEN and all(t.lower in ("that", ",") for t in rest)


def parts(parse: Parse, inside: Sequence[Token], clause: Token) -> bool:
    """Say whether time words stand between the object of an accusation or a demand and the rest of it.

    "Tokyo accused Beijing on Thursday of sending a ship": they belong to the cue although the content goes on after.
    """
    between = parse.tokens[clause.i + 1 : inside[0].i]
    after = parse.tokens[inside[-1].i + 1] if inside[-1].i + 1 < len(parse.tokens) else None
    if after is None or after.lower not in ("of", "for", "to") or not 0 < len(between) <= BETWEEN:
        return False
    return all(t.pos not in ("VERB", "AUX", "PUNCT") for t in between)


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


def lasts(parse: Parse, attribution: Attribution) -> bool:
    """Say whether what is said has come about by now, and is no news of the day: "the group has become stronger"."""
    words = [token for span in attribution.content for token in parse.between(span)]
    if not words:
        return False
    main = min(words, key=lambda token: parse.depth(token.i))
    return any(
        parse.tokens[i].dep == "aux" and parse.tokens[i].lower in ("has", "have") for i in parse.children[main.i]
    )


def exists(parse: Parse, cue: Token) -> bool:
    """Say whether a noun for hearsay is said to be about: "there are reports that"."""
    below = [parse.tokens[i] for i in parse.children[cue.head]]
    return any(t.dep == "expl" for t in below) and parse.tokens[cue.head].tag in PRESENT | PAST


def news(published: date) -> TimeExpression:
    """Return "about the day of publication", which is when the news of a day was said."""
    return TimeExpression(None, None, f"{published}~", published, published, TimeBasis.PUBLICATION)
