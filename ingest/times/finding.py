"""Find the words for times in an article's speaking blocks, and say what each comes to."""

from __future__ import annotations

from datetime import date

from ingest.datelines import opening
from ingest.model import Span, TimeBasis, TimeExpression
from ingest.parse import Parse, Token
from ingest.times.distances import quarterly
from ingest.times.grammar import Hit, scan
from ingest.times.lexicon import load
from ingest.times.resolve import resolve
from ingest.times.scene import Scene
from ingest.times.tense import looks_ahead
from ingest.times.value import Value

DOUBTFUL = frozenset(
    ["may", "march", "mar", "dec", "jan", "sat", "sun", "mon", "tue", "wed", "thu", "fri", "fall", "spring"]
)
LEADING = frozenset(
    [
        "in",
        "since",
        "until",
        "till",
        "by",
        "from",
        "through",
        "of",
        "before",
        "after",
        "during",
        "to",
        "on",
        "this",
        "last",
        "next",
        "early",
        "late",
        "mid",
        "between",
    ]
)
DECADE = 10
MONEY = frozenset("$£€%#")
VERBAL = ("V", "MD")


def find(parse: Parse, published: date | None) -> tuple[TimeExpression, ...]:
    """Return every time expression of the text, in order, none overlapping another.

    An expression that is found but cannot be resolved keeps its words, with basis none and no EDTF.
    """
    words = load()
    found: list[TimeExpression] = []
    spoken_of: Value | None = None
    last_day: Value | None = None
    last_quarter: Value | None = None
    for block in parse.blocks:
        spoken_of = spoken_of if quarterly(spoken_of) else None
        dateline = opening(parse.text, block.span.start, block.span.end) if block.speaks else None
        start = dateline.end() if dateline else block.span.start
        for hit in scan(parse.text, start, block.span.end) if block.speaks else ():
            if is_time(parse, hit):
                ahead = looks_ahead(parse, parse.between(Span(hit.start, hit.end))[0].i, words)
                value = resolve(
                    hit,
                    Scene(published, ahead, spoken_of, words, last_day, last_quarter if accounts(parse, hit) else None),
                )
                last_quarter = value if quarterly(value) and hit.form not in ("ago", "earlier") else last_quarter
                single = value is not None and value.earliest is not None and value.earliest == value.latest
                last_day = value if single else last_day
                compared = hit.form in ("ago", "earlier") and quarterly(spoken_of)
                spoken_of = value if value and value.edtf and not compared else spoken_of
                found.append(expression(parse, hit, value))
    return tuple(found)


def expression(parse: Parse, hit: Hit, value: Value | None) -> TimeExpression:
    """Put words and meaning together."""
    span, value = Span(hit.start, hit.end), value or Value()
    basis = TimeBasis.EXPLICIT if value.edtf else TimeBasis.NONE
    return TimeExpression(span.of(parse.text), span, value.edtf, value.earliest, value.latest, basis, value.timex)


def is_time(parse: Parse, hit: Hit) -> bool:
    """Say whether the words, which fit a form, are a time here: "may", "march", "sat" mostly are not."""
    inside = parse.between(Span(hit.start, hit.end))
    if not inside:
        return False
    before = parse.tokens[inside[0].i - 1] if inside[0].i else None
    led = before is not None and before.lower in LEADING
    if hit.form == "adverb" and inside[-1].dep in ("amod", "compound") and hit.parts["name"] != "daily":
        return False
    if hit.form == "season" and before is not None and before.lower in ("after", "before") and "year" not in hit.parts:
        return False
    if hit.form in ("month", "weekday", "season", "date"):
        name = hit.parts.get("month") or hit.parts.get("weekday") or hit.parts.get("season") or ""
        token = next((token for token in inside if token.lower.rstrip(".") == name), inside[-1])
        if hit.form != "season" and not token.text[:1].isupper():
            return False
        fixed = "year" in hit.parts or "day" in hit.parts
        if token.ent == "PERSON" and not fixed and len(name) < 4:
            return False
        if name in DOUBTFUL and not fixed:
            named = token.ent in ("PERSON", "ORG")
            bare = led or "shift" in hit.parts or "side" in hit.parts or token.ent == "DATE"
            return bare and not named and not token.tag.startswith(VERBAL)
        return hit.form != "season" or not token.tag.startswith(VERBAL)
    if hit.form == "year":
        return led or inside[-1].ent == "DATE" or not counts(parse, inside[-1])
    if hit.form == "day" and before is not None and before.sent == inside[0].sent and before.pos == "PROPN":
        return not all(token.text.istitle() or token.text.isupper() for token in inside)
    after = parse.text[hit.end : hit.end + 4]
    if hit.form == "shift" and hit.parts["unit"] == "day" and after == " of ":
        return False
    if hit.parts.get("count") == "a" and hit.parts["unit"] == "second" and ordinal(inside[-1]):
        return False
    if hit.form == "spelled" and load().numbers.get(hit.parts["tens"], DECADE) < DECADE:
        return False
    if hit.form == "clock" and hit.parts["clock"] in ("noon", "midnight"):
        return led or (before is not None and before.lower in ("at", "around", "about"))
    if hit.form == "duration" and hit.parts["count"] == "a" and before is not None and rate(parse, before):
        return False
    if hit.form in ("duration", "vague"):
        fraction = (
            hit.form == "duration"
            and hit.parts["unit"] == "quarter"
            and ("-" in parse.text[hit.start : hit.end] or after == " of ")
        )
        return after not in ("-old", " old") and not fraction
    return True


def accounts(parse: Parse, hit: Hit) -> bool:
    """Say whether a sentence is one on accounts, where "a year ago" compares quarters."""
    first, end = parse.sentences[parse.between(Span(hit.start, hit.end))[0].sent]
    return any(t.text in MONEY or t.lower in ("million", "billion", "cents") for t in parse.tokens[first:end])


def rate(parse: Parse, before: Token) -> bool:
    """Say whether what stands before "a week" is counted by it: "four flights a week", "$1.76 a year"."""
    counted = before.pos == "NOUN" or before.tag == "CD"
    return counted and any(t.tag == "CD" for t in parse.tokens[max(0, before.i - 3) : before.i + 1])


def ordinal(token: Token) -> bool:
    """Say whether a word such as "second" counts the noun after it: "a second ruling"."""
    return token.dep in ("amod", "compound") and token.head > token.i


def counts(parse: Parse, token: Token) -> bool:
    """Say whether a figure counts something, as in "2000 people"."""
    return token.tag != "CD" or (token.dep == "nummod" and parse.tokens[token.head].tag.endswith("S"))
