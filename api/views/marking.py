"""The text of an article cut into pieces, so that every span on record can be found and seen in it.

An element of a page cannot overlap another halfway. A span that would is shown up to the end of the one around it;
it keeps its place, and its address still leads there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Highlight:
    """A span of code points, the name it is found under (empty for none), and what it is."""

    start: int
    end: int
    anchor: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A mark that stands at the end of something, and where it leads."""

    at: int
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Piece:
    """What comes next: some text, the start or the end of a highlight, or a note."""

    kind: Literal["text", "open", "close", "note"]
    text: str = ""
    anchor: str = ""
    roles: str = ""
    address: str = ""


def mark(text: str, highlights: Iterable[Highlight], notes: Sequence[Note] = ()) -> tuple[Piece, ...]:
    """Cut a text into pieces. Their texts joined, notes left out, are the text.

    Examples
    --------
    >>> [piece.text or piece.kind for piece in mark("He said no.", [Highlight(3, 7, "char=3,7", ("cue",))])]
    ['He ', 'open', 'said', 'close', ' no.']
    """
    pieces: list[Piece] = []
    ends: list[int] = []
    waiting = sorted(notes, key=lambda note: note.at, reverse=True)
    at = 0

    def move(to: int) -> None:
        nonlocal at
        while ends and ends[-1] <= to:
            write(ends.pop())
            pieces.append(Piece("close"))
        write(to)

    def write(to: int) -> None:
        nonlocal at
        while waiting and waiting[-1].at <= to:
            note = waiting.pop()
            say(note.at)
            pieces.append(Piece("note", text=note.words, address=note.address))
        say(to)

    def say(to: int) -> None:
        nonlocal at
        if to > at:
            pieces.append(Piece("text", text=text[at:to]))
            at = to

    inside = (h for h in highlights if 0 <= h.start < h.end <= len(text))
    for highlight in sorted(inside, key=lambda h: (h.start, -h.end)):
        move(highlight.start)
        pieces.append(Piece("open", anchor=highlight.anchor, roles=" ".join(highlight.roles)))
        ends.append(min(highlight.end, ends[-1]) if ends else highlight.end)
    move(len(text))
    return tuple(pieces)
