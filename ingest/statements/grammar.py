"""Reading the tree around a cue: whose verb it is, and how far what hangs below it reaches.

The parser is wrong in ways that repeat, and each has its remedy here: a verb that goes on with the reporter's sentence
is hung into the reported clause, a subject is cut off its verb, a clause loses its first words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ingest.lexicon import Lexicon
from ingest.model import Kind, Spans
from ingest.parse import Parse, Token
from ingest.statements.phrases import dependents, trim

KEPT = frozenset({"nsubj", "nsubjpass", "auxpass"})
SHARING = frozenset({"conj", "advcl", "xcomp", "pcomp", "prep"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "WP", "WDT", "DT", "CD"})
BETWEEN = frozenset({"RB", "MD", "VBD", "VBZ", "VBP", "VB"})
TORN_OFF = frozenset({"dobj", "nsubj", "nsubjpass", "expl", "attr", "oprd", "dative"})
WHEN = frozenset({"DATE", "TIME"})
LEADING_UP = frozenset({"relcl", "acl", "xcomp", "ccomp", "advmod", "acomp", "prt", "dobj", "attr"})
RESUMING = FINITE | {"VBG"}
LOOSE = frozenset({",", ";", "and", "but", "or"})
CHAIN = 12
"""How many heads up the tree is followed; it keeps the work linear in endless sentences."""


@dataclass(frozen=True)
class Grammar:
    """One article's trees, and the words that tell which verbs are cues."""

    parse: Parse
    lexicon: Lexicon

    @cached_property
    def governors(self) -> Mapping[int, int]:
        """Map each verb that the parser coordinated with the wrong one to the verb it goes on with.

        In "she said he would win and predicted ..." the tense tells: "predicted" cannot go on with "win". A cue that is
        coordinated with a verb that is none goes on with the cue above it.
        """
        found = {}
        for token in self.parse.tokens:
            if token.dep != "conj" or token.tag not in RESUMING or self.own_subject(token) is not None:
                continue
            head = self.parse.tokens[token.head]
            if not head.tag.startswith(("V", "MD")):
                continue
            alike = head.tag == token.tag or (head.tag, token.tag) == ("VBN", "VBD")
            if alike and (not self.says(token) or self.says(head)):
                continue
            above = self.climb(head, token.tag)
            if above is not None:
                found[token.i] = above.i
        return found

    @cached_property
    def resumed(self) -> Mapping[int, tuple[int, ...]]:
        """Map a verb to the verbs that go on with it although they hang below what it governs."""
        below: dict[int, list[int]] = defaultdict(list)
        for verb, governor in self.governors.items():
            below[governor].append(verb)
        return {governor: tuple(verbs) for governor, verbs in below.items()}

    @cached_property
    def afterthoughts(self) -> tuple[int, ...]:
        """The appositions and adverbial participles whose phrase begins after a comma."""
        return tuple(
            token.i
            for token in self.parse.tokens
            if (token.dep == "appos" or (token.dep == "advcl" and token.tag == "VBG"))
            and (first := self.parse.edges[token.i][0])
            and self.parse.tokens[first - 1].text == ","
        )

    def says(self, verb: Token) -> bool:
        """Say whether a verb is a cue of statements."""
        cue = self.lexicon.verb(verb)
        return cue is not None and cue.kind is Kind.STATEMENT

    def climb(self, verb: Token, tag: str) -> Token | None:
        """Return the nearest verb above in this form that has a clause of saying below it."""
        step = verb
        for _ in range(CHAIN):
            if step.head == step.i:
                return None
            clausal = step.dep in {"ccomp", "xcomp"}
            step = self.parse.tokens[step.head]
            if step.tag == tag and clausal:
                return step
        return None

    @cached_property
    def subjects(self) -> Mapping[tuple[int, str], Token]:
        """Map a verb and a label to the first of its dependents with that label, for those that subjects need."""
        found: dict[tuple[int, str], Token] = {}
        for token in self.parse.tokens:
            if token.dep in KEPT and token.head != token.i:
                found.setdefault((token.head, token.dep), token)
        return found

    def own_subject(self, verb: Token) -> Token | None:
        """Return the subject that hangs on the verb itself."""
        return self.subjects.get((verb.i, "nsubj")) or self.subjects.get((verb.i, "nsubjpass"))

    def subject(self, verb: Token) -> Token | None:
        """Return the verb's subject: its own, the one it shares, or the noun that the parser cut off before it."""
        step = verb
        for _ in range(CHAIN):
            own, patient = self.subjects.get((step.i, "nsubj")), self.subjects.get((step.i, "nsubjpass"))
            if own is not None:
                return own
            if step is verb and (swallowed := self.swallowed(verb)) is not None:
                return swallowed
            if patient is not None and step is not verb:
                return patient
            if patient is not None or (step.i, "auxpass") in self.subjects:
                return self.agent(step)
            if step.dep == "acl" and step.tag == "VBG":
                return self.parse.tokens[step.head]
            above = self.parse.tokens[self.governors.get(step.i, step.head)]
            if step.dep == "conj" and above.tag in NOMINAL and step.tag in FINITE:
                return above
            if step.dep not in SHARING or above.i == step.i:
                break
            step = above
        return self.torn_off(verb)

    def swallowed(self, verb: Token) -> Token | None:
        """Return the subject that the parser gave to a clause before the verb: "The mayor, who left, said that ..."."""
        clauses = dependents(self.parse, verb, "ccomp")
        if len(clauses) < 2 or not clauses[0].i < verb.i < clauses[-1].i:
            return None
        found = self.own_subject(clauses[0])
        first, _ = self.parse.sentences[verb.sent]
        return found if found is not None and self.parse.edges[found.i][0] <= first + 1 else None

    def torn_off(self, verb: Token) -> Token | None:
        """Return the noun before a finite verb that has no subject in the tree."""
        if verb.tag not in FINITE:
            return None
        first, _ = self.parse.sentences[verb.sent]
        i = verb.i - 1
        while i >= first and (
            (self.parse.tokens[i].tag in BETWEEN and self.parse.tokens[i].head == verb.i)
            or self.parse.tokens[i].ent in WHEN
        ):
            i -= 1
        if i < first:
            return None
        noun = step = self.parse.tokens[i]
        for _ in range(CHAIN):
            if step.head >= verb.i or step.head == step.i:
                break
            if step.tag not in NOMINAL | {"IN"} and step.dep not in LEADING_UP:
                break
            step = self.parse.tokens[step.head]
            if step.tag in NOMINAL:
                noun = step
        if noun.tag in NOMINAL or (noun.dep == "intj" and noun.text[0].isupper()):
            return noun
        return None

    def inverted(self, verb: Token) -> Token | None:
        """Return the noun right after a verb that stands between it and its quotation: "...", said the mayor."""
        if verb.i + 1 >= len(self.parse.tokens) or self.parse.tokens[verb.i + 1].sent != verb.sent:
            return None
        noun = self.parse.tokens[verb.i + 1]
        for _ in range(CHAIN):
            if noun.head <= verb.i or self.parse.tokens[noun.head].tag not in NOMINAL:
                break
            noun = self.parse.tokens[noun.head]
        return noun if noun.tag in NOMINAL else None

    def agent(self, verb: Token) -> Token | None:
        """Return the noun after "by" of a passive verb."""
        for i in self.parse.children[verb.i]:
            if self.parse.tokens[i].dep == "agent":
                for j in self.parse.children[i]:
                    if self.parse.tokens[j].dep == "pobj":
                        return self.parse.tokens[j]
        return None

    def antecedent(self, token: Token) -> Token:
        """Return the noun a relative pronoun stands for, else the token itself."""
        if token.lower in self.lexicon.words.relatives:
            for i in self.parse.ancestors(token.i):
                above = self.parse.tokens[i]
                if above.dep == "relcl":
                    return self.parse.tokens[above.head]
                if above.dep not in {"conj", "ccomp", "xcomp"}:
                    break
        return token

    def clause(self, verb: Token, head: Token, *, whole: bool = True) -> Spans:
        """Return a clause below a verb without its complementiser (STATEMENTS rule 11).

        ``whole`` takes in the words between the verb and the clause that the parser tore off it; a verb whose object
        is whoever is told leaves them out.
        """
        first, last = self.parse.edges[head.i]
        if head.i > verb.i:
            first = max(first, verb.i + 1)
            first = self.with_torn_off(verb, first) if whole else self.with_swallowed(verb, head, first)
            last = self.through_reasons(verb, last)
            last = self.before_resumed(verb, head, last)
            last = self.before_reporter(head, last)
        else:
            last = min(last, verb.i - 1)
        tokens = self.parse.tokens
        while first < last and (tokens[first].text in {",", ":"} or self.introduces(tokens[first], told=not whole)):
            first += 1
        return trim(self.parse, first, last) if first <= last else ()

    def with_swallowed(self, verb: Token, head: Token, first: int) -> int:
        """Return where a clause begins whose subject the parser hung on whoever is told: "told us that aid is"."""
        if self.own_subject(head) is not None:
            return first
        for listener in dependents(self.parse, verb, "dobj", "dative"):
            for token in dependents(self.parse, listener, "relcl"):
                left, right = self.parse.edges[token.i]
                if right == first - 1 and self.parse.tokens[left].lower == "that":
                    return left
        return first

    def through_reasons(self, verb: Token, last: int) -> int:
        """Return where a clause ends once the clause right after it is counted in: "... because she wanted to"."""
        for token in dependents(self.parse, verb, "advcl"):
            left, right = self.parse.edges[token.i]
            if left == last + 1 and self.parse.tokens[left].lower in self.lexicon.words.reasons:
                last = right
        for token in dependents(self.parse, verb, "ccomp"):
            left, right = self.parse.edges[token.i]
            if (
                verb.i < left == last + 1
                and self.own_subject(token) is not None
                and self.parse.tokens[last].text != ","
            ):
                last = right
        return last

    def introduces(self, token: Token, *, told: bool) -> bool:
        """Say whether a token is the "that" before a clause; after whoever is told it can be nothing else."""
        return token.lower == "that" and (told or token.dep == "mark" or token.tag == "IN")

    def with_torn_off(self, verb: Token, first: int) -> int:
        """Return where a clause begins once nouns between it and its verb are counted in: they are its subject."""
        for i in reversed(self.parse.children[verb.i]):
            left, right = self.parse.edges[i]
            if verb.i < left and right == first - 1 and self.parse.tokens[i].dep in TORN_OFF:
                if self.parse.tokens[i].ent in WHEN:
                    break
                first = left
        return first

    def before_resumed(self, verb: Token, head: Token, last: int) -> int:
        """Return where a clause ends: before the verb with which the reporter's own sentence goes on."""
        for i in self.resumed.get(verb.i, ()):
            if head.i < i <= last:
                last = i - 1
                while last > head.i and self.parse.tokens[last].dep in {"cc", "punct", "advmod"}:
                    last -= 1
        return last

    def before_reporter(self, head: Token, last: int) -> int:
        """Return where a clause ends: before what the reporter says of it, and before a saying that goes on after it.

        "..., a rumour that nobody had checked" names the content itself, and "..., warning that ..." after what is to
        be done is a saying of whoever demands it.
        """
        bare = any(t.lower == "to" for t in dependents(self.parse, head, "aux"))
        for i in self.afterthoughts[bisect_right(self.afterthoughts, head.i) :]:
            if i > last:
                break
            token, first = self.parse.tokens[i], self.parse.edges[i][0]
            if first <= head.i + 1:
                continue
            named = token.dep == "appos" and token.lemma in self.lexicon.nouns
            going_on = bare and token.tag == "VBG" and token.dep == "advcl" and first == token.i and self.says(token)
            if named or going_on:
                last = first - 1
                break
        while (
            last > head.i and self.parse.tokens[last].dep in {"cc", "punct"} and self.parse.tokens[last].text in LOOSE
        ):
            last -= 1
        return last

    def negated(self, verb: Token) -> bool:
        """Say whether a verb is denied: "has not said"."""
        return bool(dependents(self.parse, verb, "neg"))
