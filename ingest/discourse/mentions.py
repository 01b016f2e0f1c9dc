"""Where an article names somebody: the pipeline's names, forums, acronyms, and names it knows from elsewhere in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from ingest.discourse.acronyms import find_acronyms
from ingest.discourse.forums import find_forums
from ingest.discourse.kinds import agree, kind_of, named, plain
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.mention import Mention, capitalised, words_of
from ingest.discourse.names import widen
from ingest.discourse.titles import addressed, called, followed_by_title, introduced, ranked, set_beside, titular
from ingest.model import BlockRole, EntityKind, Span
from ingest.parse import Name, Parse, Token

LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
OTHERWISE = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "LANGUAGE"})
NOMINAL = frozenset({"PROPN", "NOUN", "ADJ", "NUM"})
INITIAL = 2
"""How many letters a shortened given name has at most."""

FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
NAME = re.compile(r"\w$|\.\w+\.$")
"""How a name ends: in a letter, or as "U.N." does."""

JOINED = re.compile(r"[a-z]{4}[A-Z]")
"""Two words written as one, as only firms and sites do; "MacDougall" has fewer letters before its capital."""

ACTING = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss"})
SURE = 4
"""How often an article must name somebody for a word that looks like a verb to be that name ("Trump")."""


@dataclass(frozen=True, slots=True)
class Found:
    """The names of an article, and the full names of the acronyms that it explains in brackets."""

    mentions: tuple[Mention, ...]
    acronyms: Mapping[str, str]


def find_mentions(parse: Parse, lexicon: Lexicon, speakers: Iterable[Span] = ()) -> Found:
    """Find the names of an article, in order, no two of them sharing a token.

    ``speakers`` are the words for those who speak or are told something: a capital there makes a name, also where the
    pipeline has seen none.
    """
    found: dict[int, Mention] = {}
    taken: set[int] = set()
    headings = unsure_sentences(parse)
    prose = {t.text for t in parse.tokens if t.sent not in headings}

    def take(mentions: Iterable[Mention]) -> None:
        for mention in mentions:
            place = range(mention.first, mention.last + 1)
            if parse.tokens[mention.first].sent in headings and not known(mention, parse.text, prose, lexicon):
                continue
            if not any(i in taken for i in place):
                taken.update(place)
                found[mention.first] = mention

    acronyms = [
        (short, body(parse, lexicon, short, first, last)) for short, first, last in find_acronyms(parse, lexicon)
    ]
    explained = {short: mention.kind for short, mention in acronyms}
    take(mention for _, mention in acronyms)
    take(find_forums(parse, lexicon))
    take(find_bands(parse, lexicon))
    take(find_names(parse, lexicon))
    take(find_speakers(parse, lexicon, speakers, taken))
    take(find_introduced(parse, lexicon, taken))
    agreed = agree(list(found.values()), parse, lexicon, explained)
    found = {mention.first: mention for mention in agreed}
    take(find_again(parse, lexicon, agreed, taken))
    return Found(
        tuple(found[i] for i in sorted(found)), MappingProxyType({short: mention.words for short, mention in acronyms})
    )


def body(parse: Parse, lexicon: Lexicon, short: str, first: int, last: int) -> Mention:
    """Return a body's name in full, of the kind that it or its acronym shows."""
    words = words_of(parse, first, last)
    kinds = [kind_of("ORG", name, lexicon) for name in (words, short)]
    kind = next((each for each in kinds if each is not EntityKind.ORGANIZATION), EntityKind.ORGANIZATION)
    return Mention(first, last, words, kind)


def unsure_sentences(parse: Parse) -> frozenset[int]:
    """Return headlines and sentences that capitalise nearly every word: a capital there says nothing about names."""
    found = set()
    for number, (first, end) in enumerate(parse.sentences):
        long = [t for t in parse.tokens[first:end] if len(t.text) > 3 and t.text.isalpha()]
        titled = len(long) >= 4 and sum(capitalised(t) for t in long) >= 0.8 * len(long)
        titled = titled and not any(t.tag in FINITE and t.text.islower() for t in parse.tokens[first:end])
        if titled or parse.blocks[parse.tokens[first].block].role is BlockRole.HEADLINE:
            found.add(number)
    return frozenset(found)


