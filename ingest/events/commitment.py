"""Whether a speaker's words say that an event happened, that it did not, or leave it open.

From the trigger the tree is climbed to the top of what is said; each word on the way can turn the answer around or
leave it open. What the main line only presupposes ("condemned the attack", "after the attack") is untouched by what
stands above it. The cue comes last (GAF/GRaSP: polarity and certainty of the source towards the event).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from enum import Enum

from ingest.events.grammar import RELATIVE, SUBJECTS, below, head, phrasal, verbal
from ingest.events.lexicon import Bearing, Lexicon
from ingest.model import Kind, Span, Spans, Stance, Statement
from ingest.parse import Parse, Token

REACH = 40
"""How many heads up the climb goes; it keeps the work linear in endless sentences."""

NOUNS_HELD = frozenset({"dobj", "nsubjpass", "attr", "oprd", "nsubj", "dative"})
NEGATED = frozenset({"no", "neither", "nobody", "none", "nothing"})


ASKED = frozenset({"ask", "demand", "order", "urge"})
"""Acts of speech by which somebody is to bring the content about: it has not come about yet."""
AHEAD = frozenset({"promise", "threaten", "offer", "agree", "warn"})
"""Acts of speech whose content lies ahead, unless it is a clause in another tense."""


class Value(Enum):
    """How far an event is granted; ``PLANNED`` is open, but "no plan to" and "cannot" deny it."""

    AFFIRM = "affirm"
    DENY = "deny"
    OPEN = "open"
    PLANNED = "planned"

    @property
    def stance(self) -> Stance:
        """The stance a value comes to."""
        if self in {Value.OPEN, Value.PLANNED}:
            return Stance.ENTERTAIN
        return Stance.AFFIRM if self is Value.AFFIRM else Stance.DENY


def turn(value: Value) -> Value:
    """Return what negation makes of a value."""
    if value is Value.AFFIRM:
        return Value.DENY
    if value is Value.DENY:
        return Value.AFFIRM
    return Value.DENY if value is Value.PLANNED else value


def plan(value: Value) -> Value:
    """Return what intention makes of a value: what is planned may still not come; what is planned away is denied."""
    return Value.PLANNED if value is Value.AFFIRM else value


@dataclass(frozen=True, slots=True)
class Reading:
    """What the climb found: the value, whether it reached the top of the words, and whether it lies ahead."""

    value: Value
    main: bool = False
    ahead: bool = False
    infinitive: bool = False
    nominal: bool = False


Step = tuple[Reading, Token | None]
"""What is known after a step, and the word it led to; none where the climb ends."""


@dataclass(frozen=True)
class Climber:
    """Climbs from triggers to the top of one statement's content."""

    parse: Parse
    words: Lexicon
    content: Spans

    @property
    def bearing(self) -> Bearing:
        """The words that bear on whether something happened."""
        return self.words.bearing

    def inside(self, token: Token) -> bool:
        """Say whether a token belongs to the content."""
        place = bisect_right(self.content, Span(token.start, len(self.parse.text) + 1)) - 1
        return place >= 0 and token.start < self.content[place].end

    def climb(self, trigger: Token) -> Reading:
        """Return how the words up from a trigger bear on it."""
        reading = Reading(Value.AFFIRM)
        node, came, local = trigger, trigger, True
        if not verbal(trigger):
            reading = self.at_noun(reading, trigger)
        for _ in range(REACH):
            if verbal(node) and local:
                reading = self.at_verb(reading, node, came)
            above = head(self.parse, node)
            if above.i == node.i or not self.inside(above):
                return self.top(reading, node)
            local = True
            if verbal(node):
                step = self.from_clause(reading, node, above)
                local = not (node.dep == "conj" and self.own_tense(node))
            else:
                step = self.from_noun(reading, node, above, over=node.i != trigger.i)
            reading, came = step[0], node
            if step[1] is None:
                return reading
            if not verbal(step[1]) and node.dep != "conj":
                reading = self.at_noun(reading, step[1])
            node = step[1]
        return reading

    def top(self, reading: Reading, node: Token) -> Reading:
        """Note that the top was reached, and in what shape."""
        if node.head == node.i and self.parse.tokens[self.last(node)].text == "?":
            reading = replace(reading, value=Value.OPEN)
        helpers = {t.lower for t in below(self.parse, node, "aux")}
        infinitive = verbal(node) and node.tag == "VB" and helpers <= {"to"} and not below(self.parse, node, "nsubj")
        return replace(reading, main=True, infinitive=infinitive, nominal=not verbal(node))

    def last(self, node: Token) -> int:
        """Return the last token of a node's sentence that is no quote mark."""
        first, end = self.parse.sentences[node.sent]
        last = end - 1
        while last > first and self.parse.tokens[last].text in {'"', "”", "'", "’", "''", ")"}:
            last -= 1
        return last

    def own_tense(self, verb: Token) -> bool:
        """Say whether a verb joined to another has helpers or a subject of its own."""
        return verb.tag in {"VBD", "VBZ", "VBP"} or bool(below(self.parse, verb, "aux", "auxpass", *SUBJECTS))

    def at_noun(self, reading: Reading, noun: Token) -> Reading:
        """Apply the words before a noun."""
        before = {t.lower for t in below(self.parse, noun, "amod", "det", "compound", "advmod", "neg", "nmod")}
        value = reading.value
        if before & self.bearing.open_words:
            value = Value.OPEN
        elif before & self.bearing.plan_words:
            value = plan(value)
        if before & NEGATED:
            value = turn(value)
        return replace(reading, value=value)

    def at_verb(self, reading: Reading, verb: Token, came: Token) -> Reading:
        """Apply a verb's helpers, adverbs and negation; ``came`` is the dependent that the climb came from."""
        helpers = {t.lower for t in below(self.parse, verb, "aux")}
        adverbs = {t.lower for t in below(self.parse, verb, "advmod", "neg")}
        value, ahead = reading.value, reading.ahead
        perfect = "have" in helpers
        conditional = any(self.marked(clause, self.bearing.conditions) for clause in below(self.parse, verb, "advcl"))
        if helpers & self.bearing.possible or adverbs & self.bearing.maybe:
            value = Value.OPEN
        elif helpers & self.bearing.able:
            value = plan(value)
        elif helpers & self.bearing.ahead:
            ahead = True
            if perfect or conditional:
                value = Value.OPEN
        elif conditional and came.dep != "advcl":
            value = Value.OPEN
        ordered = verb.tag == "VB" and not helpers and verb.dep in {"ROOT", "conj", "ccomp"}
        if ordered and not below(self.parse, verb, *SUBJECTS):
            value = Value.OPEN
        if self.negated(verb, came):
            value = turn(value)
        return replace(reading, value=value, ahead=ahead)

    def negated(self, verb: Token, came: Token) -> bool:
        """Say whether a verb is negated by its own word or by "no" at its subject or object."""
        count = 0
        for child in below(self.parse, verb, "neg", "advmod", "nsubj", "nsubjpass", "dobj"):
            if child.dep == "neg" or (child.dep == "advmod" and child.lower in self.bearing.negations):
                count += 1
            elif child.i != came.i:
                dets = {t.lower for t in below(self.parse, child, "det", "neg")}
                count += bool((dets | {child.lower}) & NEGATED)
        return count % 2 == 1

    def marked(self, clause: Token, marks: frozenset[str]) -> bool:
        """Say whether a clause is introduced by one of the words."""
        return any(t.lower in marks for t in below(self.parse, clause, "mark", "advmod"))

    def from_clause(self, reading: Reading, verb: Token, above: Token) -> Step:
        """Pass from a clause to the word above it; to nothing where that has no bearing on it."""
        infinitive = any(t.lower == "to" for t in below(self.parse, verb, "aux"))
        if self.marked(verb, self.bearing.conditions):
            return replace(reading, value=Value.OPEN), None
        if verb.dep == "advcl":
            if self.marked(verb, self.bearing.not_yet) and verb.tag != "VBD":
                return replace(reading, value=plan(reading.value)), None
            if infinitive:
                return replace(reading, value=plan(reading.value)), above
            return reading, above if verb.tag == "VBG" and not self.marks(verb) else None
        if verb.dep in {"relcl", "acl"} and not infinitive and not self.marks(verb):
            known = self.bearing.open_nouns | self.bearing.prevent_nouns
            if self.words.lemma(above) not in known or not self.own_subject(verb):
                return reading, None
            return self.governed(reading, above, infinitive=False), above
        if verb.dep == "conj":
            contrasted = below(self.parse, verb, *SUBJECTS) and any(
                t.lower == "but" and verb.i > t.i > above.i for t in below(self.parse, above, "cc")
            )
            return reading, None if contrasted else above
        if verb.dep == "pcomp":
            return self.from_preposition(reading, above)
        if verb.dep in {"xcomp", "ccomp", "acl", "relcl", "csubj", "oprd", "dobj", "acomp"}:
            return self.governed(reading, above, infinitive=infinitive), above
        return reading, above

    def own_subject(self, verb: Token) -> bool:
        """Say whether a clause has a subject that is no relative pronoun: "no chance they attack"."""
        return any(t.lower not in RELATIVE for t in below(self.parse, verb, "nsubj", "nsubjpass"))

    def marks(self, verb: Token) -> list[Token]:
        """Return the words that introduce a clause."""
        return below(self.parse, verb, "mark")

    def governed(self, reading: Reading, governor: Token, *, infinitive: bool) -> Reading:
        """Apply the word that governs a clause or a noun."""
        value = reading.value
        if verbal(governor):
            names = list(phrasal(self.parse, governor, self.words.lemma(governor)))
            tables = (
                self.bearing.prevent,
                self.bearing.open,
                self.bearing.plan,
                self.bearing.imply | self.bearing.stop,
            )
        else:
            names = [self.words.lemma(governor)]
            tables = (self.bearing.prevent_nouns, self.bearing.open_nouns, frozenset[str](), self.bearing.stop_nouns)
        for name in names:
            if name in tables[0]:
                return replace(reading, value=turn(value))
            if name in tables[1]:
                return replace(reading, value=plan(value) if not verbal(governor) else Value.OPEN)
            if name in tables[2]:
                return replace(reading, value=plan(value))
            if name in tables[3]:
                return reading
        return replace(reading, value=plan(value)) if infinitive else reading

    def from_preposition(self, reading: Reading, preposition: Token) -> Step:
        """Pass over a preposition to the word it hangs on."""
        above = head(self.parse, preposition)
        if preposition.lower == "without":
            return replace(reading, value=turn(reading.value)), None
        if above.i == preposition.i or not self.inside(above):
            return reading, preposition
        if preposition.dep == "agent" or not self.governs(above, preposition):
            return reading, None
        return self.governed(reading, above, infinitive=False), above

    def governs(self, word: Token, preposition: Token) -> bool:
        """Say whether a word takes what follows its preposition as what it is about: "plan for", "engage in"."""
        if verbal(word):
            names = {f"{self.words.lemma(word)} {preposition.lower}"}
            if preposition.lower in {"of", "from", "against", "for"} and below(self.parse, word, "dobj", "nsubjpass"):
                names.add(self.words.lemma(word))
            known = self.bearing.prevent | self.bearing.open | self.bearing.plan | self.bearing.carry
            return bool(names & known)
        nouns = self.bearing.open_nouns | self.bearing.prevent_nouns
        return self.words.lemma(word) in nouns and preposition.lower in {"of", "for", "to", "from", "on", "against"}

    def from_noun(self, reading: Reading, noun: Token, above: Token, *, over: bool) -> Step:
        """Pass from a noun to the word above it; ``over`` says that it stands over the event and is not its name."""
        if noun.dep == "conj" and not verbal(above):
            return reading, above
        if noun.dep == "pobj":
            return self.from_preposition(reading, above)
        if noun.dep == "prep":
            return reading, above
        if noun.dep not in NOUNS_HELD or not verbal(above):
            return reading, None
        names = set(phrasal(self.parse, above, self.words.lemma(above)))
        if noun.dep == "nsubj":
            if above.lemma == "be" and (self.doubted(above) or self.generic(noun, above)):
                return replace(reading, value=Value.OPEN), None
            return (reading, above) if names & self.bearing.occur else self.loose(reading, noun, above)
        if above.lemma == "be" or (over and self.words.lemma(noun) in self.bearing.open_nouns):
            return reading, above
        if names & self.bearing.stop:
            return reading, None
        if names & (self.bearing.carry | self.bearing.suffer) and not names & self.bearing.prevent:
            return reading, above
        if names & (self.bearing.prevent | self.bearing.open | self.bearing.plan):
            return self.governed(reading, above, infinitive=False), above
        return self.loose(reading, noun, above)

    def doubted(self, copula: Token) -> bool:
        """Say whether a noun is called possible: "an attack is likely"."""
        said = {t.lower for t in below(self.parse, copula, "acomp", "attr")}
        return bool(said & (self.bearing.open_words | self.bearing.plan_words))

    def generic(self, noun: Token, copula: Token) -> bool:
        """Say whether a deed is only said to be of a sort: "an attack is a crime"."""
        indefinite = any(t.lower in {"a", "an", "any"} for t in below(self.parse, noun, "det"))
        return indefinite and bool(below(self.parse, copula, "attr"))

    def loose(self, reading: Reading, noun: Token, above: Token) -> Step:
        """Pass on from an indefinite noun under a verb that is open itself: "would welcome a truce"."""
        determiners = {t.lower for t in below(self.parse, noun, "det", "poss")}
        modal = {t.lower for t in below(self.parse, above, "aux")}
        shaky = modal & (self.bearing.possible | self.bearing.able | {"would", "to"})
        if not determiners - {"a", "an", "any"} and (shaky or (determiners and modal & self.bearing.ahead)):
            return replace(reading, value=Value.OPEN), None
        if "any" in determiners:
            return reading, above
        return reading, None


def judge(statement: Statement, reading: Reading, bearing: Bearing, *, first: bool, own: bool) -> Stance:
    """Return a statement's stance to an event, once its cue has had its say.

    ``first`` says that the event stands in the sentence that the cue governs, ``own`` that whoever speaks would do
    it: what one says one will do is a promise or a threat, and leaves it open.
    """
    said = statement.attribution
    value = plan(reading.value) if own and reading.ahead else reading.value
    if not (reading.main and first):
        return value.stance
    if said.stance is Stance.DENY:
        return turn(value).stance
    wished = said.kind is Kind.ATTITUDE and said.lemma in bearing.open | bearing.plan
    if said.stance is Stance.ENTERTAIN or said.speech_act in ASKED or wished:
        return Stance.ENTERTAIN
    unreal = reading.infinitive or (reading.nominal and said.speech_act in AHEAD)
    if unreal or (reading.ahead and said.speech_act in AHEAD):
        return plan(value).stance
    return value.stance
