"""Whose word it is where the source is not who says so: who was only asked, an outlet that cites, a noun as the cue."""

from __future__ import annotations

from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.nouns import head_of, personal
from ingest.model import Attribution, EntityKind, Span
from ingest.parse import Parse, Token
from ingest.statements.phrases import name

REPORTING = frozenset({"report", "publish"})
"""What an outlet does with the words of others."""


def asked(attribution: Attribution, parse: Parse, lexicon: Lexicon) -> bool:
    """Say whether the source is who was asked or told, and nobody who says so: "she was asked if"."""
    heads = [head_of(parse.between(span)) for span in attribution.source]
    for token in (t for span in attribution.cue for t in parse.between(span)):
        below = [parse.tokens[i] for i in parse.children[token.i]]
        passive = any(t.dep == "auxpass" for t in below) and not any(t.dep == "agent" for t in below)
        subject = any(t.dep == "nsubjpass" and t in heads for t in below)
        if passive and subject and token.lemma in lexicon.asking:
            return True
    return False


def cited(attribution: Attribution, parse: Parse, lexicon: Lexicon, cast: Cast) -> Span | None:
    """Return whom an outlet cites for what it reports: "Bisnis Kini, citing a person close to the founder"."""
    if len(attribution.source) != 1 or attribution.lemma in lexicon.citing:
        return None
    subject = head_of(parse.between(attribution.source[0]))
    if subject is None or not (attribution.lemma in REPORTING or prints(subject, parse, lexicon, cast)):
        return None
    beside = [parse.tokens[i] for i in (*parse.children[subject.i], *parse.children[subject.head])]
    verbs = [token for token in beside if token.lemma in lexicon.citing and token.tag == "VBG"]
    below = [parse.tokens[i] for verb in verbs for i in parse.children[verb.i]]
    for noun in below:
        if noun.dep == "dobj" and (attribution.lemma in REPORTING or personal(noun, lexicon) or noun.i in cast.at):
            return whole(noun, parse)
    return None


def quoted(attribution: Attribution, parse: Parse, lexicon: Lexicon) -> Span | None:
    """Return whom somebody quotes: "a newspaper quoted an officer as saying"; a newspaper's words are not its own."""
    for token in (t for span in attribution.cue for t in parse.between(span)):
        verb = token if token.lemma in lexicon.citing else above(token, parse)
        if verb is None or verb.lemma not in lexicon.citing:
            continue
        below = [parse.tokens[i] for i in parse.children[verb.i]]
        speaking = any(parse.tokens[i].tag == "VBG" for t in below if t.lower == "as" for i in parse.children[t.i])
        whom = "nsubjpass" if any(t.dep == "auxpass" for t in below) else "dobj"
        noun = next((t for t in below if t.dep == whom), None)
        if not speaking or noun is None or any(s.start <= noun.start < s.end for s in attribution.content):
            continue
        return whole(noun, parse)
    return None


def above(token: Token, parse: Parse) -> Token | None:
    """Return the verb of "quoted him as saying" from its "saying"."""
    preposition = parse.tokens[token.head]
    hung = token.dep == "pcomp" and preposition.lower == "as"
    return parse.tokens[preposition.head] if hung else None


def whole(noun: Token, parse: Parse) -> Span:
    """Return a noun with the words before it and those of its name."""
    return Span(parse.tokens[parse.edges[noun.i][0]].start, max(name(parse, noun)[0].end, noun.end))


def prints(noun: Token, parse: Parse, lexicon: Lexicon, cast: Cast) -> bool:
    """Say whether somebody is an outlet, by its name or by the noun beside it."""
    number = cast.at.get(noun.i)
    beside = {parse.tokens[i].lower for i in parse.children[noun.i]} | {noun.lower}
    body = number is not None and cast.drafts[number].kind not in {EntityKind.PERSON, EntityKind.STATE}
    return bool(beside & lexicon.outlets) or body


def hearsay(attribution: Attribution, parse: Parse, lexicon: Lexicon) -> Token | None:
    """Take the noun for the source where it is the cue itself: "there are reports that"."""
    cue = head_of([token for span in attribution.cue for token in parse.between(span)])
    return cue if cue is not None and cue.pos == "NOUN" and cue.lemma in lexicon.hearsay else None


def publishes(noun: Token, parse: Parse, lexicon: Lexicon) -> bool:
    """Say whether words stand for the publisher: "this newspaper", "our correspondent"."""
    below = {parse.tokens[i].lower for i in parse.children[noun.i]}
    return noun.lower in lexicon.outlets and bool(below & {"this", "our"})
