"""Verbs of saying: which shape their content takes, and who is told."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.lexicon import Cue, Lexicon
from ingest.model import Span, Spans
from ingest.parse import Parse, Token
from ingest.statements.phrases import clause, dependents, name, span_of, trim


@dataclass(frozen=True, slots=True)
class Shape:
    """What a verb's frame gave: the cue's words, its content, and who is told."""

    cue: Cue
    words: Spans
    content: Spans
    addressee: Spans = ()
    passive: bool = False


def shape(parse: Parse, verb: Token, lexicon: Lexicon) -> Shape | None:
    """Read a verb's frame; ``None`` where the verb is no cue. The content may be empty: a quotation can fill it."""
    for particle in dependents(parse, verb, "prt", "prep"):
        phrasal = lexicon.verbs.get(f"{verb.lemma} {particle.lower}")
        if phrasal is not None and particle.i > verb.i:
            return phrasal_shape(parse, verb, particle, phrasal)
    cue = lexicon.verbs.get(verb.lemma)
    if cue is None:
        return None
    words = (span_of(verb),)
    if dependents(parse, verb, "auxpass"):
        return passive_shape(parse, verb, cue)
    if "charge" in cue.frames:
        return Shape(cue, words, charge(parse, verb))
    addressee: Spans = ()
    if "addressee" in cue.frames:
        told = [token for token in dependents(parse, verb, "dobj", "dative") if token.i > verb.i]
        addressee = name(parse, told[0]) if told else ()
    for token in dependents(parse, verb, "ccomp", "xcomp"):
        infinitive = bool([t for t in dependents(parse, token, "aux") if t.lower == "to"])
        if infinitive and "addressee" in cue.frames and "infinitive" in cue.frames:
            told = dependents(parse, token, "nsubj")
            if told and told[0].i > verb.i:
                first = min(t.i for t in dependents(parse, token, "aux"))
                return Shape(cue, words, trim(parse, first, parse.edges[token.i][1]), name(parse, told[0]))
        if infinitive and token.dep == "xcomp" and "infinitive" not in cue.frames:
            continue
        if "clause" in cue.frames or (infinitive and "infinitive" in cue.frames):
            return Shape(cue, words, clause(parse, token), addressee)
    if "object" in cue.frames:
        return Shape(cue, words, objects(parse, verb), addressee)
    return Shape(cue, words, (), addressee)


def objects(parse: Parse, verb: Token) -> Spans:
    """Return the object as content, with an infinitive that says what it is for."""
    found = [token for token in dependents(parse, verb, "dobj", "pobj", "pcomp") if token.i > verb.i]
    if not found:
        return ()
    first, last = parse.edges[found[0].i]
    for token in dependents(parse, found[0], "relcl"):
        comma = parse.edges[token.i][0] - 1
        if parse.tokens[comma].text == ",":
            last = comma - 1
    for token in dependents(parse, verb, "xcomp", "advcl"):
        left, right = parse.edges[token.i]
        if left == last + 1 and parse.tokens[left].lower == "to":
            last = right
    return trim(parse, first, last)


def charge(parse: Parse, verb: Token) -> Spans:
    """Return the object with what it is charged, blamed or praised with (STATEMENTS rule 11)."""
    found = [t for t in dependents(parse, verb, "dobj", "ccomp", "xcomp") if t.i > verb.i]
    if not found:
        return ()
    first, last = parse.edges[found[0].i]
    for token in dependents(parse, verb, "prep", "oprd", "xcomp"):
        if token.i > last and (token.dep == "oprd" or token.lower in {"of", "for", "as", "over", "to", "with"}):
            last = max(last, parse.edges[token.i][1])
    return trim(parse, first, last)


def passive_shape(parse: Parse, verb: Token, cue: Cue) -> Shape | None:
    """Read "X was told that ...", "X is accused of ...", "X is said to ..."; the agent is the claimant."""
    patients = dependents(parse, verb, "nsubjpass")
    words = (span_of(verb),)
    below = [t for t in dependents(parse, verb, "ccomp", "xcomp") if t.i > verb.i]
    if "addressee" in cue.frames:
        if not below:
            return None
        return Shape(cue, words, clause(parse, below[0]), name(parse, patients[0]) if patients else (), passive=True)
    tails = (
        [t for t in dependents(parse, verb, "prep") if t.lower in {"of", "for", "as"}] if "charge" in cue.frames else []
    )
    tails += below
    if not tails:
        return None
    head: Spans = () if not patients or patients[0].lower == "it" else name(parse, patients[0])
    return Shape(cue, words, head + clause(parse, tails[0]), passive=True)


def phrasal_shape(parse: Parse, verb: Token, particle: Token, cue: Cue) -> Shape:
    """Read a verb with its particle or preposition: "called for X", "called on X to ...", "ruled out X"."""
    words: Spans = (span_of(verb), span_of(particle))
    if particle.i == verb.i + 1:
        words = (Span(verb.start, particle.end),)
    below = [t for t in dependents(parse, verb, "ccomp", "xcomp", "advcl") if t.i > particle.i]
    if "addressee" in cue.frames:
        told = dependents(parse, particle, "pobj")
        content = clause(parse, below[0]) if below and told else ()
        return Shape(cue, words, content, name(parse, told[0]) if told else ())
    if "clause" in cue.frames:
        below += dependents(parse, particle, "ccomp", "pcomp")
        if below:
            return Shape(cue, words, clause(parse, below[0]))
    if "object" in cue.frames:
        return Shape(cue, words, objects(parse, particle) or objects(parse, verb))
    return Shape(cue, words, ())
