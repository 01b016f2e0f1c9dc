"""What the tagger found, as attributions: its spans stay, and the lexicon and the tree say what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.lexicon import Cue
from ingest.model import Attribution, Kind, QuoteForm, Spans, Stance
from ingest.parse import Parse, Token
from ingest.statements.actuality import hypothetical
from ingest.statements.labels import topmost
from ingest.statements.nouns import ACCORDING
from ingest.statements.phrases import full_name, span_of
from ingest.statements.reading import COLON, Reading
from ingest.statements.spans import within, without
from ingest.tagger.model import Tagged

RULE = "tagger"
ACT = "tagged act"
"""The rule of what the training data counts and this project does not: acts and attitudes that say nothing."""

FINITE = frozenset({"VBD", "VBP", "VBZ", "MD", "TO"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a cue comes to, its own words, those for who is told, and whether the rules too see something said."""

    cue: Cue
    words: Spans
    addressee: Spans = ()
    says: bool = True


@dataclass(frozen=True)
class Labels:
    """Gives the tagger's findings in one article what is no span: act, stance, kind, addressee."""

    reading: Reading

    def attribution(self, tagged: Tagged) -> Attribution | None:
        """Return a finding as an attribution, ``None`` where no word of its content is left."""
        parse = self.reading.parse
        tokens = parse.tokens[tagged.cue.start : tagged.cue.stop]
        wide: Spans = (parse.span(tokens[0].i, tokens[-1].i),)
        named = () if tagged.source is None else (parse.span(tagged.source.start, tagged.source.stop - 1),)
        content = tuple(parse.span(run.start, run.stop - 1) for run in tagged.contents)
        meaning = self.meaning(tokens)
        source, cue = self.bare(named, tokens[0].i), tuple(within(meaning.words, wide[0])) or wide
        addressee = without(meaning.addressee, source)
        sure = tagged.confidence
        found = self.reading.attribution(source, cue, content, addressee, meaning.cue, RULE, sure, (named, wide))
        if found is None or (meaning.says and meaning.cue.kind is Kind.ATTITUDE):
            return found
        known = bool(meaning.cue.frames) or meaning.cue in (COLON, ACCORDING)
        uttered = found.quote_form is not QuoteForm.INDIRECT or (
            known and (meaning.says or proposes(self.reading.parse, found))
        )
        return replace(found, kind=Kind.STATEMENT) if uttered else replace(found, kind=Kind.ATTITUDE, rule=ACT)

    def bare(self, source: Spans, cue: int) -> Spans:
        """Return the words of a source that name it, without what is set apart from the name (STATEMENTS rule 10)."""
        if not source:
            return ()
        head = topmost(self.reading.parse, self.reading.parse.between(source[0]))
        return within(full_name(self.reading.parse, head, cue), source[0]) or source

    def meaning(self, tokens: Sequence[Token]) -> Meaning:
        """Return what the lexicon knows of the first word of a cue that it knows."""
        lexicon, parse = self.reading.lexicon, self.reading.parse
        for token in tokens:
            if token.text == ":":
                return Meaning(COLON, (span_of(token),))
            if token.lower == "according":
                return Meaning(ACCORDING, (parse.span(tokens[0].i, tokens[-1].i),))
            if token.tag.startswith("V"):
                found = self.of_verb(token, tokens)
                if found is not None:
                    return found
            known = lexicon.nouns.get(token.lemma) or lexicon.adjectives.get(token.lower)
            if known is not None:
                return Meaning(known, (span_of(token),))
        top = min(tokens, key=lambda token: (parse.depth(token.i), token.i))
        words = (parse.span(tokens[0].i, tokens[-1].i),)
        return Meaning(Cue(top.lemma, frozenset(), "assert", Stance.AFFIRM, Kind.STATEMENT), words, says=False)

    def of_verb(self, verb: Token, tokens: Sequence[Token]) -> Meaning | None:
        """Read a verb as the rules do; one that is wished, possible or denied tells of an intention at most."""
        lexicon = self.reading.lexicon
        shaped = self.reading.verbs.shape(verb)
        says = shaped is not None and bool(shaped.content)
        if shaped is not None:
            cue, addressee, words = shaped.cue, shaped.addressee, shaped.words
        else:
            particles = (lexicon.verb(verb, token.lower) for token in tokens if token.i > verb.i)
            known = next((each for each in particles if each is not None), None) or lexicon.verb(verb)
            if known is None:
                return None
            cue, addressee, words = known, (), (span_of(verb),)
            if cue.stance is Stance.AFFIRM and any(token.lower in lexicon.words.negations for token in tokens):
                cue = replace(cue, stance=Stance.DENY)
        if hypothetical(self.reading.parse, verb, cue.kind, lexicon.words):
            cue, says = replace(cue, kind=Kind.ATTITUDE), True
        return Meaning(cue, words, addressee, says or cue.kind is Kind.ATTITUDE)


def proposes(parse: Parse, found: Attribution) -> bool:
    """Say whether a content has a clause in it, so that something is said and nothing only done."""
    return any(token.tag in FINITE for span in found.content for token in parse.between(span))
