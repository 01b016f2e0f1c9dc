"""What speaks for somebody: a statement, a report, a letter, a judgment, and who is behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.discourse.entities import Cast
from ingest.discourse.focus import Group
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.pronouns import Pronouns, Scene
from ingest.discourse.roles import Description
from ingest.model import Attribution, EntityKind
from ingest.parse import Parse, Token

FROM = frozenset({"from", "by", "of"})
BACK = 400
"""How many tokens back a text is looked for that "the report" takes up."""

Naming = Callable[[Token], Group | None]
"""Who a token names, as far as it can speak."""


@dataclass(frozen=True)
class Vehicles:
    """Finds who is behind the texts that one article reports from."""

    parse: Parse
    lexicon: Lexicon
    cast: Cast
    pronouns: Pronouns
    people: Mapping[str, Sequence[Description]]
    makers: dict[str, Group] = field(default_factory=dict)
    """Who is behind "the report" and "the statement", by the noun."""

    def made(self, attribution: Attribution, speakers: Group) -> None:
        """Note that somebody who writes or rules is behind the letter or the ruling that the article takes up later."""
        if not speakers:
            return
        for noun in self.lexicon.made.get(attribution.lemma, ()):
            self.makers[noun] = speakers
        for token in (t for span in attribution.cue for t in self.parse.between(span)):
            for i in self.parse.children[token.i]:
                if self.parse.tokens[i].dep == "prep" and self.parse.tokens[i].lower in {"in", "on", "through"}:
                    for j in self.parse.children[i]:
                        if self.parse.tokens[j].lemma in self.lexicon.vehicles:
                            self.makers[self.parse.tokens[j].lemma] = speakers

    def behind(self, vehicle: Token, scene: Scene, name_of: Naming) -> Group | None:
        """Return who speaks through a text: its owner, its maker, or whoever gives it out."""
        found = self.owner(vehicle, scene, name_of) or self.maker(vehicle, name_of)
        found = found or self.giver(vehicle, scene, name_of)
        below = [self.parse.tokens[i] for i in self.parse.children[vehicle.i]]
        if found is None and any(t.dep == "det" and t.lower in {"the", "this"} for t in below):
            found = self.makers.get(vehicle.lemma) or self.before(vehicle, name_of) or self.judge(vehicle)
        if found is not None:
            self.makers[vehicle.lemma] = found
        if found is None and vehicle.lemma in self.lexicon.figures | {"filing"}:
            found = self.topic(vehicle)
        return found

    def topic(self, vehicle: Token) -> Group | None:
        """Return the company an article opens with, for its filings and for "company figures"."""
        below = [self.parse.tokens[i] for i in self.parse.children[vehicle.i]]
        owned = vehicle.lemma == "filing" or any(t.lower in {"company", "group"} for t in below)
        named = any(t.dep == "prep" for t in below)
        if not owned or named:
            return None
        first = [(places[0], n) for n, places in self.cast.places.items() if self.opens(n, places[0])]
        return (min(first)[1],) if first else None

    def opens(self, number: int, token: int) -> bool:
        """Say whether a body is the subject of the first sentence."""
        dep = self.parse.tokens[token]
        body = self.cast.drafts[number].kind is EntityKind.ORGANIZATION
        return body and dep.sent <= 1 and dep.dep in {"nsubj", "compound"}

    def owner(self, vehicle: Token, scene: Scene, name_of: Naming) -> Group | None:
        """Return whose "his letter" and "the ministry's report" is, or the body in "a Pentagon statement"."""
        for i in self.parse.children[vehicle.i]:
            token = self.parse.tokens[i]
            if token.dep == "poss":
                return self.pronouns.resolve(token, scene) or name_of(token)
            if token.dep in {"compound", "nmod"} and i in self.cast.at:
                draft = self.cast.drafts[self.cast.at[i]]
                if draft.kind in {EntityKind.ORGANIZATION, EntityKind.FORUM}:
                    return (self.cast.at[i],)
        return None

    def maker(self, vehicle: Token, name_of: Naming) -> Group | None:
        """Return who a statement is said to be from or by; "of" names the maker of figures and the like only."""
        for i in self.parse.children[vehicle.i]:
            token = self.parse.tokens[i]
            made = token.dep == "acl" and token.lemma in self.lexicon.issuing
            for phrase in (i, *(self.parse.children[i] if made else ())):
                preposition = self.parse.tokens[phrase]
                if preposition.dep not in {"prep", "agent"} or preposition.lower not in FROM:
                    continue
                if preposition.lower == "of" and vehicle.lemma not in self.lexicon.figures:
                    continue
                for j in self.parse.children[phrase]:
                    if self.parse.tokens[j].dep == "pobj" and (found := name_of(self.parse.tokens[j])):
                        return found
        return None

    def giver(self, vehicle: Token, scene: Scene, name_of: Naming) -> Group | None:
        """Return the subject that issues a statement, where a verb beside it says what the statement says."""
        above = self.parse.tokens[vehicle.head]
        if vehicle.dep != "dobj" or above.lemma not in self.lexicon.issuing:
            return None
        for i in self.parse.children[above.i]:
            token = self.parse.tokens[i]
            if token.dep == "nsubj" and token.i < vehicle.i:
                return self.pronouns.resolve(token, scene) or name_of(token)
        return None

    def before(self, vehicle: Token, name_of: Naming) -> Group | None:
        """Return who is behind the last text of the same sort before, where no statement was made through it."""
        for i in range(vehicle.i - 1, max(-1, vehicle.i - BACK), -1):
            token = self.parse.tokens[i]
            if token.lemma == vehicle.lemma and token.pos == "NOUN":
                found = self.owner(token, Scene(), name_of) or self.maker(token, name_of)
                if found is not None:
                    return found
        return None

    def judge(self, vehicle: Token) -> Group | None:
        """Return the one judge of an article for its judgment."""
        if vehicle.lemma not in self.lexicon.rulings:
            return None
        judges = {each.member for noun in self.lexicon.judges for each in self.people.get(noun, ())}
        return tuple(judges) if len(judges) == 1 else None
