"""Verbs of saying: which shape their content takes, and who is told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.lexicon import Cue, Lexicon
from ingest.model import Kind, Span, Spans, Stance
from ingest.parse import Parse, Token
from ingest.statements.grammar import WHEN, Grammar
from ingest.statements.phrases import dependents, name, span_of, trim

CHARGING = frozenset({"charge", "predicate", "grounds"})
OPENING = frozenset({"mark", "dobj", "advmod"})
THAT_REACH = 25
CIRCUMSTANCES = frozenset({"DATE", "TIME", "GPE", "FAC", "LOC", "EVENT"})


@dataclass(frozen=True, slots=True)
class Shape:
    """What a verb's frame gave: the cue's words, its content, and who is told."""

    cue: Cue
    words: Spans
    content: Spans
    addressee: Spans = ()
    passive: bool = False


@dataclass(frozen=True)
class Verbs:
    """Reads the verbs of one article by their frames in the lexicon."""

    grammar: Grammar
    lexicon: Lexicon

    @property
    def parse(self) -> Parse:
        """The article."""
        return self.grammar.parse

    def shape(self, verb: Token) -> Shape | None:
        """Read a verb's frame; ``None`` where the verb is no cue. The content may be empty: a quotation can fill it."""
        for i in self.parse.children[verb.i]:
            particle = self.parse.tokens[i]
            if i < verb.i or (phrasal := self.lexicon.verb(verb, particle.lower)) is None:
                continue
            if particle.dep != "prep" or not self.has_object_before(verb, particle):
                return self.phrasal(verb, particle, phrasal)
        cue = self.lexicon.verb(verb)
        if cue is None or any(token.i > verb.i for token in dependents(self.parse, verb, "prt")):
            return None
        if cue.stance is Stance.AFFIRM and dependents(self.parse, verb, "neg"):
            cue = replace(cue, stance=Stance.DENY)
        if dependents(self.parse, verb, "auxpass"):
            return None if verb.lower in self.lexicon.adjectives else self.passive(verb, cue)
        if self.reduced(verb):
            if dependents(self.parse, verb, "agent") and any(
                t.lower == "as" for t in dependents(self.parse, verb, "mark")
            ):
                return Shape(cue, (span_of(verb),), (), passive=True)
            return self.passive(verb, cue) if "question" in cue.frames else None
        return self.active(verb, cue)

    def has_object_before(self, verb: Token, particle: Token) -> bool:
        """Say whether an object parts a verb from a preposition: "called him a liar for it" is no "called for"."""
        return any(verb.i < t.i < particle.i for t in dependents(self.parse, verb, "dobj", "oprd", "ccomp", "dative"))

    def reduced(self, verb: Token) -> bool:
        """Say whether a participle stands for a passive: "a banker accused of", "asked whether"."""
        if verb.tag not in {"VBN", "VBD"} or verb.dep not in {"advcl", "acl"}:
            return False
        return (verb.tag == "VBN" or verb.dep == "acl") and not dependents(self.parse, verb, "aux", "nsubj")

    def active(self, verb: Token, cue: Cue) -> Shape | None:
        """Read a verb whose subject speaks."""
        words = (span_of(verb),)
        if "manner" in cue.frames:
            return self.manner(verb, cue)
        if cue.frames & CHARGING:
            return Shape(cue, words, self.charge(verb, cue))
        addressee: Spans = ()
        if "addressee" in cue.frames:
            told = [token for token in dependents(self.parse, verb, "dobj", "dative") if token.i > verb.i]
            addressee = name(self.parse, self.told(told[0])) if told else ()
        elif cue.lemma in self.lexicon.words.told_to:
            addressee = self.after_to(verb)
        for token in self.clauses(verb, cue):
            infinitive = self.infinitive(token)
            if infinitive and "addressee" in cue.frames and "infinitive" in cue.frames:
                listener = dependents(self.parse, token, "nsubj")
                if listener and listener[0].i > verb.i:
                    first = min(t.i for t in dependents(self.parse, token, "aux"))
                    content = trim(self.parse, first, self.parse.edges[token.i][1])
                    return Shape(requested(cue), words, content, name(self.parse, listener[0]))
            if infinitive and token.dep == "xcomp" and "infinitive" not in cue.frames:
                continue
            if "clause" in cue.frames or (infinitive and "infinitive" in cue.frames) or self.with_that(token, cue):
                content = self.carried(verb, token) + self.grammar.clause(
                    verb, token, whole="addressee" not in cue.frames
                )
                return Shape(requested(cue) if infinitive else cue, words, content, addressee)
        if cue.frames & {"clause", "that"} and (content := self.after_that(verb, told=bool(addressee))):
            return Shape(cue, words, content, addressee)
        if "object" in cue.frames and "addressee" in cue.frames:
            return self.thing_or_listener(verb, cue, addressee)
        if "object" in cue.frames or "purpose" in cue.frames:
            return Shape(cue, words, self.objects(verb, purpose="purpose" in cue.frames), addressee)
        return Shape(cue, words, (), addressee)

    def with_that(self, clause: Token, cue: Cue) -> bool:
        """Say whether a clause has the "that" without which its verb is no cue: "held that ..."."""
        return "that" in cue.frames and any(t.lower == "that" for t in dependents(self.parse, clause, "mark"))

    def thing_or_listener(self, verb: Token, cue: Cue, addressee: Spans) -> Shape:
        """Read an object alone: a thing is what is urged ("urged restraint"), a name or a pronoun is who is urged."""
        found = [token for token in dependents(self.parse, verb, "dobj") if token.i > verb.i]
        if not found or found[0].tag not in {"NN", "NNS"} or found[0].ent or dependents(self.parse, found[0], "det"):
            return Shape(cue, (span_of(verb),), (), addressee)
        return Shape(cue, (span_of(verb),), self.objects(verb))

    def manner(self, verb: Token, cue: Cue) -> Shape | None:
        """Read "as she put it": the cue is the verb with its "it"."""
        found = [token for token in dependents(self.parse, verb, "dobj") if token.lower == "it" and token.i > verb.i]
        return Shape(cue, (Span(verb.start, found[0].end),), ()) if found else None

    def carried(self, verb: Token, clause: Token) -> Spans:
        """Return the noun that a clause of saying is set on: in "a site it said was secret", "a site" was secret."""
        noun = self.parse.tokens[verb.head]
        if verb.dep != "relcl" or noun.i > verb.i:
            return ()
        own = self.grammar.own_subject(clause)
        if own is not None and own.lower not in self.lexicon.words.relatives:
            return ()
        return name(self.parse, noun)

    def after_that(self, verb: Token, *, told: bool) -> Spans:
        """Return the clause that "that" opens after a verb, wherever the parser hung it."""
        if any(t.i > verb.i and not (told and t.dep == "dobj") for t in self.heads_of_objects(verb)):
            return ()
        _, last = self.parse.edges[verb.i]
        for token in self.parse.tokens[verb.i + 1 : min(last, verb.i + THAT_REACH) + 1]:
            if token.lower == "that" and (token.tag == "IN" or token.dep in OPENING):
                end = self.grammar.through_reasons(verb, self.parse.edges[self.branch(verb, token)][1])
                return trim(self.parse, token.i + 1, end) if end > token.i else ()
        return ()

    def branch(self, verb: Token, token: Token) -> int:
        """Return the dependent of a verb below which a token stands, the token's head where that is another's."""
        step = token.i
        for above in self.parse.ancestors(token.i):
            if above == verb.i:
                return step
            step = above
        return token.head

    def heads_of_objects(self, verb: Token) -> list[Token]:
        """Return what the parser took for the verb's object, but not where "that" stands right before it."""
        found = dependents(self.parse, verb, "dobj", "xcomp", "nsubj", "acomp")
        return [t for t in found if self.parse.tokens[self.parse.edges[t.i][0]].tag != "IN"]

    def told(self, token: Token) -> Token:
        """Return whoever is told: the noun after "to" of a dative."""
        if token.dep == "dative" and token.tag in {"IN", "TO"}:
            below = dependents(self.parse, token, "pobj")
            return below[0] if below else token
        return token

    def after_to(self, verb: Token) -> Spans:
        """Return whoever is told with "to": "conveyed to the mayor that ..."."""
        for token in dependents(self.parse, verb, "prep", "dative"):
            below = dependents(self.parse, token, "pobj")
            if token.lower == "to" and token.i > verb.i and below and below[0].ent not in CIRCUMSTANCES - {"GPE"}:
                return name(self.parse, below[0])
        return ()

    def clauses(self, verb: Token, cue: Cue) -> list[Token]:
        """Return the clauses that can be the content, those after the verb first."""
        found = dependents(self.parse, verb, "ccomp", "xcomp")
        if "question" in cue.frames:
            found += [
                token
                for token in dependents(self.parse, verb, "advcl")
                if any(t.lower in self.lexicon.words.questions for t in dependents(self.parse, token, "mark"))
            ]
        after = [token for token in found if token.i > verb.i]
        return after or found or self.misplaced(verb, cue)

    def misplaced(self, verb: Token, cue: Cue) -> list[Token]:
        """Return a content that the parser hung elsewhere: "told the court she ..." on the court, or "to ..."."""
        if "addressee" in cue.frames and "clause" in cue.frames:
            listeners = [t for t in dependents(self.parse, verb, "dobj", "dative") if t.i > verb.i]
            below = [t for noun in listeners for t in dependents(self.parse, noun, "relcl")]
            return [t for t in below if self.has_own_subject(t)]
        if "infinitive" in cue.frames and not dependents(self.parse, verb, "dobj"):
            return [t for t in dependents(self.parse, verb, "advcl") if t.i > verb.i and self.infinitive(t)]
        return []

    def has_own_subject(self, clause: Token) -> bool:
        """Say whether a clause hung on a noun begins with a subject of its own, so that it is not about the noun."""
        subject = self.grammar.own_subject(clause)
        return (
            subject is not None
            and self.parse.edges[clause.i][0] == self.parse.edges[subject.i][0]
            and (subject.lower not in self.lexicon.words.relatives)
        )

    def infinitive(self, token: Token) -> bool:
        """Say whether a clause is introduced by "to"."""
        return any(t.lower == "to" for t in dependents(self.parse, token, "aux"))

    def objects(self, verb: Token, *, purpose: bool = False) -> Spans:
        """Return the object as content, with what belongs to it."""
        found = [token for token in dependents(self.parse, verb, "dobj", "pobj", "pcomp") if token.i > verb.i]
        if not found or (purpose and not self.has_purpose(verb, found[0])):
            return ()
        first, last = self.parse.edges[found[0].i]
        first, last = max(first, verb.i + 1), self.before_date(found[0], last)
        cut = self.aside_after(found[0])
        if cut is not None:
            return trim(self.parse, first, cut)
        return trim(self.parse, first, self.onwards(verb, last))

    def onwards(self, verb: Token, last: int) -> int:
        """Return where an object ends once what follows it under the same verb is counted in."""
        for token in dependents(self.parse, verb, "xcomp", "advcl", "prep", "acl"):
            left, right = self.parse.edges[token.i]
            if left == last + 1 and self.belongs(token, left):
                last = right
        return last

    def before_date(self, noun: Token, last: int) -> int:
        """Return where an object ends without the day of the saying that the parser hung on it."""
        for token in dependents(self.parse, noun, "prep", "npadvmod"):
            left, right = self.parse.edges[token.i]
            inside = self.parse.tokens[left + (token.dep == "prep") : right + 1]
            if token.i > noun.i and right == last and inside and all(t.ent in WHEN for t in inside):
                return left - 1
        return last

    def has_purpose(self, verb: Token, noun: Token) -> bool:
        """Say whether an infinitive goes with an object."""
        below = dependents(self.parse, noun, "acl", "relcl") + dependents(self.parse, verb, "xcomp", "advcl")
        return any(self.infinitive(token) for token in below if token.i > noun.i)

    def belongs(self, token: Token, left: int) -> bool:
        """Say whether what follows an object is part of the content and no circumstance of the saying."""
        if token.dep in {"xcomp", "advcl"}:
            return self.parse.tokens[left].lower == "to"
        if token.dep == "prep":
            below = dependents(self.parse, token, "pobj")
            return token.lower in self.lexicon.words.charges and not any(t.ent in CIRCUMSTANCES for t in below)
        return True

    def aside_after(self, noun: Token) -> int | None:
        """Return where a noun phrase ends if a comma sets the rest of it apart: ", which ...", ", a ..."."""
        for token in dependents(self.parse, noun, "relcl", "appos"):
            comma = self.parse.edges[token.i][0] - 1
            if comma > noun.i and self.parse.tokens[comma].text in {",", "-", "–", "—", "--"}:
                return comma - 1
        return None

    def charge(self, verb: Token, cue: Cue) -> Spans:
        """Return the object with what it is charged, called, blamed or praised with (STATEMENTS rule 11)."""
        labels = ("dobj", "ccomp", "xcomp", "oprd", "nsubj")
        found = [t for t in dependents(self.parse, verb, *labels) if t.i > verb.i]
        if not found or any(t.lower in self.lexicon.words.reflexives for t in found[:1]):
            return ()
        first = max(self.parse.edges[found[0].i][0], verb.i + 1)
        last = max(self.parse.edges[t.i][1] for t in found)
        last = min((self.grammar.before_resumed(verb, t, last) for t in found), default=last)
        tails = [
            token
            for token in dependents(self.parse, verb, "prep")
            if token.i > found[0].i
            and token.lower in self.lexicon.words.charges
            and self.parse.edges[token.i][0] <= last + 2
        ]
        if "predicate" in cue.frames and not self.predicated(found, tails):
            return ()
        if "grounds" in cue.frames and not tails:
            return ()
        cut = self.aside_after(found[0]) if len(found) == 1 and not tails else None
        if cut is not None:
            return trim(self.parse, first, cut)
        last = max([last, *(self.parse.edges[token.i][1] for token in tails)])
        return trim(self.parse, first, self.onwards(verb, last))

    def predicated(self, found: list[Token], tails: list[Token]) -> bool:
        """Say whether an object is called something, and not only named."""
        if len(found) > 1 or any(token.lower == "as" for token in tails):
            return True
        first, last = self.parse.edges[found[0].i]
        if found[0].dep in {"ccomp", "xcomp"}:
            return first < found[0].i
        inside = self.parse.tokens[first : last + 1]
        return found[0].dep == "dobj" and (inside[-1].tag.startswith("JJ") or any(t.tag == "``" for t in inside[1:]))

    def passive(self, verb: Token, cue: Cue) -> Shape | None:
        """Read "X was told that ...", "X is accused of ...", "X is said to ..."; the agent is the claimant."""
        patients = dependents(self.parse, verb, "nsubjpass")
        words = (span_of(verb),)
        below = [t for t in self.clauses(verb, cue) if t.i > verb.i]
        if "addressee" in cue.frames:
            if not below:
                return None
            heard = name(self.parse, patients[0]) if patients else ()
            infinitive = self.infinitive(below[0])
            content = self.grammar.clause(verb, below[0], whole=False)
            return Shape(requested(cue) if infinitive else cue, words, content, heard, passive=True)
        tails = []
        if cue.frames & CHARGING:
            tails = [
                t
                for t in dependents(self.parse, verb, "prep", "oprd")
                if t.dep == "oprd" or t.lower in self.lexicon.words.charges
            ]
        tails += below
        if not tails or ("predicate" in cue.frames and cue.kind is Kind.ATTITUDE and self.grammar.agent(verb) is None):
            return None
        head: Spans = ()
        if patients and patients[0].lower != "it":
            head = name(self.parse, self.grammar.antecedent(patients[0]))
        return Shape(cue, words, head + self.grammar.clause(verb, tails[0], whole=False), passive=True)

    def phrasal(self, verb: Token, particle: Token, cue: Cue) -> Shape | None:
        """Read a verb with its particle or preposition: "called for X", "called on X to ...", "ruled out X"."""
        words: Spans = (span_of(verb), span_of(particle))
        if particle.i == verb.i + 1:
            words = (Span(verb.start, particle.end),)
        passive = bool(dependents(self.parse, verb, "auxpass"))
        below = [t for t in dependents(self.parse, verb, "ccomp", "xcomp", "advcl") if t.i > particle.i]
        if passive:
            patients = dependents(self.parse, verb, "nsubjpass")
            tail = dependents(self.parse, particle, "pobj", "pcomp")
            if "charge" not in cue.frames or not patients or not tail:
                return None
            content = name(self.parse, patients[0]) + self.grammar.clause(verb, tail[0], whole=False)
            return Shape(cue, words, content, passive=True)
        if "addressee" in cue.frames:
            told = dependents(self.parse, particle, "pobj")
            content = self.grammar.clause(verb, below[0], whole=False) if below and told else ()
            return Shape(cue, words, content, name(self.parse, told[0]) if told else ())
        if "charge" in cue.frames:
            return Shape(cue, (span_of(verb),), self.charge(verb, cue))
        if "grounds" in cue.frames:
            return Shape(cue, words, self.charge(verb, cue))
        if "clause" in cue.frames:
            below += dependents(self.parse, particle, "ccomp", "pcomp")
            if below:
                return Shape(cue, words, self.grammar.clause(verb, below[0]))
        if "object" in cue.frames:
            return Shape(cue, words, self.objects(particle) or self.objects(verb))
        return Shape(cue, words, ())


def requested(cue: Cue) -> Cue:
    """Return what a cue of asking means before an infinitive: a request is meant, and nothing is left open."""
    return replace(cue, act="urge", stance=Stance.AFFIRM) if "question" in cue.frames else cue
