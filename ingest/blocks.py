"""The parts of a page's text, each with the role it plays: headline, byline, body, caption, teaser or chrome.

Nothing is deleted and no character changed: outside the blocks there is only white space. Whether a block speaks is
decided by its role alone, and each role carries the reason it was given, in words a reader of the graph can check.
The words that give a role away are data (``lexicon/en/blocks.toml``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from ingest.model import Block, BlockRole, Span, Spans

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BULLETS = "•◦‣▪▫●○■□·*∙⁃–—-»›>|#\ufeff\u200b"
_OPENING = re.compile(rf"[\s{re.escape(_BULLETS)}\[({{<]*")
_SEPARATOR = re.compile(r"\s*(?:[:|–—»›>]|-\s|…|\.\.\.)")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_CREDIT = re.compile(r"[(\[]([^()\[\]]{1,160})[)\]][\s.]*$")
_SLASH_CREDIT = re.compile(
    r"(?:\b(?:REUTERS|Reuters|AP|AFP|ANI|PTI|EPA|Xinhua)\s?/\s?|\bAP Photo/)[\w .'’-]{2,60}[)\]]?\s*$"
)
_WORD = re.compile(r"\w[\w'’-]*")
_WRAP_LEAST, _WRAP_MOST = 40, 100
_EDGE = 240
_HEADLINE_MOST = 240
_LABEL_MOST = 80
_LABEL_WORDS = 3


@dataclass(frozen=True, slots=True)
class Giveaways:
    """The give-away words of one language, all in lower case; see the notes in ``blocks.toml``."""

    teaser_openers: tuple[str, ...]
    teaser_guarded: frozenset[str]
    caption_openers: tuple[str, ...]
    caption_credits: frozenset[str]
    caption_links: frozenset[str]
    caption_signatures: tuple[str, ...]
    byline_openers: tuple[str, ...]
    byline_name: tuple[str, ...]
    byline_between: frozenset[str]
    byline_desks: tuple[str, ...]
    byline_dates: frozenset[str]
    chrome_labels: frozenset[str]
    chrome_openers: tuple[str, ...]
    chrome_closers: tuple[str, ...]


@cache
def load_giveaways(language: str = "en") -> Giveaways:
    """Read the words for ``language``, once.

    >>> "facebook" in load_giveaways().chrome_labels
    True
    """
    table = tomllib.loads(files("ingest.lexicon").joinpath(language, "blocks.toml").read_text(encoding="utf-8"))
    return Giveaways(
        teaser_openers=_longest_first(table["teaser"]["openers"]),
        teaser_guarded=frozenset(table["teaser"]["guarded"]),
        caption_openers=_longest_first(table["caption"]["openers"]),
        caption_credits=frozenset(table["caption"]["credits"]),
        caption_links=frozenset(table["caption"]["links"]),
        caption_signatures=_longest_first(table["caption"]["signatures"]),
        byline_openers=_longest_first(table["byline"]["openers"]),
        byline_name=_longest_first(table["byline"]["name"]),
        byline_between=frozenset(table["byline"]["between"]),
        byline_desks=_longest_first(table["byline"]["desks"]),
        byline_dates=frozenset(table["byline"]["dates"]),
        chrome_labels=frozenset(table["chrome"]["labels"]),
        chrome_openers=_longest_first(table["chrome"]["openers"]),
        chrome_closers=_longest_first(table["chrome"]["closers"]),
    )


def divide(text: str, title: str | None = None, paragraphs: Spans | None = None) -> tuple[Block, ...]:
    r"""Divide ``text`` into paragraph blocks, each with its role and the reason for it.

    Parameters
    ----------
    text
        The article's text as stored.
    title
        Its headline, where that came apart from the text: the line that repeats it is the headline.
    paragraphs
        The paragraphs, where the format says where they are; otherwise lines and blank lines decide.

    Returns
    -------
    tuple[Block, ...]
        The blocks in order of the text; together they hold every character that is not white space.

    Examples
    --------
    >>> page = "Ministers meet in Vienna over gas\n\nThe talks began on Monday.\n\nAlso Read : Prices rise"
    >>> for block in divide(page):
    ...     print(block.role, "-", block.reason)
    headline - the first line above the story that does not end like a sentence
    body - running text
    teaser - starts with 'Also Read'
    """
    spans = paragraphs if paragraphs is not None else tuple(_paragraphs(text))
    words = load_giveaways()
    parts = [_Part.of(text, span) for span in spans]
    found: list[tuple[BlockRole, str] | None] = []
    below_teaser: str | None = None
    wanted = _plain(title) if title else None
    for part in parts:
        given = _own_role(part, words, wanted)
        if given is None and below_teaser is not None and _listed(part):
            given = BlockRole.TEASER, f"a line under '{below_teaser}'"
        elif given is not None and given[0] is BlockRole.TEASER and _stands_alone(part, words):
            below_teaser = _clip(part.shown)
        else:
            below_teaser = None
        found.append(given)
    _head(parts, found)
    return tuple(
        Block(part.span, *(given or (BlockRole.BODY, "running text"))) for part, given in zip(parts, found, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """What the rules look at in a paragraph: its edges, never more, so that a huge one costs no more than a small."""

    span: Span
    shown: str  # as printed, without bullets and opening brackets, cut at _EDGE
    plain: str  # the same in lower case, white space as one space
    tail: str
    whole: bool  # whether ``shown`` is all of it
    sentence: bool
    words: int

    @classmethod
    def of(cls, text: str, span: Span) -> _Part:
        head = text[span.start : min(span.end, span.start + _EDGE)]
        tail = text[max(span.start, span.end - _EDGE) : span.end]
        opening = _OPENING.match(head)
        shown = head[opening.end() if opening else 0 :].rstrip()
        return cls(
            span=span,
            shown=shown,
            plain=_plain(shown),
            tail=tail,
            whole=span.end - span.start <= _EDGE,
            sentence=bool(_SENTENCE_END.search(tail)),
            words=len(_WORD.findall(shown)),
        )


def _own_role(part: _Part, words: Giveaways, title: str | None) -> tuple[BlockRole, str] | None:
    """Give the role that the block's own words settle, or ``None``."""
    if title is not None and part.whole and _repeats(part, title):
        return BlockRole.HEADLINE, "repeats the title"
    if not part.words and part.whole:
        return BlockRole.CHROME, "holds no words"
    return _teaser(part, words) or _caption(part, words) or _byline(part, words) or _chrome(part, words)


