r"""Escapes of characters in a query, such as ``\u0022``: where they may stand, and written so that engines agree.

SPARQL 1.1 puts the character in the place of its escape before anything else is read (SPARQL 1.1 Query, section 19.2),
so that one may open a group or end a string. SPARQL 1.2 has them in strings and IRIs alone, where a character is a
character. Engines differ accordingly; here they mean what 1.2 says, and what 1.1 could take for syntax is refused or
written in another way.
"""

from __future__ import annotations

import re

from api.errors import QueryRefused
from api.lexer import Sort, tokens
from api.store.updates import part_escapes

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_IN_STRING = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)", re.DOTALL)
_ENDING = frozenset(" \"'\\<>{}|^`")
_SHORT = {'"': r"\"", "'": r"\'", "\\": r"\\", "\n": r"\n", "\r": r"\r"}


def refuse_escapes(text: str) -> None:
    r"""Make sure that no escape stands where engines differ on whether it is syntax.

    Raises
    ------
    QueryRefused
        One does: outside of strings and IRIs, or one in an IRI of what could not stand there itself.

    Examples
    --------
    >>> refuse_escapes(r'SELECT * { ?s ?p "\u0022" }')
    """
    risky = {match.start(): _decode(match) for match in _ESCAPE.finditer(text) if _decode(match).isascii()}
    if not risky:
        return
    for sort, word, start in tokens(text):
        if sort in (Sort.IRI, Sort.STRING):
            for match in _ESCAPE.finditer(word):
                character = _decode(match)
                if sort is Sort.STRING or (character not in _ENDING and character.isprintable()):
                    risky.pop(start + match.start(), None)
    for start, character in risky.items():
        raise QueryRefused(f"the escape at offset {start} hides {character!r}; write the character itself")


def settle_escapes(text: str) -> str:
    r"""Write what could end a string in such a way that engines of either reading take it for a part of the string.

    Examples
    --------
    >>> print(settle_escapes(r'ASK { ?s ?p "\u0022\u000A\u005Cu0061" }'))
    ASK { ?s ?p "\"\n\\\u00750061" }
    """
    if not _ESCAPE.search(text):
        return text
    parts, done = list[str](), 0
    for sort, word, start in tokens(text):
        if sort is Sort.STRING:
            parts += (text[done:start], part_escapes(_IN_STRING.sub(_shorten, word)))
            done = start + len(word)
    return "".join([*parts, text[done:]])


def _shorten(match: re.Match[str]) -> str:
    return _SHORT.get(_decode(match), match[0]) if match[1] or match[2] else match[0]


def _decode(match: re.Match[str]) -> str:
    return chr(min(int(match[1] or match[2], 16), 0x10FFFF))