def known(mention: Mention, text: str, prose: set[str], lexicon: Lexicon) -> bool:
    """Say whether a name in a heading is one for sure: it stands in a plain sentence too, or the authority has it."""
    if mention.kind is EntityKind.FORUM and text.count(mention.words) < 2 and mention.words not in lexicon.names.forums:
        return False
    return mention.words.split()[-1] in prose or lexicon.state_of_name(mention.words) is not None


def find_bands(parse: Parse, lexicon: Lexicon) -> Iterator[Mention]:
    """Find the names of armed bands by their nouns, with an adjective of a state before them: "the Afghan Taliban"."""
    tokens = parse.tokens
    for token in tokens:
        if token.lower in lexicon.bands and capitalised(token) and token.lower.endswith(("s", "ban", "ttp")):
            first = token.i
            if first and lexicon.state_of_adjective(tokens[first - 1].text) and tokens[first - 1].sent == token.sent:
                yield Mention(first - 1, first, words_of(parse, first - 1, first), EntityKind.GROUP)


def find_names(parse: Parse, lexicon: Lexicon) -> Iterator[Mention]:
    """Turn the pipeline's names into mentions: titles come off, adjectives of states and bare titles fall away."""
    for name in parse.names:
        if name.label in LABELS:
            mention = mention_of(name, parse, lexicon)
            if mention is not None:
                yield mention


def mention_of(name: Name, parse: Parse, lexicon: Lexicon) -> Mention | None:
    """Return the mention a name comes to, ``None`` where it is a title or an adjective only."""
    first, last = trim(parse, name)
    if name.label == "PERSON":
        first = after_epithets(parse, first, last, lexicon)
    first = after_titles(parse, name.label, first, last, lexicon)
    if first > last or not nominal(parse, first, last, lexicon):
        return None
    first, last = grow(parse, name.label, first, last, lexicon)
    if first == last and parse.tokens[last].lower in lexicon.portfolios and followed_by_title(parse, last, lexicon):
        return None
    label = "PERSON" if addressed(parse, first, last, lexicon) else name.label
    if first < last and label != "PERSON" and opens(parse, first, lexicon):
        first += 1
    grew = last - first + 1 > name.end - name.start
    label = correct(parse, label, first, last, lexicon, grew=grew)
    words = words_of(parse, first, last)
    if not plain(parse, label, first, last, words, lexicon):
        return None
    kind = kind_of(label, words, lexicon)
    if kind is EntityKind.GROUP and first > 0 and lexicon.state_of_adjective(parse.tokens[first - 1].text):
        first -= 1
    return named(parse, lexicon, first, last, words_of(parse, first, last), kind)


def trim(parse: Parse, name: Name) -> tuple[int, int]:
    """Return the first and last token of a name without articles, marks, an apostrophe, and what a comma sets apart."""
    tokens = parse.tokens
    first, last = name.start, name.end - 1
    while first <= last and (tokens[first].pos == "DET" or not tokens[first].text[0].isalnum()):
        first += 1
    while last >= first and (tokens[last].tag == "POS" or not tokens[last].text[0].isalnum()):
        last -= 1
    return first, next((i - 1 for i in range(first + 1, last + 1) if tokens[i].text == ","), last)


def after_epithets(parse: Parse, first: int, last: int, lexicon: Lexicon) -> int:
    """Return where a person's name begins after words that say what the person is or does: "sobbing", "Villager"."""
    while first < last:
        token = parse.tokens[first]
        small = token.text.islower() and token.lower not in lexicon.particles
        trade = last - first > 1 and token.lower in lexicon.persons and lexicon.given_to(token.text) is None
        if not (small or trade):
            break
        first += 1
    return first


