"""Cues that are no verbs: nouns of saying with a proposition, adjectives of belief, "according to"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.lexicon import Cue, Lexicon
from ingest.model import Kind, Spans, Stance
from ingest.parse import Parse, Token
from ingest.statements.grammar import Grammar
from ingest.statements.phrases import dependents, span_of, trim
from ingest.statements.spans import without

ACCORDING = Cue("according to", frozenset(), "assert", Stance.AFFIRM, Kind.STATEMENT)


@dataclass(frozen=True, slots=True)
class Held:
    """A cue with its content and the head of the words for whoever holds it, if anybody is named."""

    cue: Cue
    words: Spans
    content: Spans
    holder: Token | None


@dataclass(frozen=True)
class Nouns:
    """Reads the cues of one article that are no verbs."""

    grammar: Grammar
    lexicon: Lexicon

    @property
    def parse(self) -> Parse:
        """The article."""
        return self.grammar.parse

    def according(self, token: Token) -> Held | None:
        """Read "according to X" with the rest of its sentence as the content."""
        tokens = self.parse.tokens
        if token.i + 2 >= len(tokens) or tokens[token.i + 1].lower != "to":
            return None
        objects = dependents(self.parse, tokens[token.i + 1], "pobj")
        if not objects:
            return None
        first, end = self.part(token)
        last = max(self.parse.edges[token.i][1], self.parse.edges[objects[0].i][1])
        rest = without(trim(self.parse, first, end - 1), (self.parse.span(token.i, last),))
        words = (self.parse.span(token.i, token.i + 1),)
        return Held(ACCORDING, words, rest, objects[0])

    def part(self, token: Token) -> tuple[int, int]:
        """Return the part of a sentence between semicolons that a token stands in, as first token and end."""
        first, end = self.parse.sentences[token.sent]
        stops = [t.i for t in self.parse.tokens[first:end] if t.text == ";"]
        return max([first, *(i + 1 for i in stops if i < token.i)]), min([end, *(i for i in stops if i > token.i)])

    def noun(self, noun: Token) -> Held | None:
        """Read a noun of saying with its proposition; its owner, or the subject it is made by, holds it."""
        cue = self.lexicon.nouns.get(noun.lemma)
        if cue is None:
            return None
        below = [t for t in dependents(self.parse, noun, "acl", "ccomp", "relcl") if t.i > noun.i]
        below = [t for t in below if self.introduced(t, cue)]
        if not below:
            return None
        holders = dependents(self.parse, noun, "poss")
        holder = holders[0] if holders else None
        above = self.parse.tokens[noun.head]
        if holder is None and noun.dep == "dobj" and above.lemma in self.lexicon.words.making:
            cue_above = self.lexicon.verb(above)
            if cue_above is not None and "object" in cue_above.frames:
                return None
            holder = self.grammar.subject(above)
        exists = noun.dep == "attr" and dependents(self.parse, above, "expl")
        if holder is None and not exists:
            return None
        content = self.for_whom(noun, below[0]) or self.grammar.clause(noun, below[0], whole=False)
        return Held(cue, (span_of(noun),), content, holder)

    def for_whom(self, noun: Token, head: Token) -> Spans:
        """Return an infinitive with whoever is to do it: "for the rebels to leave"."""
        left, right = self.parse.edges[head.i]
        for token in dependents(self.parse, noun, "prep"):
            if token.lower == "for" and self.parse.edges[token.i][1] == left - 1:
                return trim(self.parse, token.i, right)
        return ()

    def introduced(self, head: Token, cue: Cue) -> bool:
        """Say whether a clause after a noun is a proposition: "that ..." with a subject of its own, or "to ..."."""
        first = self.parse.tokens[self.parse.edges[head.i][0]]
        if first.lower == "to":
            return "infinitive" in cue.frames
        return first.lower == "that" and first.dep == "mark" and "clause" in cue.frames

    def adjective(self, adjective: Token) -> Held | None:
        """Read "X is hopeful that ..." as an attitude."""
        cue = self.lexicon.adjectives.get(adjective.lower)
        above = self.parse.tokens[adjective.head]
        if cue is None:
            return None
        if adjective.dep == "acomp" and above.lemma in self.lexicon.words.linking:
            holder = self.grammar.subject(above)
        elif dependents(self.parse, adjective, "auxpass") and self.grammar.agent(adjective) is None:
            holder = self.grammar.own_subject(adjective)
        else:
            return None
        below = [t for t in dependents(self.parse, adjective, "ccomp", "xcomp") if t.i > adjective.i]
        if holder is None or not below:
            return None
        if self.grammar.negated(above) or self.grammar.negated(adjective):
            cue = replace(cue, stance=Stance.DENY)
        return Held(cue, (span_of(adjective),), self.grammar.clause(adjective, below[0], whole=False), holder)
