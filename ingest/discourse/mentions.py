"""Where an article names somebody: the pipeline's names, forums, acronyms, and names it knows from elsewhere in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from ingest.discourse.acronyms import find_acronyms
from ingest.discourse.forums import find_forums
from ingest.discourse.lexicon import Gender, Lexicon
from ingest.discourse.mention import Mention, capitalised, words_of
from ingest.discourse.names import widen, written
from ingest.model import BlockRole, EntityKind, Span
from ingest.parse import Name, Parse, Token

LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
OTHERWISE = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "LANGUAGE"})
NOMINAL = frozenset({"PROPN", "NOUN", "ADJ", "NUM"})
FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
NAME = re.compile(r"\w$|\.\w+\.$")
"""How a name ends: in a letter, or as "U.N." does."""

WITHIN = frozenset({"in", "across", "near", "throughout"})
"""Words after which a name that does nothing itself is one of a place."""

FULL_NAME = re.compile(r"\w+ (?:[A-Z]\. )?\w+")
"""A given name, perhaps an initial, and a family name."""

JOINED = re.compile(r"[a-z]{4}[A-Z]")
"""Two words written as one, as only firms and sites do; "MacDougall" has fewer letters before its capital."""

ACTING = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss"})
SURE = 4
"""How often an article must name somebody for a word that looks like a verb to be that name ("Trump")."""

TITLE_REACH = 10
"""How many tokens before a name its title may begin."""


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
    tokens = parse.tokens
    first, last = name.start, name.end - 1
    while first <= last and (tokens[first].pos == "DET" or not tokens[first].text[0].isalnum()):
        first += 1
    while last >= first and (tokens[last].tag == "POS" or not tokens[last].text[0].isalnum()):
        last -= 1
    last = next((i - 1 for i in range(first + 1, last + 1) if tokens[i].text == ","), last)
    titles = [i for i in range(first, last + 1) if tokens[i].lower in lexicon.roles | lexicon.honorifics]
    if titles and titles[-1] == last:
        return None
    if titles and (name.label == "PERSON" or ranked(parse, first, last, titles, lexicon)):
        first = titles[-1] + 1
    if first > last or tokens[last].pos not in NOMINAL or not any(capitalised(t) for t in tokens[first : last + 1]):
        return None
    if tokens[last].lower in lexicon.persons and tokens[last].tag in {"NN", "NNP"} and first == last:
        return None
    known = lexicon.state_of_name(words_of(parse, first, last)) is not None
    known = known or (name.label != "PERSON" and tokens[last].lower in lexicon.portfolios)
    person = name.label == "PERSON" or first == last or addressed(parse, first, last, lexicon)
    first, last = (first, last) if known else widen(parse, first, last, lexicon, person=person)
    label = "PERSON" if addressed(parse, first, last, lexicon) else name.label
    if first == last and tokens[last].lower in lexicon.portfolios and followed_by_title(parse, last, lexicon):
        return None
    if first < last and label != "PERSON" and (tokens[first].lower == "ngo" or opens(parse, first, lexicon)):
        first += 1
    words = words_of(parse, first, last)
    grew = last - first + 1 > name.end - name.start
    if (
        label != "PERSON"
        and first < last
        and grew
        and lexicon.given_to(tokens[first].text)
        and not lexicon.state_of_name(words)
    ):
        label = "PERSON"
    if (
        last + 1 < len(tokens)
        and tokens[last + 1].lower in lexicon.grounds
        and tokens[last + 1].text.islower()
        and label == "PERSON"
    ):
        label = "GPE"
    if not plain(parse, label, first, last, words, lexicon):
        return None
    kind = kind_of(label, words, lexicon)
    if kind is EntityKind.GROUP and first > 0 and lexicon.state_of_adjective(tokens[first - 1].text):
        first -= 1
        words = words_of(parse, first, last)
    return named(parse, lexicon, first, last, words, kind)


def ranked(parse: Parse, first: int, last: int, titles: Sequence[int], lexicon: Lexicon) -> bool:
    """Say whether a name taken for another sort begins with a rank: "Major General Win Htut"."""
    leading = titles == list(range(first, first + len(titles))) and titles[-1] < last
    return leading and (len(titles) > 1 or lexicon.given_to(parse.tokens[titles[-1] + 1].text) is not None)


def opens(parse: Parse, first: int, lexicon: Lexicon) -> bool:
    """Say whether the first word of a name is a noun for a body that has its capital from the sentence's beginning."""
    token = parse.tokens[first]
    return (
        parse.sentences[token.sent][0] == first
        and token.lower in lexicon.takers
        and capitalised(parse.tokens[first + 1])
    )