def after_titles(parse: Parse, label: str, first: int, last: int, lexicon: Lexicon) -> int:
    """Return where a name begins after the titles in it: beyond its last token where it ends in one."""
    closed = lexicon.roles | lexicon.honorifics
    titles = [i for i in range(first, last + 1) if parse.tokens[i].lower in closed]
    if not titles:
        return first + (label == "PERSON" and last - first > 1 and common(parse, parse.tokens[first], lexicon))
    off = titles[-1] == last or label == "PERSON" or ranked(parse, first, last, titles, lexicon)
    return titles[-1] + 1 if off else first


def common(parse: Parse, token: Token, lexicon: Lexicon) -> bool:
    """Say whether the first word of a name is one that the article uses as a noun elsewhere: "Regent", "the regent"."""
    if lexicon.given_to(token.text) is not None or token.lower in lexicon.particles:
        return False
    return token.lower in parse.nouns


def nominal(parse: Parse, first: int, last: int, lexicon: Lexicon) -> bool:
    """Say whether words can be a name: a noun at their end, a capital among them, no single word for a person."""
    end = parse.tokens[last]
    if end.pos not in NOMINAL or not any(capitalised(t) for t in parse.tokens[first : last + 1]):
        return False
    return first < last or end.lower not in lexicon.persons or end.tag not in {"NN", "NNP"}


def grow(parse: Parse, label: str, first: int, last: int, lexicon: Lexicon) -> tuple[int, int]:
    """Return the first and last token of the whole name; a state's or a ministry's is whole already."""
    state = lexicon.state_of_name(words_of(parse, first, last)) is not None
    if state or (label != "PERSON" and parse.tokens[last].lower in lexicon.portfolios):
        return first, last
    person = label == "PERSON" or first == last or addressed(parse, first, last, lexicon)
    return widen(parse, first, last, lexicon, person=person)


def opens(parse: Parse, first: int, lexicon: Lexicon) -> bool:
    """Say whether a name begins with a noun for a body: "NGO", or one that opens the sentence and so has a capital."""
    token = parse.tokens[first]
    begins = parse.sentences[token.sent][0] == first and capitalised(parse.tokens[first + 1])
    return token.lower == "ngo" or (begins and token.lower in lexicon.takers)


def correct(parse: Parse, label: str, first: int, last: int, lexicon: Lexicon, *, grew: bool) -> str:
    """Return the pipeline's label, set right by a given name in what the name grew by, or a noun for land after it."""
    apart = set_beside(parse, first, last, lexicon) or gives_name(parse, first, lexicon)
    if apart and lexicon.state_of_name(words_of(parse, first, last)) is None:
        return "PERSON"
    if label != "PERSON" and first < last and grew and lexicon.given_to(parse.tokens[first].text):
        label = label if lexicon.state_of_name(words_of(parse, first, last)) else "PERSON"
    after = parse.tokens[last + 1] if last + 1 < len(parse.tokens) else None
    grounded = after is not None and after.lower in lexicon.grounds and after.text.islower()
    return "GPE" if label == "PERSON" and grounded else label


def gives_name(parse: Parse, first: int, lexicon: Lexicon) -> bool:
    """Say whether a name is what somebody "gave his name as"."""
    before = parse.tokens[first - 1] if first else None
    return before is not None and before.lower == "as" and parse.tokens[before.head].lemma in lexicon.naming


def find_speakers(parse: Parse, lexicon: Lexicon, spans: Iterable[Span], taken: set[int]) -> Iterator[Mention]:
    """Find capitalised words that speak or are told something and that the pipeline does not know for a name."""
    for span in spans:
        words = parse.between(span)
        for token in words:
            if token.pos != "PROPN" or token.i in taken or not capitalised(token) or token.ent in OTHERWISE:
                continue
            titled = any(t.lower in lexicon.roles for t in words)
            if token.lower in lexicon.portfolios and (titled or followed_by_title(parse, token.i, lexicon)):
                continue
            if token.dep in {"compound", "nmod", "poss"} and token.head in range(token.i, words[-1].i + 1):
                continue
            first, last = widen(parse, token.i, token.i, lexicon)
            if taken & set(range(first, last + 1)):
                first = last = token.i
            name = words_of(parse, first, last)
            addressed = first > 0 and parse.tokens[first - 1].lower in lexicon.honorifics
            if (titular(token, lexicon) and not addressed) or lexicon.state_of_adjective(name) or not NAME.search(name):
                continue
            shouts = len(name) > 1 and name.isupper()
            definite = first > 0 and parse.tokens[first - 1].lower == "the"
            plural = token.tag == "NNPS"
            label = "NORP" if plural else "ORG" if shouts or definite or JOINED.search(name) else "PERSON"
            yield named(parse, lexicon, first, last, name, kind_of(label, name, lexicon))


