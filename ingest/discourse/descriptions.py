"""Definite descriptions: "the minister", "the committee", "the group" are somebody the article has named before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.roles import Description
from ingest.model import EntityKind
from ingest.parse import Parse, Token

DEFINITE = frozenset({"the", "this", "that"})
BANDS = frozenset({EntityKind.GROUP, EntityKind.ORGANIZATION})
BODIES = BANDS | {EntityKind.FORUM}
FIRMS = frozenset({"company", "corporation", "firm", "group"})
LOOSE = frozenset({"prep", "relcl", "acl", "poss"})
"""What makes a noun phrase say by itself who is meant."""


@dataclass(frozen=True)
class Descriptions:
    """Resolves the definite noun phrases of one article."""

    parse: Parse
    lexicon: Lexicon
    cast: Cast
    people: dict[str, list[Description]]
    """What the article says of people, by noun."""

    @cached_property
    def by_word(self) -> dict[str, list[Description]]:
        """What the article says of people, by each word: "the Republican" is who was called the Republican nominee."""
        found: dict[str, list[Description]] = {}
        for description in (each for group in self.people.values() for each in group):
            for word in description.words:
                found.setdefault(word, []).append(description)
        return found

    @cached_property
    def sorts(self) -> dict[str, list[int]]:
        """The bodies of the article by the nouns set beside their names: "X, a rebel faction", "rights group X"."""
        found: dict[str, list[int]] = {}
        for i, number in self.cast.at.items():
            if self.cast.drafts[number].kind not in BODIES:
                continue
            for j in self.parse.children[i]:
                token = self.parse.tokens[j]
                beside = token.dep == "appos" or (token.dep in {"compound", "nmod"} and token.text.islower())
                if beside and token.pos == "NOUN":
                    below = [self.parse.tokens[k] for k in self.parse.children[j]]
                    for each in (token, *(t for t in below if t.dep in {"amod", "compound"} and token.dep == "appos")):
                        found.setdefault(each.lemma.lower(), []).append(number)
        return found

    def resolve(self, noun: Token) -> int | None:
        """Return whom a definite noun phrase takes up, ``None`` if it is not definite or fits nobody before it."""
        below = [self.parse.tokens[i] for i in self.parse.children[noun.i]]
        if noun.lower == "body" and any(t.lower in DEFINITE for t in below):
            return self.body(noun)
        definite = any(t.dep == "det" and t.lower in DEFINITE for t in below)
        if noun.tag == "NNS" and definite and noun.lemma in self.lexicon.fighters:
            return self.sort(noun)
        if noun.tag not in {"NN", "NNP"} or not definite:
            return None
        if any(t.dep in LOOSE and self.loosens(t) for t in below if not (t.dep == "prep" and t.i < noun.i)):
            return None
        words = {t.lower for t in below if t.dep in {"amod", "compound", "nmod"}}
        person = self.person(noun, words)
        if person is not None or words:
            return self.firm(noun, words) if person is None else person
        found = self.sort(noun)
        return self.body(noun) if found is None else found

    def loosens(self, token: Token) -> bool:
        """Say whether a clause after a noun is one that says who is meant, and not what was told."""
        if token.dep != "relcl":
            return True
        return any(self.parse.tokens[i].lower in self.lexicon.relative | {"whose"} for i in self.parse.subtree(token.i))

    def firm(self, noun: Token, words: set[str]) -> int | None:
        """Return the firm that "the Indonesian firm" takes up: the last one named."""
        lands = all(self.lexicon.state_of_adjective(word.capitalize()) for word in words)
        return self.cast.nearest(noun.i, BANDS) if noun.lower in FIRMS and lands else None

    def announced(self, noun: Token) -> int | None:
        """Return the first person that the story calls by a noun of its headline: "Mayor: I never took a peso"."""
        members = {each.member for each in self.people.get(noun.lower, ())}
        first = {member: found[0] for member in members if (found := self.cast.places.get(member))}
        return min(first, key=first.__getitem__, default=None)

    def sort(self, noun: Token) -> int | None:
        """Return the body whose name has had this noun set beside it, the last one named."""
        return self.cast.last_before(noun.i, self.sorts.get(noun.lemma.lower(), ()))

    def person(self, noun: Token, words: set[str]) -> int | None:
        """Return the person that the article has given this noun, or an office that the noun can take up."""
        word = self.lexicon.short.get(noun.lower, noun.lower).split()[-1]
        nouns = {word, *self.lexicon.wider.get(word, ())}
        gender = self.lexicon.gender_of(word)
        lands = {state for word in words if (state := self.lexicon.state_of_adjective(word.capitalize()))}
        fitting: dict[int, int] = {}
        for each in nouns:
            for description in self.people.get(each, ()):
                if gender is None or self.cast.drafts[description.member].gender in (gender, None):
                    others = self.lands(description)
                    if lands and others and not lands & others:
                        continue
                    shared = max(len(words & description.words), len(lands & others))
                    fitting[description.member] = max(fitting.get(description.member, 0), shared)
        if not fitting and noun.text.isupper() and 2 <= len(noun.text) <= INITIALS:
            fitting = {
                each.member: 1 for group in self.people.values() for each in group if noun.text in initials(each)
            }
        if not fitting and lands:
            peers = self.people.get("counterpart", ())
            fitting = {each.member: 1 for each in peers if lands & self.lands(each)}
        if not fitting and word in self.lexicon.persons:
            fitting = {each.member: len(words & each.words) for each in self.by_word.get(word, ())}
        if not fitting:
            return None
        most = max(fitting.values())
        if most < len(words) and (most == 0 or len(words) > 1) and len(fitting) > 1:
            return None
        return self.cast.last_before(noun.i, [member for member, shared in fitting.items() if shared == most])

    def lands(self, description: Description) -> set[str]:
        """Return the states that a description names by their adjectives or by their names."""
        names = (word.capitalize() for word in description.words)
        return {s for w in names if (s := self.lexicon.state_of_adjective(w) or self.lexicon.state_of_name(w))}

    def national(self, noun: Token) -> int | None:
        """Return whom "the Syrian" takes up: the last person whom the article gave an office of that state."""
        below = [self.parse.tokens[i] for i in self.parse.children[noun.i]]
        state = self.lexicon.state_of_adjective(noun.text)
        if state is None or len(below) != 1 or below[0].lower != "the" or noun.tag in {"NNS", "NNPS"}:
            return None
        people = {d.member for group in self.people.values() for d in group if state in self.lands(d)}
        return self.cast.last_before(noun.i, people)

    def body(self, noun: Token) -> int | None:
        """Return the body whose name has this noun, or for a wide noun the last one named."""
        word = noun.lower
        if word == "body":
            return self.cast.nearest(noun.i, frozenset({EntityKind.FORUM}))
        if word in self.lexicon.forums | self.lexicon.occasions | self.lexicon.meeting_bodies:
            forums = frozenset({EntityKind.FORUM})
            found = self.called(noun.lower, noun.i, forums)
            others = sorted(self.lexicon.courts - {word}) if found is None and word in self.lexicon.courts else ()
            return next((n for each in others if (n := self.called(each, noun.i, forums)) is not None), found)
        if word not in self.lexicon.bodies:
            return None
        named = self.called(word, noun.i, BANDS)
        if named is None and word in self.lexicon.takers:
            return self.foremost(noun.i) if word in FIRMS else self.cast.nearest(noun.i, BANDS)
        return self.only(word) if named is None else named

    def only(self, word: str) -> int | None:
        """Return the one body of the article that has a noun in its name, wherever it is named."""
        bodies = [
            n for n in self.cast.words.get(word, ()) if self.cast.drafts[n].kind in BANDS and self.cast.places.get(n)
        ]
        return bodies[0] if len(bodies) == 1 else None

    def foremost(self, i: int) -> int | None:
        """Return the body an article has named most often before a token, the last named of equals: its company."""
        named = [(n, [p for p in places if p < i]) for n, places in self.cast.places.items()]
        bodies = [(n, p) for n, p in named if p and self.cast.drafts[n].kind in BANDS and not self.cast.drafts[n].spare]
        if not bodies:
            return None
        return max(bodies, key=lambda each: (len(each[1]) + (self.parse.tokens[each[1][0]].sent == 0), each[1][-1]))[0]

    def called(self, word: str, i: int, kinds: frozenset[EntityKind]) -> int | None:
        """Return the entity of some kinds that was named last before a token by a name that has a word in it."""
        numbers = [n for n in self.cast.words.get(word, ()) if self.cast.drafts[n].kind in kinds]
        return self.cast.last_before(i, numbers)


INITIALS = 4
"""How many letters an office shortened to its first letters has at most."""


def initials(description: Description) -> frozenset[str]:
    """Return what the last words of an office are shortened to: "CS" for the Water Cabinet Secretary."""
    letters = "".join(word[0].upper() for word in description.phrase if word[0].isalpha())
    return frozenset(letters[k:] for k in range(len(letters) - 1))
