"""The text of an article cut into pieces, so that every span on record can be found and seen in it.

An element of a page cannot overlap another halfway. Where a span begins within another and outlasts it, the other is
shown in two elements, of which the second stands within the new one; each span is found at the place where it begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

_MOST_SPLIT: Final = 20
"""So many spans are shown in two parts for one that outlasts them; where there are more, it ends with them."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A span of code points, the name it is found under (empty for none), what it is, and what to say of it."""

    start: int
    end: int
    anchor: str
    roles: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A mark that stands at the end of something, and where it leads."""

    at: int
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Piece:
    """What comes next: some text, the start or the end of a highlight, or a note.

    ``tag`` is the element of a highlight: what somebody said is marked, anything else is only told apart.
    """

    kind: Literal["text", "open", "close", "note"]
    text: str = ""
    anchor: str = ""
    roles: str = ""
    address: str = ""
    title: str = ""
    tag: Literal["span", "mark"] = "span"


def mark(text: str, highlights: Iterable[Highlight], notes: Sequence[Note] = ()) -> tuple[Piece, ...]:
    """Cut a text into pieces. Their texts joined, notes left out, are the text.

    Examples
    --------
    >>> [piece.text or piece.kind for piece in mark("He said no.", [Highlight(3, 7, "char=3,7", ("cue",))])]
    ['He ', 'open', 'said', 'close', ' no.']
    """
    cutting = _Cutting(text, notes)
    inside = (h for h in highlights if 0 <= h.start < h.end <= len(text))
    for highlight in sorted(inside, key=lambda h: (h.start, -h.end)):
        cutting.begin(highlight)
    cutting.move(len(text))
    return tuple(cutting.pieces)


class _Cutting:
    """The pieces so far, and the highlights that are open: each ends no later than the one before it."""

    def __init__(self, text: str, notes: Sequence[Note]) -> None:
        self.pieces: list[Piece] = []
        self._text = text
        self._waiting = sorted(notes, key=lambda note: note.at, reverse=True)
        self._at = 0
        self._open: list[tuple[Highlight, int]] = []

    def begin(self, highlight: Highlight) -> None:
        """Open a highlight; those that it outlasts go on within it."""
        self.move(highlight.start)
        outlasted = 0
        while outlasted < len(self._open) and self._open[-1 - outlasted][1] < highlight.end:
            outlasted += 1
        if outlasted > _MOST_SPLIT:
            self._push(highlight, self._open[-1][1])
            return
        again = [self._pop() for _ in range(outlasted)]
        self._push(highlight, highlight.end)
        for each, end in reversed(again):
            self._push(each, end, again=True)

    def move(self, to: int) -> None:
        """Write the text up to a place, and the ends of what is open until there."""
        while self._open and self._open[-1][1] <= to:
            self._write(self._open[-1][1])
            self._pop()
        self._write(to)

    def _push(self, highlight: Highlight, end: int, *, again: bool = False) -> None:
        anchor = "" if again else highlight.anchor
        tag: Literal["span", "mark"] = "mark" if "content" in highlight.roles else "span"
        self.pieces.append(
            Piece("open", anchor=anchor, roles=" ".join(highlight.roles), title=highlight.title, tag=tag)
        )
        self._open.append((highlight, end))

    def _pop(self) -> tuple[Highlight, int]:
        highlight, end = self._open.pop()
        self.pieces.append(Piece("close", tag="mark" if "content" in highlight.roles else "span"))
        return highlight, end

    def _write(self, to: int) -> None:
        while self._waiting and self._waiting[-1].at <= to:
            note = self._waiting.pop()
            self._say(note.at)
            self.pieces.append(Piece("note", text=note.words, address=note.address))
        self._say(to)

    def _say(self, to: int) -> None:
        if to > self._at:
            self.pieces.append(Piece("text", text=self._text[self._at : to]))
            self._at = to
