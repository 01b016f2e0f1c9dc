"""Who does what to whom, by the tree alone: subjects and objects with passives turned round and shared ones found."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.parse import Parse, Token

REACH = 12
"""How many heads up a shared subject or a governor is looked for; it keeps the work linear in endless sentences."""

RELATIVE = frozenset({"who", "which", "that", "whom"})
SUBJECTS = ("nsubj", "nsubjpass", "csubj")
SUBJECT_KEEPERS = frozenset({"promise", "threaten", "vow", "pledge", "offer"})
"""Verbs whose object is not who does what follows: "promised them to leave"."""


CROWD = 40
"""How many dependents of one word are looked at; no sentence that is one has more."""


def below(parse: Parse, token: Token, *labels: str) -> list[Token]:
    """Return the dependents of a token that carry one of the labels, in order of the text."""
    return [parse.tokens[i] for i in parse.children[token.i][:CROWD] if parse.tokens[i].dep in labels]


def head(parse: Parse, token: Token) -> Token:
    """Return the token's head, itself at a root."""
    return parse.tokens[token.head]


def verbal(token: Token) -> bool:
    """Say whether a token is a form of a verb."""
    return token.tag.startswith("V") or token.pos in {"VERB", "AUX"}


def misread(verb: Token) -> bool:
    """Say whether a finite verb was taken for an attribute, as in "Turkey imposed sanctions".

    The English pipelines hang such a verb on its object, and the subject on it; the tag still tells.
    """
    return verb.tag in {"VBD", "VBZ", "VBP"} and verb.dep in {"amod", "compound", "nmod"}


def passive(parse: Parse, verb: Token) -> bool:
    """Say whether the verb's surface subject, or the noun it stands at, is who it is done to."""
    step = verb
    for _ in range(REACH):
        if below(parse, step, "auxpass", "nsubjpass", "agent"):
            return True
        if step.tag != "VBN" or below(parse, step, "aux", "dobj", *SUBJECTS):
            return False
        if step.dep != "conj":
            return step.dep in {"acl", "amod", "advcl"}
        step = head(parse, step)
    return False


def antecedent(parse: Parse, token: Token) -> Token:
    """Return the noun a relative pronoun stands for, else the token itself."""
    if token.lower in RELATIVE:
        above = token
        for _ in range(REACH):
            if above.dep == "relcl":
                return head(parse, above)
            if above.head == above.i:
                break
            above = head(parse, above)
    return token


def with_joined(parse: Parse, token: Token) -> Iterator[Token]:
    """Yield a noun and the nouns joined to it, with what stands beside it in apposition last."""
    noun = antecedent(parse, token)
    for _ in range(REACH):
        yield noun
        joined = below(parse, noun, "conj")
        if not joined:
            return
        noun = joined[0]


def objects_of(parse: Parse, preposition: Token) -> list[Token]:
    """Return the nouns after a preposition, over a second one: "from inside Kenya"."""
    found = below(parse, preposition, "pobj", "pcomp")
    return found or [noun for inner in below(parse, preposition, "prep") for noun in below(parse, inner, "pobj")]


def after(parse: Parse, token: Token, word: str) -> list[Token]:
    """Return the nouns that hang on a token by one preposition."""
    found = [p for p in below(parse, token, "prep", "agent", "dative") if p.lower == word]
    return [noun for preposition in found for noun in objects_of(parse, preposition)]


def controller(parse: Parse, verb: Token) -> Token | None:
    """Return the surface subject of a verb: its own, or the one that the words above it give it."""
    if misread(verb):
        before = below(parse, verb, "npadvmod", "nmod") + below(parse, head(parse, verb), "nmod", "compound")
        return next((t for t in reversed(before) if t.i < verb.i), None)
    step = verb
    for _ in range(REACH):
        own = below(parse, step, *SUBJECTS)
        if own:
            return antecedent(parse, own[-1])
        above = head(parse, step)
        if above.i == step.i:
            return None
        if step.dep == "ccomp" and step.tag == "VB" and not below(parse, step, "aux", "mark"):
            return None
        if step.dep in {"conj", "advcl", "dep"}:
            step = above
        elif step.dep in {"xcomp", "ccomp"}:
            told = [t for t in below(parse, above, "dobj", "dative") if t.i < step.i]
            if told and above.lemma not in SUBJECT_KEEPERS:
                return told[0]
            step = above
        elif step.dep in {"acl", "relcl", "amod"}:
            if step.dep == "acl" and step.tag == "VB":
                return holder(parse, above)
            return above
        elif step.dep in {"pcomp", "pobj", "prep"}:
            while step.dep in {"pcomp", "pobj", "prep"} and step.head != step.i:
                step = head(parse, step)
            if not verbal(step):
                return holder(parse, step)
            charged = below(parse, step, "dobj")
            if charged:
                return charged[0]
        else:
            return None
    return None


def holder(parse: Parse, noun: Token) -> Token | None:
    """Return who holds a plan, an order, an offer: its owner, or the subject of the verb it is the object of."""
    owners = below(parse, noun, "poss")
    if owners:
        return owners[0]
    above = head(parse, noun)
    return controller(parse, above) if noun.dep == "dobj" and above.i != noun.i else None


def doers(parse: Parse, verb: Token) -> list[Token]:
    """Return who does what a verb says."""
    if passive(parse, verb):
        return [noun for by in below(parse, verb, "agent") for noun in objects_of(parse, by)]
    found = controller(parse, verb)
    return [] if found is None else [found]


def sufferers(parse: Parse, verb: Token) -> list[Token]:
    """Return whom or what a verb is done to."""
    if passive(parse, verb):
        subject = controller(parse, verb)
        return [subject] if subject is not None else []
    if misread(verb):
        return [head(parse, verb)]
    found = [antecedent(parse, noun) for noun in below(parse, verb, "dobj")]
    for joined in below(parse, verb, "conj"):
        if not found and verbal(joined) and not below(parse, joined, *SUBJECTS):
            found = below(parse, joined, "dobj")
    return found


def phrasal(parse: Parse, verb: Token, lemma: str) -> Iterator[str]:
    """Yield the names a verb can go by: "carry out", "engage in", "take part in", then "carry" alone."""
    for child in below(parse, verb, "prt", "prep", "advmod"):
        if child.i > verb.i:
            yield f"{lemma} {child.lower}"
    for child in below(parse, verb, "dobj"):
        for preposition in below(parse, child, "prep") + below(parse, verb, "prep"):
            yield f"{lemma} {child.lower} {preposition.lower}"
    yield lemma