def addressed(parse: Parse, first: int, last: int, lexicon: Lexicon) -> bool:
    """Say whether the word before a name is a form of address, or an office written with it: "Mr.", "President"."""
    if not first:
        return False
    token = parse.tokens[first - 1]
    office = titular(token, lexicon) and token.dep == "compound" and first <= token.head <= last
    return token.lower in lexicon.honorifics or office


def followed_by_title(parse: Parse, i: int, lexicon: Lexicon) -> bool:
    """Say whether a word stands right before an office, or after one and "of": "Defence Minister"."""
    tokens = parse.tokens
    before = i > 1 and tokens[i - 1].lower == "of" and tokens[i - 2].lower in lexicon.roles
    return before or (i + 1 < len(tokens) and tokens[i + 1].lower in lexicon.roles)


def plain(parse: Parse, label: str, first: int, last: int, words: str, lexicon: Lexicon) -> bool:
    """Say whether words name somebody: no law, no adjective, no single member of a people."""
    token = parse.tokens[last]
    if words[0].islower() or token.lower in lexicon.texts:
        return False
    if label != "NORP" or token.lower in lexicon.bands or words in lexicon.names.groups:
        return True
    attribute = token.dep in {"amod", "compound", "nmod"} and last < token.head
    several = token.tag in {"NNS", "NNPS"} or (first > 0 and parse.tokens[first - 1].lower == "the")
    return several and not attribute and "-" not in words.split("-")[0][:2]


def named(parse: Parse, lexicon: Lexicon, first: int, last: int, words: str, kind: EntityKind) -> Mention:
    """Make a mention, a person's with the title and the form of address before the name."""
    if kind is not EntityKind.PERSON:
        return Mention(first, last, words, kind)
    words = written(words)
    return Mention(first, last, words, kind, find_title(first, parse, lexicon), gender_before(first, parse, lexicon))


def kind_of(label: str, words: str, lexicon: Lexicon) -> EntityKind:
    """Say what sort of thing a name is, from what the authority knows, its last word, and the pipeline's label."""
    last = words.split()[-1].lower()
    if lexicon.state_of_name(words):
        return EntityKind.STATE
    if label == "ORG" and words.split()[-1] in lexicon.meeting_bodies:
        return EntityKind.FORUM
    if words.lower() in lexicon.houses or last in lexicon.bodies:
        return EntityKind.ORGANIZATION
    if lexicon.state_of_adjective(words):
        return EntityKind.GROUP
    if last in lexicon.bands or label == "NORP" or words in lexicon.names.groups:
        return EntityKind.GROUP
    if words in lexicon.names.forums or (words.isupper() and words.title() in lexicon.names.forums):
        return EntityKind.FORUM
    if last in lexicon.buildings:
        return EntityKind.SITE
    if last in lexicon.lands and " " in words:
        return EntityKind.PLACE
    seat = lexicon.state_of_capital(words) is not None and lexicon.given_to(words.split()[0]) is None
    if (label == "PERSON" and not seat) or words in lexicon.names.people:
        return EntityKind.PERSON
    if label in {"GPE", "LOC"} or lexicon.state_of_capital(words):
        return EntityKind.PLACE
    return EntityKind.SITE if label == "FAC" else EntityKind.ORGANIZATION