def _repeats(part: _Part, title: str) -> bool:
    """Say whether the block is the title, or all of it but a site's name after a separator."""
    if _letters(part.plain) == _letters(title):
        return True
    rest = title[len(part.plain) :] if part.words > _LABEL_WORDS and title.startswith(part.plain) else ""
    return _SEPARATOR.match(rest) is not None


def _teaser(part: _Part, words: Giveaways) -> tuple[BlockRole, str] | None:
    opener = _opener(part.plain, words.teaser_openers)
    if opener is None:
        return None
    rest = part.plain[len(opener) :]
    marked = not rest.strip() or _SEPARATOR.match(rest) is not None
    loose = opener not in words.teaser_guarded and not part.sentence and part.words <= 30
    return (BlockRole.TEASER, f"starts with '{_clip(part.shown[: len(opener)])}'") if marked or loose else None


def _listed(part: _Part) -> bool:
    return not part.sentence and part.words <= 25 and not part.tail.rstrip().endswith((":", ","))


def _stands_alone(part: _Part, words: Giveaways) -> bool:
    return part.plain.strip(" :.|>»›–—-])") in words.teaser_openers


def _caption(part: _Part, words: Giveaways) -> tuple[BlockRole, str] | None:
    credit = _CREDIT.search(part.tail)
    if credit and _is_credit(credit[1], words) and part.words <= 60:
        return BlockRole.CAPTION, f"ends with the picture credit '{_clip(credit[0].strip())}'"
    tail = _plain(part.tail).rstrip(" .)]")
    for signature in words.caption_signatures:
        if tail.endswith(signature) and part.words <= 60 and part.whole:
            return BlockRole.CAPTION, f"ends with the picture credit '{signature}'"
    slash = _SLASH_CREDIT.search(part.tail)
    if slash and part.whole:
        return BlockRole.CAPTION, f"ends with the picture credit '{_clip(slash[0].strip())}'"
    opener = _opener(part.plain, words.caption_openers)
    if opener is not None and part.whole and _marked(part.plain[len(opener) :]):
        return BlockRole.CAPTION, f"starts with '{_clip(part.shown[: len(opener)])}'"
    return None