def find_introduced(parse: Parse, lexicon: Lexicon, taken: set[int]) -> Iterator[Mention]:
    """Find missed people by what stands beside a name: a title before it, an office or an age after it."""
    for token in parse.tokens:
        if token.i in taken or token.pos != "PROPN" or not capitalised(token):
            continue
        first, last = widen(parse, token.i, token.i, lexicon)
        if first < token.i or taken & set(range(first, last + 1)) or titular(parse.tokens[last], lexicon):
            continue
        addressed = first > 0 and parse.tokens[first - 1].lower in lexicon.honorifics
        if addressed or (
            first < last
            and (
                introduced(parse, last, lexicon)
                or called(parse, first, lexicon)
                or set_beside(parse, first, last, lexicon)
            )
        ):
            yield named(parse, lexicon, first, last, words_of(parse, first, last), EntityKind.PERSON)


def find_again(parse: Parse, lexicon: Lexicon, mentions: Sequence[Mention], taken: set[int]) -> Iterator[Mention]:
    """Find names of this article again where the pipeline has missed them: a person's last name, a body's name."""
    people: dict[str, int] = {}
    bodies: dict[str, EntityKind] = {}
    whole: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.kind is EntityKind.PERSON:
            for name in short_names(mention.words, lexicon):
                people[name] = people.get(name, 0) + 1
        elif " " not in mention.words:
            bodies[mention.words] = mention.kind
        if mention.first < mention.last:
            whole.setdefault(parse.tokens[mention.first].lower, []).append(mention)
    passed = -1
    for token in parse.tokens:
        if token.i in taken or token.i <= passed or not capitalised(token):
            continue
        full = next((m for m in whole.get(token.lower, ()) if repeats(parse, token.i, m, taken)), None)
        if full is not None:
            passed = token.i + full.last - full.first
            yield replace(full, first=token.i, last=passed, title=None)
        elif shouted(token, people) and token.text not in bodies:
            yield named(parse, lexicon, token.i, token.i, token.text.capitalize(), EntityKind.PERSON)
        elif (
            people.get(token.text, 0) > (SURE if token.pos == "VERB" and token.dep not in ACTING else 0)
            and len(token.text) > 2
        ):
            yield named(parse, lexicon, token.i, token.i, token.text, EntityKind.PERSON)
        elif token.text in bodies and token.pos == "PROPN":
            yield Mention(token.i, token.i, token.text, bodies[token.text])


def short_names(words: str, lexicon: Lexicon) -> set[str]:
    """Return the names by which somebody can be called alone: the family name, or the first of two."""
    *before, last = words.split()
    two = len(before) > 1 and before[-1].lower() not in lexicon.particles and len(before[-1]) > INITIAL
    first = {before[-1]} if two and lexicon.given_to(before[-1]) is None else set()
    return {last, last.split("-")[-1]} | first


def shouted(token: Token, people: Mapping[str, int]) -> bool:
    """Say whether a word in capitals is the name of somebody, as before a turn of a transcript."""
    return len(token.text) > 1 and token.text.isupper() and token.text.capitalize() in people


def repeats(parse: Parse, i: int, mention: Mention, taken: set[int]) -> bool:
    """Say whether the words of a name stand again at a token, in whatever letters."""
    end = i + mention.last - mention.first
    if end >= len(parse.tokens) or parse.tokens[i].sent != parse.tokens[end].sent:
        return False
    here, there = (parse.tokens[k : k + mention.last - mention.first + 1] for k in (i, mention.first))
    return all(a.lower == b.lower for a, b in zip(here, there, strict=True)) and not taken & set(range(i, end + 1))
