"""Datelines: the town, day and agency before the first sentence of a report."""

from __future__ import annotations

import re
from itertools import islice

_UP = "A-ZÀ-ÖØ-ÞĀ-ž"
"""Capitals of European languages; those of Latin Extended-A stand in pairs with their small letters."""

_TOWN = rf"[{_UP}][{_UP}.'’-]{{2,}}(?:[ ][{_UP}][{_UP}.'’-]+){{0,3}}"
_TWO = rf"[{_UP}]{{2,}}[ ][{_UP}.'’-]{{2,}}(?:[ ][{_UP}][{_UP}.'’-]+){{0,3}}"
_SMALL = r"[A-Z][a-zà-ž'’-]+(?:[ ][A-Z][a-zà-ž'’-]+){0,2}"
_REGION = r"(?:,[ ]?[A-Z][\w.]+(?:[ ][A-Z][\w.]+){0,3})?"
_DAY = r"(?:[A-Z][a-z]{2,8}\.?[ ]\d{1,2}|\d{1,2}[ ][A-Z][a-z]{2,8}\.?)(?:,?[ ]\d{4})?"
_AGENCY = r"(?:\([^()\n]{2,40}\)|/[^/\n]{2,40}/)"
_END = r"[ ]?(?:—|–|--|-|_)\s+"
_PLAIN = rf"(?:{_TOWN}|{_TWO})(?:/(?:{_TOWN}|{_TWO})){{0,2}}{_REGION}"

DATELINE = re.compile(
    rf"{_PLAIN}(?:,[ ]{_DAY})?,?[ ]?(?:{_AGENCY}[ ]?)?{_END}"
    rf"|{_PLAIN},[ ]{_DAY}\.[ ](?=By[ ])"
    rf"|{_PLAIN}(?:,[ ]{_DAY})?:\s+(?=[A-Z“\"'‘])"
    rf"|{_PLAIN}\.[ ]{_DAY}\.?[ ](?:[A-Z][\w.-]*[ ]){{0,3}}(?:—|–|--|-)\s+"
    rf"|{_SMALL}{_REGION},[ ]{_DAY}[ ]?(?:{_AGENCY}[ ]?)?{_END}"
    rf"|{_SMALL}{_REGION}[ ]{_AGENCY}{_END}"
    rf"|{_SMALL},[ ]{_DAY}\.[ ](?=[A-Z“\"])"
)
"""A town in capitals, perhaps with its state, a day and an agency, and a dash or a colon: "LAGOS, Nigeria (Agency) - ".

A town in small letters needs the day or the agency: "Amman, Nov. 6 (Agency) -- ". A name in capitals and a colon is
the same as a turn of a transcript has, which ``opening`` tells apart.
"""


def opening(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the dateline that a block begins with.

    >>> opening("NAGPUR: The watchman was beaten, police said.", 0, 44)[0]
    'NAGPUR: '
    >>> opening("SEO: We knew.", 0, 13) is None
    True
    """
    found = DATELINE.match(text, start, end)
    if found and found[0].rstrip().endswith(":"):
        head = start <= HEAD and not any(turn.start() != start for turn in islice(TURN.finditer(text), TURNS))
        return found if head and end - found.end() >= LEAST else None
    return found


HEAD = 600
"""How many characters into a page a town with a colon is taken for a dateline."""

LEAST = 30
"""How many characters a sentence after "TOWN:" has at least."""

TURN = re.compile(r"^[A-Z][A-Z.'’ -]{1,30}:\s", re.MULTILINE)
"""How a turn of a transcript begins; a page that has others has no dateline with a colon."""

TURNS = 4
