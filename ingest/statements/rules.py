"""Attributions by rule: each cue of the lexicon, the words for who speaks, and what is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ingest.lexicon import Cue, Lexicon, load
from ingest.model import Attribution, Kind, QuoteForm, Span, Spans, Stance
from ingest.parse import Parse, Token
from ingest.quotes import Quotations, scan
from ingest.statements.labels import polarity
from ingest.statements.nesting import embed, place
from ingest.statements.phrases import clause, dependents, hypothetical, name, span_of, subject, trim, whole_name
from ingest.statements.shown import find_shown
from ingest.statements.spans import join, shave, without
from ingest.statements.verbs import shape

ACCORDING = Cue("according to", frozenset(), "assert", Stance.AFFIRM, Kind.STATEMENT)
COLON = Cue(":", frozenset(), "assert", Stance.AFFIRM, Kind.STATEMENT)
POST = Cue("", frozenset(), "assert", Stance.AFFIRM, Kind.STATEMENT)
SPEAKERS = frozenset({"i", "you", "we"})
BESIDE = " \u00a0,:"
REACH = 4000
"""How far from its cue a quotation is looked for, in code points; it keeps the work linear in long paragraphs."""


@dataclass(frozen=True)
class RuleExtractor:
    """Finds attributions by the lexicon's cues and the dependency tree.

    ``appositions`` counts what is set apart from a claimant's name into the source, as PolNeAR's annotators do; the
    project's own reading of a source (STATEMENTS rule 10) leaves it out.
    """

    lexicon: Lexicon = field(default_factory=load)
    appositions: bool = False

    @property
    def name(self) -> str:
        """The name of these rules in the provenance of a graph."""
        return "rules+appositions" if self.appositions else "rules"

    def extract(self, parse: Parse) -> tuple[Attribution, ...]:
        """Return the attributions in order of their first cue word or content."""
        quotations = scan(parse.text, (block.span for block in parse.blocks if block.speaks))
        found = sorted(Reading(parse, quotations, self.lexicon, self.appositions).find(), key=place)
        return embed(parse, found)


@dataclass(frozen=True)
class Reading:
    """One article under the rules."""

    parse: Parse
    quotations: Quotations
    lexicon: Lexicon
    appositions: bool

    def find(self) -> Iterator[Attribution]:
        """Yield what each rule finds, cue by cue."""
        for token in self.parse.tokens:
            found = None
            if token.lower == "according":
                found = self.read_according(token)
            elif token.tag.startswith("V"):
                found = self.read_verb(token)
            elif token.tag.startswith("NN") and token.lemma in self.lexicon.nouns:
                found = self.read_noun(token, self.lexicon.nouns[token.lemma])
            elif token.tag.startswith("JJ") and token.lower in self.lexicon.adjectives:
                found = self.read_adjective(token, self.lexicon.adjectives[token.lower])
            if found is not None:
                yield found
        for shown in find_shown(self.parse):
            entry, rule = (COLON, "colon") if shown.cue else (POST, "post")
            found = self.attribution(shown.source, shown.cue, shown.content, (), entry, 0.6, rule)
            if found is not None:
                yield found if shown.cue else replace(found, quote_form=QuoteForm.DIRECT)

    def read_verb(self, verb: Token) -> Attribution | None:
        """Read one verb of saying with its subject and its content."""
        shaped = shape(self.parse, verb, self.lexicon)
        if shaped is None or hypothetical(self.parse, verb):
            return None
        speaker = subject(self.parse, verb)
        if (
            speaker is not None
            and speaker.lower in SPEAKERS
            and (shaped.cue.kind is Kind.ATTITUDE or verb.tag != "VBD")
        ):
            return None
        source = self.source(speaker) if speaker is not None else ()
        content, rule = shaped.content, "passive" if shaped.passive else "clause"
        quoted = self.quoted_beside(verb, speaker) if "quote" in shaped.cue.frames else ()
        if quoted:
            touching = tuple(span for span in content if any(span.overlaps(other) for other in quoted))
            content, rule = join(touching + quoted), "quotation"
        if not content or (speaker is None and rule == "clause"):
            return None
        content = without(content, source + shaped.words)
        confidence = {"quotation": 0.9, "passive": 0.6}.get(rule, 0.8) if source else 0.5
        return self.attribution(source, shaped.words, content, shaped.addressee, shaped.cue, confidence, rule)

    def source(self, head: Token) -> Spans:
        """Return the words that name a claimant."""
        return whole_name(self.parse, head) if self.appositions else name(self.parse, head)

    def quoted_beside(self, verb: Token, speaker: Token | None) -> Spans:
        """Return the quotations beside the cue, nothing but the speaker between, and those that go on after it."""
        if self.quotations.at(verb.start) is not None:
            return ()
        text, tokens = self.parse.text, self.parse.tokens
        block = self.parse.blocks[verb.block].span
        first, last = verb.i, verb.i
        if speaker is not None and speaker.sent == verb.sent:
            left, right = self.parse.edges[speaker.i]
            if left <= verb.i <= right:
                left, right = speaker.i, speaker.i
            first, last = min(first, left), max(last, right)
        start, end = tokens[first].start, tokens[last].end
        found: list[Span] = []
        for quotation in self.quotations.within(Span(max(block.start, start - REACH), min(block.end, end + REACH))):
            span = quotation.span
            if span.end <= start:
                if leads_to_cue(text[span.start : span.end], text[span.end : start]):
                    found.append(span)
            elif span.start >= end:
                gap = text[end : span.start]
                if found and found[-1].start >= end:
                    joined = not any(c.isalnum() for c in text[found[-1].end : span.start])
                else:
                    joined = not gap.strip(BESIDE) or bool(found and ends_sentence(gap))
                if not joined:
                    break
                found.append(span)
        return tuple(found)

    def close(self, content: Spans) -> Spans:
        """Take in the end of a quotation that the tree cut off: its marks, and the sentences it goes on with."""
        closed = []
        for span in content:
            end = span.end
            quotation = self.quotations.at(span.end - 1)
            if quotation is not None and quotation.span.end > span.end:
                rest = self.parse.text[span.end : quotation.span.end]
                mark = rest.lstrip()[:1]
                whole = span.start <= quotation.span.start and mark in {".", "!", "?", "…"}
                if whole or not any(c.isalnum() for c in rest):
                    end = quotation.span.end
            start = span.start
            quotation = self.quotations.at(start)
            if quotation is not None and not any(c.isalnum() for c in self.parse.text[quotation.span.start : start]):
                start = quotation.span.start
            closed.append(Span(start, end))
        return join(closed)

    def read_according(self, token: Token) -> Attribution | None:
        """Read "according to X" with the rest of its sentence as the content."""
        tokens = self.parse.tokens
        if token.i + 2 >= len(tokens) or tokens[token.i + 1].lower != "to":
            return None
        objects = dependents(self.parse, tokens[token.i + 1], "pobj")
        if not objects:
            return None
        first, end = self.parse.sentences[token.sent]
        last = max(self.parse.edges[token.i][1], self.parse.edges[objects[0].i][1])
        rest = without(trim(self.parse, first, end - 1), (self.parse.span(token.i, last),))
        words = (self.parse.span(token.i, token.i + 1),)
        return self.attribution(self.source(objects[0]), words, rest, (), ACCORDING, 0.85, "according to")

    def read_noun(self, noun: Token, cue: Cue) -> Attribution | None:
        """Read a noun of saying with its proposition; its owner, or the subject it is made by, is the claimant."""
        below = [t for t in dependents(self.parse, noun, "acl", "ccomp", "relcl") if t.i > noun.i]
        below = [t for t in below if self.introduced(t)]
        if not below:
            return None
        source: Spans = ()
        for owner in dependents(self.parse, noun, "poss"):
            source = self.source(owner)
        above = self.parse.tokens[noun.head]
        if not source and noun.dep == "dobj" and (maker := subject(self.parse, above)) is not None:
            source = self.source(maker)
        exists = noun.dep == "attr" and dependents(self.parse, above, "expl")
        if not source and not exists:
            return None
        content = clause(self.parse, below[0])
        return self.attribution(source, (span_of(noun),), content, (), cue, 0.6, "noun")

    def introduced(self, head: Token) -> bool:
        """Say whether a clause after a noun is a proposition: "that ..." with a subject of its own, or "to ..."."""
        first = self.parse.tokens[self.parse.edges[head.i][0]]
        if first.lower == "to":
            return True
        return first.lower == "that" and first.dep == "mark"

    def read_adjective(self, adjective: Token, cue: Cue) -> Attribution | None:
        """Read "X is hopeful that ..." as an attitude."""
        above = self.parse.tokens[adjective.head]
        if adjective.dep != "acomp" or above.lemma not in {"be", "remain", "seem", "feel", "become"}:
            return None
        holder = subject(self.parse, above)
        below = [t for t in dependents(self.parse, adjective, "ccomp", "xcomp") if t.i > adjective.i]
        if holder is None or holder.lower in SPEAKERS or not below:
            return None
        content = clause(self.parse, below[0])
        return self.attribution(self.source(holder), (span_of(adjective),), content, (), cue, 0.6, "adjective")

    def attribution(
        self, source: Spans, cue: Spans, content: Spans, addressee: Spans, entry: Cue, confidence: float, rule: str
    ) -> Attribution | None:
        """Label what was found: stance from the cue, polarity from cue and clause, form from the marks."""
        content = without(self.close(shave(self.parse.text, content)), cue)
        if not content:
            return None
        return Attribution(
            source=source,
            cue=cue,
            content=content,
            addressee=addressee,
            lemma=entry.lemma,
            speech_act=entry.act,
            kind=entry.kind,
            stance=entry.stance,
            polarity=polarity(self.parse, content, entry, self.lexicon),
            quote_form=self.quotations.form(self.parse, content),
            confidence=confidence,
            rule=rule,
        )


def leads_to_cue(quotation: str, gap: str) -> bool:
    """Say whether a quotation runs into the cue after it: a comma inside or after, or its own closing mark."""
    return not gap.strip(BESIDE) and ("," in gap or any(mark in ",?!" for mark in quotation[-3:]))


def ends_sentence(gap: str) -> bool:
    """Say whether the words between a cue and the next quotation only end the cue's sentence, or pause in it."""
    words = gap.strip()
    return words[-1:] in {".", ",", ":"} and ". " not in words and len(words) < 200
