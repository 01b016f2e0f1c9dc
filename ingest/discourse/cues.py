"""The words by which somebody is said to have spoken, and the words of the sentence around what was said."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.discourse.lexicon import Lexicon
from ingest.model import Kind, Statement
from ingest.parse import Parse, Token


@dataclass(frozen=True)
class Cues:
    """Reads the sentence in which a statement's cue stands."""

    parse: Parse
    lexicon: Lexicon

    def cue(self, statement: Statement) -> Token:
        """Return the first word of a statement's cue."""
        start = self.parse.first_at(statement.attribution.cue[0].start)
        return self.parse.tokens[min(start, len(self.parse.tokens) - 1)]

    def sentence(self, statement: Statement) -> int:
        """Return the number of the sentence that a statement's cue stands in."""
        words = self.parse.between(statement.attribution.cue[0])
        return words[0].sent if words else 0

    def past(self, statement: Statement) -> bool:
        """Say whether the cue stands in a perfect, or lies ahead."""
        cue = self.cue(statement)
        below = [self.parse.tokens[i] for i in self.parse.children[cue.i]]
        return any(t.dep == "aux" and t.lower in {"had", "has", "have", "will", "would"} for t in below)

    def put_there(self, statement: Statement) -> bool:
        """Say whether words of the sentence outside the content put the saying in a session."""
        outside = self.around(statement)
        return any(phrase in outside for phrase in self.lexicon.session_phrases)

    def outside(self, statement: Statement) -> bool:
        """Say whether words of the sentence before the content put the saying outside, or after."""
        words = self.around(statement)
        if any(phrase in words for phrase in self.lexicon.leaving_phrases):
            return True
        cue = self.cue(statement)
        first, end = self.parse.sentences[cue.sent]
        for token in self.parse.tokens[first : min(end, cue.i + 1)]:
            if token.lemma in self.lexicon.occasions | self.lexicon.channels and token.pos == "NOUN":
                below = {self.parse.tokens[i].lower for i in self.parse.children[token.i]}
                inside = any(span.start <= token.start < span.end for span in statement.attribution.content)
                read = any(self.parse.tokens[i].lemma == "read" for i in self.parse.children[token.i])
                if below & {"a", "an"} and not inside and not read:
                    return True
        return False

    def around(self, statement: Statement) -> str:
        """Return the words of a statement's sentence outside what was said, in lower case."""
        cue = self.cue(statement)
        first, end = self.parse.sentences[cue.sent]
        content = statement.attribution.content
        return " ".join(
            t.lower for t in self.parse.tokens[first:end] if not any(s.start <= t.start < s.end for s in content)
        )


def own(statement: Statement) -> bool:
    """Say whether a statement is somebody's own words in the article."""
    found = statement.attribution
    return found.kind is Kind.STATEMENT and found.embedded_in is None and bool(found.cue)