def _is_credit(inside: str, words: Giveaways) -> bool:
    """Say whether what stands in brackets credits a picture: a credit word, then a name or a link to one."""
    tokens = _WORD.findall(inside)
    rest = [token for token in tokens if token.lower() not in words.caption_credits]
    if not tokens or tokens[0].lower() not in words.caption_credits or len(tokens) > 10:
        return False
    return (
        re.search(r"[:/|–]", inside) is not None
        or any(token.lower() in words.caption_links for token in rest)
        or all(not token[0].islower() for token in rest)
    )


def _is_signed(part: _Part, opener: str, words: Giveaways) -> bool:
    """Say whether a name, a date or a separator follows what may open a byline."""
    rest = part.plain[len(opener) :]
    if _marked(rest):
        return True
    first = _WORD.search(rest)
    if part.sentence or first is None:
        return False
    return opener.endswith((" by", " from")) or first[0][0].isdigit() or first[0] in words.byline_dates


def _byline(part: _Part, words: Giveaways) -> tuple[BlockRole, str] | None:
    if not part.whole or part.words > 40:
        return None
    opener = _opener(part.plain, words.byline_openers)
    if opener is not None and _is_signed(part, opener, words):
        return BlockRole.BYLINE, f"starts with '{_clip(part.shown[: len(opener)])}'"
    if part.plain in words.byline_desks:
        return BlockRole.BYLINE, "names the desk that wrote it"
    if _only_date(part, words):
        return BlockRole.BYLINE, "holds only a date, a time or a place"
    name = _opener(part.plain, words.byline_name)
    if name is not None and part.words <= 14 and not part.sentence:
        rest = _WORD.findall(part.shown[len(name) :])
        if rest and all(word[0].isupper() or word[0].isdigit() or word in words.byline_between for word in rest):
            return BlockRole.BYLINE, f"'{_clip(part.shown[: len(name)])}' and a name"
    return None


def _only_date(part: _Part, words: Giveaways) -> bool:
    tokens = _WORD.findall(part.shown)
    dated = [token for token in tokens if token[0].isdigit() or token.lower() in words.byline_dates]
    places = len(tokens) - len(dated)
    return (
        len(dated) >= 2
        and places <= 3
        and any(token[0].isdigit() for token in dated)
        and any(token.lower() in words.byline_dates for token in dated)
        and all(token.isupper() or token in dated for token in tokens)
    )


def _chrome(part: _Part, words: Giveaways) -> tuple[BlockRole, str] | None:
    bare = part.plain.strip(" .:|>»›)]!")
    if bare in words.chrome_labels:
        return BlockRole.CHROME, f"only the label '{_clip(part.shown)}'"
    if part.whole and part.words <= 20 and all(word in words.chrome_labels for word in _WORD.findall(part.plain)):
        return BlockRole.CHROME, "only labels of links or buttons"
    for opener in words.chrome_openers:
        if part.whole and part.plain.startswith(opener):
            return BlockRole.CHROME, f"starts with '{_clip(part.shown[: len(opener)])}'"
    for closer in words.chrome_closers:
        if part.whole and part.words <= 30 and bare.endswith(closer):
            return BlockRole.CHROME, f"ends with '{closer}'"
    return None


