"""What people type to search, understood once: for the index as FTS5 has it, and for engines without one.

::

    flood relief        both words, anywhere
    "flood relief"      next to each other, in this order
    parliament*         words that begin so
    flood OR storm      either; it binds looser than what stands side by side
    flood -storm        the first and not the second

Whatever else is typed is letters of words or nothing, so that no text is ever an error of FTS5's own syntax.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import category

from api.errors import BadRequest

_MOST_TERMS = 32
_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_HELP = 'give words, "words in a row", a beginning*, one OR another, and -none of these'


@dataclass(frozen=True, slots=True)
class Term:
    """A word, a row of words, or the beginning of one."""

    words: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """Alternatives, each of terms that must all be there and terms that must not."""

    alternatives: tuple[tuple[tuple[Term, ...], tuple[Term, ...]], ...]

    def to_fts(self) -> str:
        """Write the search for FTS5 (its documentation, section 3), every word as a string.

        Examples
        --------
        >>> read_search('flood OR "storm NOT" -rain*').to_fts()
        '("flood") OR (("storm NOT") NOT "rain" *)'
        """
        return " OR ".join(f"({_write(wanted, unwanted)})" for wanted, unwanted in self.alternatives)

    def terms(self) -> tuple[Term, ...]:
        """Give every term, the wanted and the unwanted ones of each alternative in turn."""
        return tuple(term for wanted, unwanted in self.alternatives for term in (*wanted, *unwanted))


def read_search(text: str) -> Search:
    """Read what was typed.

    Raises
    ------
    BadRequest
        It names nothing to look for, a quotation mark is missing, or there are too many words.

    Examples
    --------
    >>> read_search('"flood relief" parl*').alternatives[0][0]
    (Term(words='flood relief', prefix=False), Term(words='parl', prefix=True))
    """
    if any(category(character) in {"Cc", "Cs"} and not character.isspace() for character in text):
        raise BadRequest(f"the search {text!r} holds a control character; {_HELP}")
    if text.count('"') % 2:
        raise BadRequest(f"a quotation mark is missing in the search {text!r}; {_HELP}")
    alternatives: list[tuple[list[Term], list[Term]]] = [([], [])]
    number = 0
    for match in _TERM.finditer(text):
        if match["word"] == "OR" and not match["minus"]:
            alternatives.append(([], []))
            continue
        term = _read_term(match, text)
        if term is not None:
            number += 1
            alternatives[-1][bool(match["minus"])].append(term)
    if number > _MOST_TERMS:
        raise BadRequest(f"the search has {number} words and {_MOST_TERMS} are allowed; leave some out")
    if not all(wanted for wanted, _ in alternatives):
        raise BadRequest(f"the search {text!r}, or one side of an OR in it, has no word to look for; {_HELP}")
    return Search(tuple((tuple(wanted), tuple(unwanted)) for wanted, unwanted in alternatives))


def _read_term(match: re.Match[str], text: str) -> Term | None:
    words = match["phrase"] if match["phrase"] is not None else match["word"]
    prefix = match["phrase"] is None and words.endswith("*")
    words = words.rstrip("*") if prefix else words
    if any(character.isalnum() for character in words):
        return Term(" ".join(words.split()), prefix)
    if prefix:
        raise BadRequest(f"a star follows no letter in the search {text!r}; {_HELP}")
    return None  # a dash between words, a lone comma


def _write(wanted: tuple[Term, ...], unwanted: tuple[Term, ...]) -> str:
    found = " AND ".join(map(_quote, wanted))
    for term in unwanted:
        found = f"({found}) NOT {_quote(term)}"
    return found


def _quote(term: Term) -> str:
    words = term.words.replace('"', '""')
    return f'"{words}" *' if term.prefix else f'"{words}"'
