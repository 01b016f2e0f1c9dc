"""Where an article names somebody: the pipeline's names and the capitalised names of forums, without their titles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.discourse.lexicon import Lexicon
from ingest.model import EntityKind, Span
from ingest.parse import Name, Parse, Token

LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text: its tokens (the last included), its words, and the sort of thing it names.

    ``title`` is the token range of a title that stands before it, the last included.
    """

    first: int
    last: int
    words: str
    kind: EntityKind
    title: tuple[int, int] | None = None


def find_mentions(parse: Parse, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Return the names of an article, in order, no two of them sharing a token."""
    found: dict[int, Mention] = {}
    taken: set[int] = set()
    titles = title_cased(parse)
    for mention in (*find_forums(parse, lexicon), *find_names(parse, lexicon)):
        place = set(range(mention.first, mention.last + 1))
        if parse.tokens[mention.first].sent in titles and not in_prose(mention.words, parse, titles):
            continue
        if not place & taken:
            taken |= place
            found[mention.first] = mention
    return tuple(found[i] for i in sorted(found))


def title_cased(parse: Parse) -> frozenset[int]:
    """Return the sentences that capitalise nearly every word, in which a capital says nothing about names."""
    found = set()
    for number, (first, end) in enumerate(parse.sentences):
        long = [t for t in parse.tokens[first:end] if len(t.text) > 3 and t.text.isalpha()]
        if len(long) >= 4 and sum(capitalised(t) for t in long) >= 0.8 * len(long):
            found.add(number)
    return frozenset(found)


def in_prose(words: str, parse: Parse, titles: frozenset[int]) -> bool:
    """Say whether a name also stands in a sentence that is written like one."""
    last = words.split()[-1]
    return any(t.text == last and t.sent not in titles for t in parse.tokens)


def find_forums(parse: Parse, lexicon: Lexicon) -> Iterator[Mention]:
    """Find capitalised phrases whose noun is a body that meets: "the Standing Committee on Foreign Affairs"."""
    tokens = parse.tokens
    i = 0
    while i < len(tokens):
        if not capitalised(tokens[i]):
            i += 1
            continue
        end = i + 1
        while end < len(tokens) and tokens[end].sent == tokens[i].sent:
            joint = tokens[end].lower in lexicon.joints
            after = end + 1
            while joint and after < len(tokens) and tokens[after].lower in lexicon.joints:
                after += 1
            reached = after < len(tokens) and tokens[after].sent == tokens[i].sent and capitalised(tokens[after])
            if capitalised(tokens[end]):
                end += 1
            elif joint and reached and any(t.lower in lexicon.forums for t in tokens[i:end]):
                end = after + 1
            else:
                break
        first = i
        while first < end and tokens[first].lower in {"the", "a", "an", "this", "that"}:
            first += 1
        if end > first and any(t.lower in lexicon.forums for t in tokens[first:end]):
            yield Mention(first, end - 1, words_of(parse, first, end - 1), EntityKind.FORUM)
        i = end


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
    while last >= first and (tokens[last].tag == "POS" or not tokens[last].text[-1].isalnum()):
        last -= 1
    titles = [i for i in range(first, last + 1) if tokens[i].lower in lexicon.roles | lexicon.honorifics]
    if titles and titles[-1] == last:
        return None
    if name.label == "PERSON" and titles:
        first = titles[-1] + 1
    if first > last or tokens[last].pos not in {"PROPN", "NOUN", "ADJ", "NUM"}:
        return None
    if name.label == "NORP" and tokens[last].dep in {"amod", "compound", "nmod"} and last < tokens[last].head:
        return None
    words = words_of(parse, first, last)
    kind = kind_of(name.label, words, lexicon)
    if kind is EntityKind.GROUP and first > 0 and lexicon.state_of_adjective(tokens[first - 1].text):
        first -= 1
        words = words_of(parse, first, last)
    title = find_title(first, parse, lexicon) if kind is EntityKind.PERSON else None
    return Mention(first, last, words, kind, title)


def kind_of(label: str, words: str, lexicon: Lexicon) -> EntityKind:
    """Say what sort of thing a name of the pipeline names."""
    if lexicon.state_of_name(words):
        return EntityKind.STATE
    if words.split()[-1].lower() in lexicon.bands or label == "NORP":
        return EntityKind.GROUP
    if label == "PERSON":
        return EntityKind.PERSON
    if label in {"GPE", "LOC"}:
        return EntityKind.PLACE
    return EntityKind.SITE if label == "FAC" else EntityKind.ORGANIZATION


def find_title(first: int, parse: Parse, lexicon: Lexicon) -> tuple[int, int] | None:
    """Return the title right before a person's name: "National Security Adviser" before "Moeed Yusuf"."""
    tokens = parse.tokens
    last = first - 1
    while last >= 0 and tokens[last].lower in lexicon.honorifics:
        last -= 1
    if last < 0 or tokens[last].sent != tokens[first].sent or tokens[last].lower not in lexicon.roles:
        return None
    start = last
    while start > 0 and tokens[start - 1].sent == tokens[first].sent and belongs(tokens[start - 1]):
        start -= 1
    return start, last


def belongs(token: Token) -> bool:
    """Say whether a word before a title is part of it."""
    return token.pos in {"PROPN", "NOUN", "ADJ"} and token.dep in {"compound", "amod", "nmod", "nsubj", "appos"}


def capitalised(token: Token) -> bool:
    """Say whether a token is written as a part of a name."""
    return token.text[:1].isupper()


def words_of(parse: Parse, first: int, last: int) -> str:
    """Return the words from one token to another, with single spaces."""
    return " ".join(Span(parse.tokens[first].start, parse.tokens[last].end).of(parse.text).split())