def find_title(first: int, parse: Parse, lexicon: Lexicon) -> tuple[int, int] | None:
    """Return the title right before a person's name: "National Security Adviser" before "Moeed Yusuf"."""
    tokens = parse.tokens
    last = first - 1
    while last >= 0 and tokens[last].lower in lexicon.honorifics:
        last -= 1
    if last < 0 or tokens[last].sent != tokens[first].sent:
        return None
    head = last if titular(tokens[last], lexicon) else head_before(last, parse, lexicon)
    if head is None:
        return None
    start = head
    while start > 1 and tokens[start - 1].text == "-" and tokens[start - 2].sent == tokens[first].sent:
        start -= 2
    while start > 0 and tokens[start - 1].sent == tokens[first].sent and belongs(tokens[start - 1]):
        start -= 1
    return start, last


def titular(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a word before a name says what the person is."""
    return token.lower in lexicon.roles or token.lower in lexicon.persons


def head_before(last: int, parse: Parse, lexicon: Lexicon) -> int | None:
    """Return the office in "Secretary of State" before a name: a noun of office, "of", and capitals up to the name."""
    tokens = parse.tokens
    for i in range(last, max(last - TITLE_REACH, 0), -1):
        if tokens[i].sent != tokens[last].sent:
            return None
        if tokens[i].lower in {"of", "for"} and tokens[i - 1].lower in lexicon.roles and i < last:
            return i - 1 if capitalised(tokens[i - 1]) else None
        if not capitalised(tokens[i]) and tokens[i].lower not in lexicon.joints:
            return None
    return None


def belongs(token: Token) -> bool:
    """Say whether a word before a title is part of it."""
    return token.pos in {"PROPN", "NOUN", "ADJ"} and token.dep in {"compound", "amod", "nmod", "nsubj", "appos"}


def gender_before(first: int, parse: Parse, lexicon: Lexicon) -> Gender | None:
    """Return what the word before a name tells: "Mr.", "spokeswoman"."""
    return lexicon.gender_of(parse.tokens[first - 1].lower) if first else None


def agree(
    mentions: Sequence[Mention], parse: Parse, lexicon: Lexicon, explained: Mapping[str, EntityKind]
) -> list[Mention]:
    """Give mentions in the same words the same kind: the one given most often, a person's where a full name ends so.

    The pipeline takes a bare family name for a firm or a town more often than a full one.
    """
    votes: dict[str, list[EntityKind]] = {}
    families: dict[str, list[EntityKind]] = {}
    for mention in mentions:
        votes.setdefault(mention.words, []).append(mention.kind)
        families.setdefault(mention.words.split()[-1], []).append(mention.kind)
    kinds = {words: max(given, key=lambda kind: (given.count(kind), kind)) for words, given in votes.items()}
    for words in kinds:
        kinds[words] = explained.get(words, kinds[words])
        if words.isupper() and words.title() in kinds:
            kinds[words] = kinds[words.title()]
    people = {words.split()[-1] for words, kind in kinds.items() if kind is EntityKind.PERSON and " " in words}
    for words, kind in kinds.items():
        family = families[words.split()[-1]]
        mostly = 2 * family.count(EntityKind.PERSON) >= len(family)
        forename = lexicon.given_to(words.split()[0]) is not None
        doubtful = kind in {EntityKind.ORGANIZATION, EntityKind.PLACE, EntityKind.GROUP, EntityKind.SITE}
        if (doubtful and words not in explained) and (
            words in people
            or (mostly and " " not in words)
            or (forename and kind is EntityKind.ORGANIZATION and FULL_NAME.fullmatch(words))
        ):
            seat = kind is EntityKind.PLACE and lexicon.state_of_capital(words)
            kinds[words] = kind if seat else EntityKind.PERSON
    firms = [parts for words in kinds if (parts := words.split())[-1].lower() in lexicon.firms]
    short = {" ".join(parts[:k]) for parts in firms for k in range(1, len(parts))} & kinds.keys()
    kinds |= {w: EntityKind.ORGANIZATION for w in short if kinds[w] in {EntityKind.PERSON, EntityKind.PLACE}}
    kinds |= dict.fromkeys(grounds(mentions, kinds, parse, lexicon), EntityKind.PLACE)
    return [
        mention
        if mention.kind is kinds[mention.words]
        else named(parse, lexicon, mention.first, mention.last, mention.words, kinds[mention.words])
        for mention in mentions
    ]


def grounds(
    mentions: Sequence[Mention], kinds: Mapping[str, EntityKind], parse: Parse, lexicon: Lexicon
) -> frozenset[str]:
    """Return the names taken for people or bodies that the words beside them make names of places."""
    doubtful = {EntityKind.PERSON, EntityKind.ORGANIZATION}
    said = {m.words for m in mentions if kinds[m.words] in doubtful and grounded(m, parse, lexicon)}
    placed: set[str] = set()
    acting: set[str] = set()
    for mention in mentions:
        if kinds[mention.words] in doubtful and not mention.words.isupper():
            token = parse.tokens[mention.last]
            before = parse.tokens[mention.first - 1].lower if mention.first else ""
            if before in WITHIN and token.dep == "pobj" and not mention.title and mention.gender is None:
                placed.add(mention.words)
            elif before not in WITHIN | {"of"}:
                acting.add(mention.words)
    families = {words.split()[-1] for words in acting}
    return frozenset(said | {words for words in placed - acting if words.split()[-1] not in families})


def grounded(mention: Mention, parse: Parse, lexicon: Lexicon) -> bool:
    """Say whether a name is said to be one of a place: "Mekelle, the capital of Tigray"."""
    below = (parse.tokens[i] for i in parse.children[mention.last])
    return any(t.dep == "appos" and t.tag == "NN" and t.lower in lexicon.grounds for t in below)


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
        if addressed or (first < last and (introduced(parse, last, lexicon) or called(parse, first, lexicon))):
            yield named(parse, lexicon, first, last, words_of(parse, first, last), EntityKind.PERSON)


def introduced(parse: Parse, last: int, lexicon: Lexicon) -> bool:
    """Say whether an age or an office is set apart after a name: ", 57,", ", president of Daon Rail"."""
    after = parse.tokens[last + 1 : last + 8]
    if len(after) < 3 or after[0].text not in {",", "(", "—", "–"}:
        return False
    if after[1].tag == "CD" and after[1].text.isdigit() and after[2].text in {",", ")", ".", "—", "–"}:
        return True
    if after[0].text == "," and after[1].lower == "who":
        return True
    for token in after[1:]:
        if token.pos not in {"DET", "ADJ", "NOUN", "PROPN", "PUNCT", "ADV"} or token.text in {",", ".", ";"}:
            return False
        if titular(token, lexicon) and token.tag in {"NN", "NNP"}:
            return True
    return False


def called(parse: Parse, first: int, lexicon: Lexicon) -> bool:
    """Say whether an office or an occupation stands right before a name."""
    return (
        first > 0
        and parse.tokens[first - 1].sent == parse.tokens[first].sent
        and titular(parse.tokens[first - 1], lexicon)
    )


def find_again(parse: Parse, lexicon: Lexicon, mentions: Sequence[Mention], taken: set[int]) -> Iterator[Mention]:
    """Find names of this article again where the pipeline has missed them: a person's last name, a body's name."""
    people: dict[str, int] = {}
    bodies: dict[str, EntityKind] = {}
    whole: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.kind is EntityKind.PERSON:
            for name in {mention.words.split()[-1], mention.words.split()[-1].split("-")[-1]}:
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
