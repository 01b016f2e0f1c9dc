"""The words that name events, each with the frame that fits the place it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.events.grammar import below, head, misread, phrasal, sufferers, verbal
from ingest.events.lexicon import Frame, Lexicon
from ingest.parse import Parse, Token

NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "WORK_OF_ART", "PRODUCT", "LAW"})
"""Names that the pipeline finds: a word inside one is part of the name and names no event."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names an event. ``carrier`` is the verb that only carries the noun: "launched an attack".

    ``suffered`` says that the carrier's subject is who it is done to: "faced an attack".
    """

    token: Token
    frame: Frame
    carrier: Token | None = None
    suffered: bool = False


@dataclass(frozen=True)
class Spotter:
    """Finds the triggers of one article. ``cues`` are the tokens by which somebody is given the word."""

    parse: Parse
    lexicon: Lexicon
    cues: frozenset[int]

    def spot(self) -> Iterator[Trigger]:
        """Yield the triggers in order of the text."""
        for first, end in self.parse.sentences:
            words: frozenset[str] | None = None
            for token in self.parse.tokens[first:end]:
                lemma = self.lexicon.lemma(token)
                frames = self.frames(token, lemma)
                if not frames:
                    continue
                if words is None:
                    words = frozenset(w for t in self.parse.tokens[first:end] for w in (t.lower, self.lexicon.lemma(t)))
                yield from self.fit(token, frames, words)

    def frames(self, token: Token, lemma: str) -> tuple[Frame, ...]:
        """Return the frames a token can have by its form."""
        if token.tag.startswith("V") and token.dep not in {"aux", "auxpass"}:
            return self.lexicon.verbs.get(lemma, ())
        if token.tag.startswith("N") and token.dep not in {"compound", "nmod", "npadvmod"} and not self.named(token):
            return self.lexicon.nouns.get(lemma, ())
        return ()

    def named(self, token: Token) -> bool:
        """Say whether a noun is part of a name."""
        return token.tag.startswith("NNP") and token.ent in NAMES

    def fit(self, token: Token, frames: tuple[Frame, ...], words: frozenset[str]) -> Iterator[Trigger]:
        """Yield the trigger of the first frame whose demands are met, if any."""
        own = {token.lower, self.lexicon.lemma(token)}
        for frame in frames:
            if (frame.sentence and not (frame.sentence & words) - own) or (frame.not_sentence & words) - own:
                continue
            if token.i in self.cues and not frame.deed:
                continue
            if token.tag.startswith("V"):
                if self.verb_fits(token, frame):
                    yield Trigger(token, frame)
                    return
            elif self.noun_fits(token, frame):
                carrier, suffered = self.carrier(token)
                if frame.carried and carrier is None:
                    continue
                yield Trigger(token, frame, carrier, suffered)
                return

    def verb_fits(self, verb: Token, frame: Frame) -> bool:
        """Say whether a verb stands with the second word and the object that a frame demands."""
        if frame.beside and not self.beside(verb, frame.beside):
            return False
        objects = sufferers(self.parse, verb)
        if frame.no_object:
            return not objects
        if frame.complement and not objects and not below(self.parse, verb, "xcomp", "ccomp"):
            return False
        if not (frame.objects or frame.not_objects):
            return True
        if frame.beside and not objects:
            objects = [n for p in below(self.parse, verb, "prep") for n in below(self.parse, p, "pobj")]
        lemmas = {word for noun in objects[:3] for word in self.words_for(noun)}
        return not lemmas & frame.not_objects and (not frame.objects or bool(lemmas & frame.objects))

    def words_for(self, noun: Token) -> set[str]:
        """Return a noun's lemma and those of what it counts or is joined to: "dozens of rockets"."""
        found = {self.lexicon.lemma(noun)}
        found |= {
            f"{before.lower} {self.lexicon.lemma(noun)}" for before in below(self.parse, noun, "compound", "amod")
        }
        for other in below(self.parse, noun, "conj"):
            found.add(self.lexicon.lemma(other))
        if found & self.lexicon.amounts:
            found |= {
                self.lexicon.lemma(n) for of in below(self.parse, noun, "prep") for n in below(self.parse, of, "pobj")
            }
        return found

    def beside(self, verb: Token, words: str) -> bool:
        """Say whether a verb stands with the further words of a phrase such as "take hostage"."""
        near = below(self.parse, verb, "prt", "prep", "dobj", "advmod", "acomp", "oprd", "agent", "dative")
        near += [t for n in near for t in below(self.parse, n, "pobj", "acomp", "prep")]
        near += [t for n in near[-3:] for t in below(self.parse, n, "pobj")]
        found = {w for t in near if t.i > verb.i for w in (t.lower, self.lexicon.lemma(t))}
        return found.issuperset(words.split())

    def noun_fits(self, noun: Token, frame: Frame) -> bool:
        """Say whether a noun has the number and the words before it that a frame demands."""
        if frame.plural and noun.tag not in {"NNS", "NNPS"}:
            return False
        before = {self.lexicon.lemma(t) for t in below(self.parse, noun, "compound", "amod", "nmod", "poss")}
        before |= {t.lower for t in below(self.parse, noun, "compound", "amod", "nmod")}
        if before & frame.not_modifiers or (frame.modifiers and not before & frame.modifiers):
            return False
        wanted = frame.of | frame.modifiers_or_of
        if not wanted:
            return True
        of = {
            self.lexicon.lemma(n)
            for p in below(self.parse, noun, "prep")
            if p.lower == "of"
            for n in below(self.parse, p, "pobj")
        }
        return bool(of & wanted or before & frame.modifiers_or_of)

    def carrier(self, noun: Token) -> tuple[Token | None, bool]:
        """Return the verb that only carries a noun, and whether its subject is who suffers it."""
        for made in below(self.parse, noun, "acl", "amod", "compound", "nmod"):
            if (misread(made) or (made.dep == "acl" and made.tag == "VBN")) and self.bearing(made) is True:
                return made, False
        top = noun
        while top.dep == "conj" and not verbal(head(self.parse, top)) and top.head != top.i:
            top = head(self.parse, top)
        above = head(self.parse, top)
        if top.dep == "pobj" and verbal(head(self.parse, above)):
            verb = head(self.parse, above)
            carries = f"{self.lexicon.lemma(verb)} {above.lower}" in self.lexicon.bearing.carry
            return (verb, False) if carries else (None, False)
        if top.dep in {"dobj", "nsubjpass", "attr", "oprd"} and verbal(above):
            suffers = self.bearing(above)
            return (None, False) if suffers is None else (above, not suffers)
        return None, False

    def bearing(self, verb: Token) -> bool | None:
        """Say whether a verb's subject does what its object names (True), suffers it (False), or neither."""
        names = set(phrasal(self.parse, verb, self.lexicon.lemma(verb)))
        if names & self.lexicon.bearing.suffer:
            return False
        return True if names & (self.lexicon.bearing.carry | self.lexicon.bearing.own) else None
