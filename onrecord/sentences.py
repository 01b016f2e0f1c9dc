"""The sentence around some words, for people who want to see what a finding or an answer rests on."""

from __future__ import annotations

import re

# A full stop after a short word with a capital is taken for an abbreviation's: a sentence too long beats half a one.
_END = re.compile(r"""(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?]["”’]*\s+(?=["“‘]*[A-Z0-9])|\n+""")


def cut_sentence(text: str, begin: int, end: int) -> str:
    """Widen a span to the marks and line breaks that end sentences, without the white space around it.

    >>> cut_sentence("It rained. She said that it would rain. It did.", 25, 38)
    'She said that it would rain.'
    >>> cut_sentence('Mr. Lee asked. "It is," Dr. Roy said.', 16, 18)
    '"It is," Dr. Roy said.'
    """
    stops = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    first = max(stop for stop in stops if stop <= begin)
    last = min(stop for stop in stops if stop >= end)
    return text[first:last].strip()
