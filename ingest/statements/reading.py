"""One article under the rules: each cue of the lexicon, the words for who speaks, and what is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.lexicon import Cue, Lexicon
from ingest.model import Attribution, Kind, Marked, QuoteForm, Span, Spans, Stance
from ingest.parse import Parse, Token
from ingest.quotes import Marks, Quotations, scan, scan_speaking
from ingest.statements.actuality import hypothetical
from ingest.statements.asides import around, resume
from ingest.statements.attach import Attachments, Saying
from ingest.statements.colons import find_introduced
from ingest.statements.grammar import Grammar
from ingest.statements.labels import polarity, topmost
from ingest.statements.nouns import Nouns
from ingest.statements.phrases import full_name, span_of, whole_name
from ingest.statements.shown import Shown, find_shown
from ingest.statements.spans import join, met, shave, within, without
from ingest.statements.verbs import Verbs

COLON = Cue(":", frozenset(), "assert", Stance.AFFIRM, Kind.STATEMENT)
DEMONSTRATIVE = frozenset({"det", "nsubj", "nsubjpass", "dobj", "pobj", "attr"})
AUXILIARIES = frozenset({"aux", "auxpass", "neg", "advmod"})
SET_IN = frozenset({"clause", "manner"})
POST = Cue("", frozenset(), "assert", Stance.AFFIRM, Kind.STATEMENT)


@dataclass(frozen=True)
class Reading:
    """One article under the rules."""

    parse: Parse
    quotations: Quotations
    lexicon: Lexicon

    @classmethod
    def of(cls, parse: Parse, lexicon: Lexicon) -> Reading:
        """Open an article, its quotations scanned."""
        return cls(parse, scan_speaking(parse), lexicon)

    @cached_property
    def grammar(self) -> Grammar:
        """The trees of the article."""
        return Grammar(self.parse, self.lexicon)

    @cached_property
    def verbs(self) -> Verbs:
        """The reader of verbal cues."""
        return Verbs(self.grammar, self.lexicon)

    @cached_property
    def nouns(self) -> Nouns:
        """The reader of cues that are no verbs."""
        return Nouns(self.grammar, self.lexicon)

    @cached_property
    def attachments(self) -> Attachments:
        """The quotations, ready to be given to the cues."""
        return Attachments(self.parse, self.quotations.found)

    @cached_property
    def marks(self) -> Marks:
        """The words inside quotation marks, counted."""
        return Marks(self.parse, self.quotations)

    @cached_property
    def scanned(self) -> dict[int, Quotations]:
        """What stands inside the quotations that were looked into, by where they begin."""
        return {}

    @cached_property
    def quoted(self) -> Mapping[int, Spans]:
        """The quotations of each cue, by the index of its verb."""
        return self.attachments.attach(self.sayings())

    @property
    def free_of_cues(self) -> list[Span]:
        """The quotations that no cue takes."""
        owned = {span for spans in self.quoted.values() for span in spans}
        return [each.span for each in self.quotations.found if each.span not in owned]

    def sayings(self) -> Iterator[Saying]:
        """Yield the cues that can take a quotation, each with the place of it and its speaker."""
        for token in self.parse.tokens:
            if not token.tag.startswith("V") or self.quotations.at(token.start) is not None:
                continue
            shaped = self.verbs.shape(token)
            if (
                shaped is None
                or "quote" not in shaped.cue.frames
                or hypothetical(self.parse, token, shaped.cue.kind, self.lexicon.words)
            ):
                continue
            first, last = token.i, token.i
            speaker = self.speaker(token, passive=shaped.passive)
            if speaker is not None and speaker.sent == token.sent:
                left, right = self.parse.edges[speaker.i]
                if left <= token.i <= right:
                    left, right = speaker.i, speaker.i
                first, last = min(first, left), max(last, right)
            end = max(self.parse.tokens[last].end, shaped.words[-1].end)
            yield Saying(token, self.parse.tokens[first].start, end)

    def find(self) -> Iterator[Attribution]:
        """Yield what each rule finds, cue by cue."""
        for token in self.parse.tokens:
            found = None
            if token.tag.startswith("V"):
                found = self.read_according(token) if token.lower == "according" else self.read_verb(token)
            elif token.tag.startswith(("NN", "JJ")):
                found = self.read_noun(token)
            if found is None and token.lower in self.lexicon.adjectives:
                found = self.read_noun(token)
            if found is not None:
                yield found
        for shown in self.shown():
            entry, rule = (COLON, "colon") if shown.cue else (POST, "post")
            found = self.attribution(shown.source, shown.cue, shown.content, (), entry, rule)
            if found is not None:
                yield found if shown.cue else replace(found, quote_form=QuoteForm.DIRECT)

    def shown(self) -> Iterator[Shown]:
        """Yield what is shown without a verb of saying, each quotation once."""
        introduced = list(find_introduced(self.grammar, self.free_of_cues))
        taken = join(span for each in introduced for span in each.content)
        yield from introduced
        for each in find_shown(self.parse, self.lexicon.labels):
            if not any(met(taken, span) for span in each.content):
                yield each

    def read_verb(self, verb: Token) -> Attribution | None:
        """Read one verb of saying with its subject and its content."""
        shaped = self.verbs.shape(verb)
        if shaped is None or hypothetical(self.parse, verb, shaped.cue.kind, self.lexicon.words):
            return None
        speaker = self.speaker(verb, passive=shaped.passive)
        if self.is_author(speaker, verb, shaped.cue):
            return None
        content, rule = shaped.content, "passive" if shaped.passive else "clause"
        quoted = self.quoted.get(verb.i, ())
        if quoted:
            host = () if content else around(self.parse, verb)
            met = any(span.overlaps(other) for span in host for other in quoted)
            content, rule = join((host if met else self.leading(content, quoted)) + quoted), "quotation"
        elif not content and shaped.cue.frames & SET_IN:
            content, rule = around(self.parse, verb), "aside"
        if not content or (speaker is None and rule in {"clause", "aside"}):
            return None
        source = self.source(speaker, verb.i)
        content = without(content, source + shaped.words)
        if not quoted:
            content = resume(self.parse, verb, content, source + shaped.words)
        content = self.within_marks(verb, content)
        addressee = () if shaped.addressee == source else shaped.addressee
        return self.attribution(source, shaped.words, content, addressee, shaped.cue, rule)

    def speaker(self, verb: Token, *, passive: bool) -> Token | None:
        """Return the head of the words for whoever speaks; "who" stays, "that" gives way to its noun."""
        found = self.grammar.agent(verb) if passive else self.grammar.subject(verb)
        if not passive and self.quotations.at(verb.start) is None:
            quoted = found is not None and found.i < verb.i and self.quotations.at(found.start) is not None
            if quoted or (found is None and self.ends_quotation(verb)):
                return self.grammar.inverted(verb) or found
        if found is not None and found.lower in self.lexicon.words.heads_of_relatives:
            return self.grammar.antecedent(found)
        return found

    def ends_quotation(self, verb: Token) -> bool:
        """Say whether a quotation ends right before a verb."""
        if verb.i == 0:
            return False
        before = self.parse.tokens[verb.i - 1]
        return not before.text.isalnum() and self.quotations.at(before.start) is not None

    def within_marks(self, verb: Token, content: Spans) -> Spans:
        """Keep a content to the quotation that its cue stands in, and to one inside that where it opens one."""
        quotation = self.quotations.at(verb.start)
        if quotation is None:
            return content
        content = within(content, quotation.span)
        marked = self.inside(quotation.span).at(max(content[0].start - 1, 0)) if content else None
        return content if marked is None or not marked.closed else (marked.span,)

    def inside(self, marks: Span) -> Quotations:
        """Return the quotations inside a quotation."""
        if marks.start not in self.scanned:
            self.scanned[marks.start] = scan(self.parse.text, (Span(marks.start + 1, marks.end),))
        return self.scanned[marks.start]

    def is_author(self, speaker: Token | None, verb: Token, cue: Cue) -> bool:
        """Say whether the writer, or anybody, is speaking: "I think", "you say"."""
        if speaker is None or speaker.lower not in self.lexicon.words.authors:
            return False
        return cue.kind is Kind.ATTITUDE or verb.tag != "VBD"

    def leading(self, content: Spans, quoted: Spans) -> Spans:
        """Return the parts of a clause that run into the quotations: words of the same sentence outside the marks."""
        kept = []
        for span in content:
            met = [quotation for quotation in quoted if quotation.overlaps(span)]
            if not met:
                continue
            before = self.parse.text[span.start : max(span.start, met[0].start)]
            if ":" not in before:
                kept.append(span)
        return tuple(kept)

    def source(self, head: Token | None, cue: int) -> Spans:
        """Return the words that name a claimant, none where nobody is named."""
        return () if head is None else full_name(self.parse, head, cue)

    def read_according(self, token: Token) -> Attribution | None:
        """Read "according to X" with the rest of its sentence as the content."""
        found = self.nouns.according(token)
        if found is None:
            return None
        return self.attribution(
            self.source(found.holder, token.i), found.words, found.content, (), found.cue, "according to"
        )

    def read_noun(self, token: Token) -> Attribution | None:
        """Read a noun of saying with its proposition, or an adjective of belief."""
        adjective = token.lower in self.lexicon.adjectives
        found = self.nouns.adjective(token) if adjective else self.nouns.noun(token)
        if found is None or (found.holder is not None and found.holder.lower in self.lexicon.words.authors):
            return None
        rule = "adjective" if adjective else "noun"
        return self.attribution(self.source(found.holder, token.i), found.words, found.content, (), found.cue, rule)

    def close(self, content: Spans) -> Spans:
        """Take in the end of a quotation that the tree cut off: its marks, and the sentences it goes on with."""
        closed = []
        for span in content:
            end = span.end
            quotation = self.quotations.at(span.end - 1)
            if quotation is not None and quotation.span.end > span.end:
                rest = self.parse.text[span.end : quotation.span.end]
                mark = rest.lstrip()[:1]
                whole = span.start <= quotation.span.start + 2 and mark in {".", "!", "?", "…"}
                if whole or not any(c.isalnum() for c in rest):
                    end = quotation.span.end
            start = span.start
            quotation = self.quotations.at(start)
            if quotation is not None and not any(c.isalnum() for c in self.parse.text[quotation.span.start : start]):
                start = quotation.span.start
            closed.append(Span(start, end))
        return join(closed)

    def attribution(
        self,
        source: Spans,
        cue: Spans,
        content: Spans,
        addressee: Spans,
        entry: Cue,
        rule: str,
        confidence: float | None = None,
        marked: tuple[Spans, Spans] | None = None,
    ) -> Attribution | None:
        """Label what was found: stance from the cue, polarity from cue and clause, form from the marks.

        Whoever gives no ``confidence`` is given the share of the rule's findings that were right; whoever has no source
        and cue as annotators would mark them is given them by the tree.
        """
        content = without(self.close(shave(self.parse.text, content)), cue)
        if not content:
            return None
        that = self.complementiser(content[0], cue)
        if that is not None:
            content = shave(self.parse.text, without(content, (that,)))
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
            quote_form=self.marks.form(content),
            confidence=self.lexicon.precision.confidence(rule, entry.kind, entry.lemma)
            if confidence is None
            else confidence,
            rule=rule,
            marked=Marked(
                *(marked or (self.with_appositions(source, cue + content), self.with_auxiliaries(cue))), that
            ),
        )

    def with_appositions(self, source: Spans, others: Spans) -> Spans:
        """Return a source with what is set apart from it, as long as that is no part of the cue or the content."""
        if not source:
            return ()
        head = topmost(self.parse, self.parse.between(source[0]))
        whole = whole_name(self.parse, head)
        apart = any(span.overlaps(other) for span in whole for other in others)
        return source if apart or not any(span.covers(source[0]) for span in whole) else whole

    def with_auxiliaries(self, cue: Spans) -> Spans:
        """Return a verb with the auxiliaries, negations and adverbs right before it."""
        if not cue:
            return ()
        verb = first = self.parse.first_at(cue[0].start)
        while first > 0 and (token := self.parse.tokens[first - 1]).head == verb and token.dep in AUXILIARIES:
            first -= 1
        return (Span(self.parse.tokens[first].start, cue[0].end), *cue[1:])

    def complementiser(self, content: Span, cue: Spans) -> Span | None:
        """Return the "that" with which a content begins, or which stands right before it."""
        first = self.parse.first_at(content.start)
        for token in self.parse.tokens[max(first - 1, 0) : first + 1]:
            outside = token.end <= content.start
            if token.lower == "that" and (outside or token.dep not in DEMONSTRATIVE) and not met(cue, span_of(token)):
                return span_of(token)
        return None

    def free(self, found: Iterable[Attribution]) -> list[Span]:
        """Return the quotations of which no attribution has a word."""
        taken = join(span for each in found for span in each.content)
        return [each.span for each in self.quotations.found if not met(taken, each.span)]

    def relabel(self, found: Attribution) -> Attribution:
        """Count the quote marks again once a content has grown."""
        return replace(found, quote_form=self.marks.form(found.content))
