"""Attributions by rule: each cue of the lexicon, the words for who speaks, and what is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ingest.lexicon import Cue, Lexicon, load
from ingest.model import Attribution, Kind, Span, Spans, Stance
from ingest.parse import Parse, Token
from ingest.quotes import Quotations, scan

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OBJECTS = frozenset({"dobj", "dative"})
SET_APART = frozenset({"appos", "relcl", "acl"})
EDGES = frozenset(" \t\u00a0,;:.-–—")
DOUBTS = frozenset({"may", "might", "could", "possibly", "probably", "likely", "whether", "if", "perhaps"})


@dataclass(frozen=True)
class RuleExtractor:
    """Finds attributions by the lexicon's cues and the dependency tree."""

    lexicon: Lexicon = field(default_factory=load)

    def extract(self, parse: Parse) -> tuple[Attribution, ...]:
        """Return the attributions in order of their first cue word or content."""
        quotations = scan(parse.text, (block.span for block in parse.blocks if block.speaks))
        found = list(Reading(parse, quotations, self.lexicon).find())
        found.sort(key=lambda a: (a.cue or a.content)[0])
        return embed(found)


@dataclass(frozen=True)
class Reading:
    """One article under the rules."""

    parse: Parse
    quotations: Quotations
    lexicon: Lexicon

    def find(self) -> Iterator[Attribution]:
        """Yield what each rule finds, cue by cue."""
        for token in self.parse.tokens:
            if token.tag.startswith("V") and (cue := self.lexicon.verbs.get(token.lemma)):
                if (found := self.read_verb(token, cue)) is not None:
                    yield found
            elif token.lower == "according" and (found := self.read_according(token)) is not None:
                yield found

    def read_verb(self, verb: Token, cue: Cue) -> Attribution | None:
        """Read one verb of saying with its subject and its content."""
        parse = self.parse
        children = [parse.tokens[i] for i in parse.children[verb.i]]
        subject = self.subject(verb, children)
        addressee: Spans = ()
        if "addressee" in cue.frames:
            told = [c for c in children if c.dep in OBJECTS and c.i > verb.i]
            addressee = self.name(told[0]) if told else ()
        content = self.complement(verb, cue, children)
        rule = "clause"
        quoted = self.quoted_beside(verb, subject)
        if quoted and cue.kind is Kind.STATEMENT:
            content, rule = join(content + quoted), "quotation"
        if not content or (subject is None and rule != "quotation"):
            return None
        source = self.name(subject) if subject else ()
        if any(span.overlaps(other) for span in source for other in content):
            content = without(content, source)
        content = without(content, (Span(verb.start, verb.end),))
        if not content:
            return None
        confidence = 0.9 if source and rule == "quotation" else 0.8 if source else 0.5
        return self.attribution(source, (Span(verb.start, verb.end),), content, addressee, cue, confidence, rule)

    def subject(self, verb: Token, children: list[Token]) -> Token | None:
        """Return the verb's subject, its own or the one it shares with the verbs it is joined to."""
        for child in children:
            if child.dep == "nsubj":
                return child
        if any(child.dep in {"nsubjpass", "auxpass"} for child in children):
            return None
        step = verb
        for i in self.parse.ancestors(verb.i):
            if step.dep not in {"conj", "advcl", "xcomp"}:
                break
            step = self.parse.tokens[i]
            for j in self.parse.children[i]:
                if self.parse.tokens[j].dep == "nsubj":
                    return self.parse.tokens[j]
        return None

    def name(self, head: Token) -> Spans:
        """Return the words of a name or noun phrase without what is set apart from it."""
        first, last = head.i, head.i
        for i in self.parse.children[head.i]:
            child = self.parse.tokens[i]
            left, right = self.parse.edges[i]
            if child.dep in SET_APART or child.dep == "punct":
                if i > head.i:
                    break
                continue
            first, last = min(first, left), max(last, right)
        return (self.parse.span(first, last),)

    def complement(self, verb: Token, cue: Cue, children: list[Token]) -> Spans:
        """Return the content the tree shows: a clause, an infinitive, or an object."""
        for child in children:
            if child.dep == "ccomp" and "clause" in cue.frames:
                return self.clause(child)
            if child.dep == "xcomp" and "infinitive" in cue.frames:
                return self.clause(child)
        for child in children:
            if child.dep == "dobj" and child.i > verb.i and cue.frames & {"object", "charge"}:
                first, last = self.parse.edges[child.i]
                if "charge" in cue.frames:
                    ends = [self.parse.edges[c.i][1] for c in children if c.dep in {"prep", "oprd"} and c.i > verb.i]
                    last = max([last, *ends])
                return self.trim(first, last)
        return ()

    def clause(self, head: Token) -> Spans:
        """Return a clause without its complementiser."""
        first, last = self.parse.edges[head.i]
        while first < last and self.parse.tokens[first].lower in {"that", ","}:
            first += 1
        return self.trim(first, last)

    def trim(self, first: int, last: int) -> Spans:
        """Return the span of tokens without punctuation at its edges, except quote marks."""
        tokens = self.parse.tokens
        while first < last and tokens[last].text in {",", ".", ";", ":", "-", "–", "—"}:
            last -= 1
        while first < last and tokens[first].text in {",", ".", ";", ":", "-", "–", "—"}:
            first += 1
        return (self.parse.span(first, last),)

    def quoted_beside(self, verb: Token, subject: Token | None) -> Spans:
        """Return the quotations that stand next to the cue with nothing between but the speaker."""
        if self.quotations.at(verb.start) is not None:
            return ()
        block = self.parse.blocks[verb.block].span
        first, last = verb.i, verb.i
        if subject is not None and subject.sent == verb.sent:
            left, right = self.parse.edges[subject.i]
            if left <= verb.i <= right:
                left, right = subject.i, subject.i
            first, last = min(first, left), max(last, right)
        start, end = self.parse.tokens[first].start, self.parse.tokens[last].end
        found = []
        for quotation in self.quotations.within(block):
            if quotation.span.end <= start:
                gap = self.parse.text[quotation.span.end : start]
                mark = self.parse.text[quotation.span.end - 2 : quotation.span.end - 1]
                if not gap.strip(" \u00a0,") and (mark in ",?!" or "," in gap):
                    found.append(quotation.span)
            elif quotation.span.start >= end:
                gap = self.parse.text[end : quotation.span.start]
                sentence = self.parse.tokens[self.parse.sentences[verb.sent][1] - 1].end
                beside = quotation.span.start <= sentence and not gap.strip(" \u00a0,:")
                if beside or (found and not self.parse.text[sentence : quotation.span.start].strip()):
                    found.append(quotation.span)
        return tuple(found)

    def read_according(self, token: Token) -> Attribution | None:
        """Read "according to X" with the rest of its sentence as the content."""
        tokens = self.parse.tokens
        if token.i + 2 >= len(tokens) or tokens[token.i + 1].lower != "to":
            return None
        objects = [i for i in self.parse.children[token.i + 1] if tokens[i].dep == "pobj"]
        if not objects:
            return None
        source = self.name(tokens[objects[0]])
        first, end = self.parse.sentences[token.sent]
        phrase = self.parse.span(token.i, max(self.parse.edges[token.i][1], self.parse.edges[objects[0]][1]))
        rest = without(self.trim(first, end - 1), (phrase,))
        rest = tuple(shaved for span in rest if (shaved := shave(self.parse.text, span)) is not None)
        if not rest:
            return None
        words = (self.parse.span(token.i, token.i + 1),)
        cue = Cue("according to", frozenset(), "assert", Stance.AFFIRM, Kind.STATEMENT)
        return self.attribution(source, words, rest, (), cue, 0.85, "according to")

    def attribution(
        self, source: Spans, cue: Spans, content: Spans, addressee: Spans, entry: Cue, confidence: float, rule: str
    ) -> Attribution:
        """Label what was found: stance from the cue, polarity from cue and clause, form from the marks."""
        return Attribution(
            source=source,
            cue=cue,
            content=content,
            addressee=addressee,
            lemma=entry.lemma,
            speech_act=entry.act,
            kind=entry.kind,
            stance=entry.stance,
            polarity=self.polarity(content, entry),
            quote_form=self.quotations.form(self.parse, content),
            confidence=confidence,
            rule=rule,
        )

    def polarity(self, content: Spans, entry: Cue) -> Stance:
        """Return the claimant's stance to the first main clause of the content (STATEMENTS rule 17)."""
        tokens = [t for span in content for t in self.parse.between(span)]
        if not tokens:
            return entry.stance
        head = min(tokens, key=lambda t: (self.parse.depth(t.i), t.i))
        around = [self.parse.tokens[i] for i in self.parse.children[head.i]]
        if entry.stance is Stance.ENTERTAIN or any(t.lower in DOUBTS for t in around):
            return Stance.ENTERTAIN
        negated = any(t.dep == "neg" or t.lower == "no" for t in around)
        if entry.stance is Stance.DENY:
            return Stance.AFFIRM if negated else Stance.DENY
        return Stance.DENY if negated else Stance.AFFIRM


