"""Whom a noun means by what stands beside it: the name next to it, a name set apart from it, or an age."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ingest.discourse.entities import BODIES, Cast
from ingest.discourse.focus import Focus
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.nouns import known_as, personal
from ingest.model import EntityKind
from ingest.parse import Parse, Token

REACH = 5
"""How many tokens before "old" can belong to the same age."""


@dataclass(frozen=True)
class Appositions:
    """Finds the names and ages beside the nouns of one article."""

    parse: Parse
    lexicon: Lexicon
    cast: Cast
    focus: Focus

    def named(self, noun: Token) -> int | None:
        """Return the entity that is named right after a noun, in it, or by it."""
        beside = self.body_beside(noun)
        return self.named_at(noun) if beside is None else beside

    def body_beside(self, noun: Token) -> int | None:
        """Return the body named right after its noun: "the dam's operator, Itaquera", "the firm Agrivue"."""
        if noun.pos != "NOUN" or noun.tag != "NN" or noun.i + 1 == len(self.parse.tokens):
            return None
        if personal(noun, self.lexicon) and noun.lower not in self.lexicon.bodies | self.lexicon.firm_nouns:
            return None
        comma = self.parse.tokens[noun.i + 1].text == ","
        first = noun.i + (2 if comma else 1)
        number = self.cast.at.get(first)
        if number is None or self.organ(number):
            return None
        kind = self.cast.drafts[number].kind
        wanted = noun.lower in self.lexicon.bodies | self.lexicon.outlets | self.lexicon.firm_nouns
        if kind not in BODIES and not (kind is EntityKind.PERSON and wanted):
            return None
        apposed = any(self.parse.tokens[i].dep == "appos" and i in self.cast.at for i in self.parse.children[noun.i])
        beside = apposed or (wanted and not comma)
        return number if beside and self.parse.tokens[first].sent == noun.sent else None

    def organ(self, number: int) -> bool:
        """Say whether a body has no name of capitals."""
        return self.cast.drafts[number].spare

    def named_at(self, noun: Token) -> int | None:
        """Return the entity that has a noun in its name, or a name that the noun ends in the pipeline's eyes."""
        if noun.i in self.cast.at:
            return self.cast.at[noun.i]
        if noun.pos == "PROPN":
            for i in self.parse.children[noun.i]:
                if self.parse.tokens[i].dep in {"compound", "nmod", "flat"} and i in self.cast.at:
                    return self.cast.at[i]
        if noun.lower in self.lexicon.bodies | self.lexicon.outlets | {"ngo"}:
            after = self.cast.at.get(noun.i + 1)
            if after is not None and self.cast.drafts[after].kind in BODIES:
                return after
        return None

    def apposed(self, noun: Token, end: int) -> int | None:
        """Return the person whose name is set apart after a noun: "the editor in chief, Maria Keller"."""
        for token in known_as(noun, self.parse, self.lexicon):
            if (person := self.person_at(token.i)) is not None:
                return person
        if not personal(noun, self.lexicon):
            return self.between_commas(noun) or self.set_apart(noun)
        if noun.tag == "NN" and noun.i + 1 in self.cast.at:
            return self.person_at(noun.i + 1)
        person = self.after_comma(noun, end)
        if person is not None:
            return person
        if noun.dep == "appos" and noun.head in self.cast.at:
            return self.cast.at[noun.head]
        return self.between_commas(noun) or self.set_apart(noun)

    def after_comma(self, noun: Token, end: int) -> int | None:
        """Return the person whose name follows the first comma after a noun, in a phrase that ends at an offset."""
        after = range(noun.i + 1, self.parse.first_at(end))
        comma = next((i for i in after if self.parse.tokens[i].text == ","), None)
        return None if comma is None else self.person_at(comma + 1)

    def between_commas(self, noun: Token) -> int | None:
        """Return the person whose name stands between commas right after a noun: "the abbot, Em Sophal, said"."""
        tokens = self.parse.tokens
        first = noun.i + 2
        if noun.tag != "NN" or first >= len(tokens) or tokens[noun.i + 1].text != ",":
            return None
        person, last = self.person_at(first), first
        while last + 1 < len(tokens) and self.cast.at.get(last + 1) == person:
            last += 1
        return person if person is not None and last + 1 < len(tokens) and tokens[last + 1].text in {",", "."} else None

    def set_apart(self, noun: Token) -> int | None:
        """Return the person whose name the parser sets apart from a noun."""
        for i in self.parse.children[noun.i]:
            if self.parse.tokens[i].dep == "appos":
                for j in (i, *self.parse.children[i]):
                    person = self.person_at(j)
                    if person is not None:
                        return person
        return None

    def person_at(self, i: int) -> int | None:
        """Return the person who is named at a token."""
        number = self.cast.at.get(i)
        return number if number is not None and self.cast.drafts[number].kind is EntityKind.PERSON else None

    def aged(self, noun: Token) -> int | None:
        """Return whom "the 54-year-old" means: the one of that age, else the last person in mind."""
        words = self.parse.tokens[max(0, noun.i - REACH) : noun.i + 1]
        age = next((t.text for t in words if t.tag == "CD" and t.text.isdigit()), None)
        if noun.lower not in {"old", "year-old"} and not (age and noun.lower.endswith("year-old")):
            return None
        if not any(t.lower == "the" for t in words):
            return None
        people = {person for i in self.ages.get(age or "", ()) if (person := self.person_at(i - 2)) is not None}
        if len(people) == 1:
            return next(iter(people))
        kind = EntityKind.PERSON
        found = self.focus.likeliest(noun, lambda g: float(len(g) == 1 and self.cast.drafts[g[0]].kind is kind))
        return found[0] if found else None

    @cached_property
    def ages(self) -> dict[str, list[int]]:
        """Where a number is set apart as an age is: ", 54,"."""
        found: dict[str, list[int]] = {}
        tokens = self.parse.tokens
        for token in tokens[1:-1]:
            before, after = tokens[token.i - 1].text, tokens[token.i + 1].text
            if token.text.isdigit() and before in {",", "("} and after in {",", ")", "."}:
                found.setdefault(token.text, []).append(token.i)
        return found
