"""What sort of thing a name is, by its own words, by what stands beside it, and by the article's other names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.discourse.lexicon import Lexicon
from ingest.discourse.mention import Mention
from ingest.discourse.names import written
from ingest.discourse.titles import find_title, gender_before
from ingest.model import EntityKind
from ingest.parse import Parse

WITHIN = frozenset({"in", "across", "from", "near", "throughout"})
"""Words after which a name that does nothing itself is one of a place."""

THREE = 3

FULL_NAME = re.compile(r"[\w-]+ (?:[A-Z]\. )?[\w-]+")
"""A given name, perhaps an initial, and a family name."""


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
    for words, kind in sorted(kinds.items(), key=lambda item: " " not in item[0]):
        family = families[words.split()[-1]]
        mostly = 2 * family.count(EntityKind.PERSON) >= len(family)
        firm = words.split()[-1].lower() in lexicon.firms | lexicon.bodies
        forename = lexicon.given_to(words.split()[0]) is not None and not firm
        doubtful = kind in {EntityKind.ORGANIZATION, EntityKind.PLACE, EntityKind.GROUP, EntityKind.SITE}
        if (doubtful and words not in explained) and (
            words in people
            or (" " not in words and bare_name(words) in {bare_name(each) for each in people})
            or (mostly and " " not in words)
            or (forename and kind is EntityKind.ORGANIZATION and is_full(words, lexicon))
        ):
            seat = kind is EntityKind.PLACE and lexicon.state_of_capital(words)
            kinds[words] = kind if seat else EntityKind.PERSON
            if " " in words and kinds[words] is EntityKind.PERSON:
                people.add(words.split()[-1])
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


def bare_name(word: str) -> str:
    """Return a family name as it is compared: in small letters, and without the Arabic article.

    >>> bare_name("Al-Halabi"), bare_name("HALABI")
    ('halabi', 'halabi')
    """
    word = word.lower()
    return word.partition("-")[2] or word if word.startswith(("al-", "el-")) else word


def is_full(words: str, lexicon: Lexicon) -> bool:
    """Say whether words can be a given name and a family name, with a small word between or not: "Ana de Souza"."""
    parts = words.split()
    small = len(parts) == THREE and parts[1].lower() in lexicon.particles
    return small or FULL_NAME.fullmatch(words) is not None


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
            lone = before != "from" or " " not in mention.words
            if before in WITHIN and lone and token.dep == "pobj" and not mention.title and mention.gender is None:
                placed.add(mention.words)
            elif before not in WITHIN | {"of"}:
                acting.add(mention.words)
    families = {words.split()[-1] for words in acting}
    return frozenset(said | {words for words in placed - acting if words.split()[-1] not in families})


def grounded(mention: Mention, parse: Parse, lexicon: Lexicon) -> bool:
    """Say whether a name is said to be one of a place: "Mekelle, the capital of Tigray"."""
    below = (parse.tokens[i] for i in parse.children[mention.last])
    return any(t.dep == "appos" and t.tag == "NN" and t.lower in lexicon.grounds for t in below)