def join(spans: Iterable[Span]) -> Spans:
    """Merge the spans that overlap, in order of the text."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def without(spans: Spans, holes: Spans) -> Spans:
    """Cut ``holes`` out of ``spans``."""
    for hole in holes:
        parts: list[Span] = []
        for span in spans:
            if not span.overlaps(hole):
                parts.append(span)
                continue
            if span.start < hole.start:
                parts.append(Span(span.start, hole.start))
            if hole.end < span.end:
                parts.append(Span(hole.end, span.end))
        spans = tuple(parts)
    return spans


def shave(text: str, span: Span) -> Span | None:
    """Take white space and separating punctuation off a span's edges; ``None`` when nothing is left."""
    start, end = span.start, span.end
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return Span(start, end) if start < end else None


def embed(found: list[Attribution]) -> tuple[Attribution, ...]:
    """Point each attribution at the innermost one whose content holds its cue."""
    nested = []
    for i, inner in enumerate(found):
        place = (inner.cue or inner.content)[0]
        around = [
            (sum(s.end - s.start for s in outer.content), j)
            for j, outer in enumerate(found)
            if j != i and any(span.covers(place) for span in outer.content)
        ]
        nested.append(replace(inner, embedded_in=min(around)[1] if around else None))
    return tuple(nested)
