"""The sentence around some words, for people who want to see what a finding or an answer rests on."""

from __future__ import annotations

import re

_END = re.compile(r'[.!?]["”’]?\s+|\n+')


def cut_sentence(text: str, begin: int, end: int) -> str:
    """Widen a span to the marks and line breaks that end sentences, without the white space around it.

    >>> cut_sentence("It rained. She said that it would rain. It did.", 25, 38)
    'She said that it would rain.'
    """
    stops = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    first = max(stop for stop in stops if stop <= begin)
    last = min(stop for stop in stops if stop >= end)
    return text[first:last].strip()