def _head(parts: list[_Part], found: list[tuple[BlockRole, str] | None]) -> None:
    """Find the headline above the story, and set aside the short lines that stand above it."""
    first = next((n for n, part in enumerate(parts) if found[n] is None and part.sentence), None)
    if first is None:
        return
    titled = next((n for n, given in enumerate(found) if given and given[0] is BlockRole.HEADLINE), None)
    above = [n for n in range(titled if titled is not None else first) if found[n] is None]
    if titled is None:
        fitting = [n for n in above if _size(parts[n].span) <= _HEADLINE_MOST]
        long = [n for n in fitting if parts[n].words > _LABEL_WORDS]
        lines = long or [n for n in fitting[-1:] if parts[n].words == _LABEL_WORDS]
        if lines:
            found[lines[0]] = BlockRole.HEADLINE, "the first line above the story that does not end like a sentence"
    for n in above:
        part = parts[n]
        if found[n] is None and n < first and part.words <= _LABEL_WORDS and _size(part.span) <= _LABEL_MOST:
            found[n] = BlockRole.CHROME, "a label above the story"


def _paragraphs(text: str) -> Iterator[Span]:
    """Walk the paragraphs: lines, except where the lines of a stretch were wrapped at a width."""
    stretch: list[Span] = []
    end = 0
    for match in _LINE.finditer(text):
        line = match[0]
        if not line.strip():
            continue
        start = match.start() + len(line) - len(line.lstrip())
        span = Span(start, match.start() + len(line.rstrip()))
        if stretch and _blank_between(text, end, match.start()):
            yield from _unwrap(text, stretch)
            stretch = []
        stretch.append(span)
        end = match.end()
    yield from _unwrap(text, stretch)


def _blank_between(text: str, end: int, start: int) -> bool:
    first = _BREAK.match(text, end)
    return first is None or first.end() != start


def _unwrap(text: str, lines: list[Span]) -> Iterator[Span]:
    """Join lines broken at a width: ones whose neighbour's first word would not have fitted any more."""
    if len(lines) < 2:
        yield from lines
        return
    width = max(_size(line) for line in lines)
    full = [_full(text, line, after, width) for line, after in pairwise(lines)]
    wrapped = _WRAP_LEAST <= width <= _WRAP_MOST and sum(full) * 3 >= len(full) * 2
    if wrapped and len(lines) == 2:
        wrapped = text[lines[1].start].islower() and not _SENTENCE_END.search(lines[0].of(text))
    start = lines[0].start
    for n, line in enumerate(lines):
        if n == len(full) or not (wrapped and full[n]):
            yield Span(start, line.end)
            start = lines[n + 1].start if n < len(full) else line.end


def _full(text: str, line: Span, after: Span, width: int) -> bool:
    word = text[after.start : min(after.end, after.start + width)].split(maxsplit=1)[0]
    return text[after.start] not in _BULLETS and _size(line) + 1 + len(word) > width


def _size(span: Span) -> int:
    return span.end - span.start


def _opener(plain: str, openers: Iterable[str]) -> str | None:
    """Return the first of ``openers`` that ``plain`` starts with as whole words."""
    for opener in openers:
        if plain.startswith(opener) and not plain[len(opener) : len(opener) + 1].isalnum():
            return opener
    return None


def _marked(rest: str) -> bool:
    return not rest.strip() or _SEPARATOR.match(rest) is not None


def _plain(words: str) -> str:
    return " ".join(words.replace("’", "'").casefold().split())


def _letters(plain: str) -> str:
    """Return the letters and digits alone: a full stop after a title is no other title."""
    return "".join(c for c in plain if c.isalnum())


def _clip(words: str) -> str:
    short = " ".join(words.split())
    return short if len(short) <= 60 else short[:59] + "…"


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))
