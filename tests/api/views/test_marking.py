from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.views.marking import Highlight, Note, Piece, mark


def write(pieces: tuple[Piece, ...]) -> str:
    marks = {"open": "[", "close": "]"}
    return "".join(f"({p.text})" if p.kind == "note" else marks.get(p.kind, "") + p.text for p in pieces)


def spans(*bounds: tuple[int, int]) -> list[Highlight]:
    return [Highlight(start, end, f"char={start},{end}") for start, end in bounds]


def test_spans_stand_inside_one_another() -> None:
    assert write(mark("0123456789", spans((2, 4), (0, 8), (2, 8)))) == "[01[[23]4567]]89"


def test_a_span_that_crosses_another_goes_on_to_its_end() -> None:
    pieces = mark("0123456789", spans((0, 5), (3, 8)))
    assert write(pieces) == "[012][[34]567]89"
    assert [piece.anchor for piece in pieces if piece.kind == "open"] == ["char=0,5", "char=3,8", ""]


def test_several_that_are_crossed_go_on_in_the_same_order() -> None:
    assert write(mark("0123456789", spans((0, 9), (1, 5), (2, 4), (3, 8)))) == "[0[1[2]][[[3]4]567]8]9"


def test_a_span_that_crosses_very_many_ends_with_them() -> None:
    pieces = mark("x" * 100, spans(*((n, 60 - n) for n in range(25)), (26, 90)))
    assert len([piece for piece in pieces if piece.kind == "open"]) == 26


def test_what_was_said_is_marked() -> None:
    tags = [piece.tag for piece in mark("so be it", [Highlight(0, 2, "", ("cue",)), Highlight(3, 8, "", ("content",))])]
    assert tags == ["span", "span", "span", "span", "mark", "span", "mark"]


def test_a_note_stands_at_the_end_of_what_it_is_about() -> None:
    assert write(mark("He said no. Yes.", spans((8, 10)), [Note(10, "1", "/a"), Note(16, "2", "/b")])) == (
        "He said [no(1)]. Yes.(2)"
    )


def test_spans_that_the_text_has_not_are_passed_over() -> None:
    assert write(mark("short", spans((3, 9), (-1, 2), (4, 4), (3, 1)))) == "short"


bounds = st.tuples(st.integers(-2, 40), st.integers(-2, 40))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=40), st.lists(bounds, max_size=12), st.lists(st.integers(0, 45), max_size=4))
def test_no_letter_is_lost_and_what_opens_closes(text: str, given: list[tuple[int, int]], at: list[int]) -> None:
    pieces = mark(text, spans(*given), [Note(place, "n", "/") for place in at])
    assert "".join(piece.text for piece in pieces if piece.kind == "text") == text
    depth = 0
    for piece in pieces:
        depth += (piece.kind == "open") - (piece.kind == "close")
        assert depth >= 0
    assert depth == 0


@given(st.text(min_size=1, max_size=40), st.lists(bounds, max_size=12))
def test_every_span_begins_where_it_says(text: str, given: list[tuple[int, int]]) -> None:
    place = 0
    for piece in mark(text, spans(*given)):
        if piece.kind == "open" and piece.anchor:
            assert piece.anchor.startswith(f"char={place},")
        place += len(piece.text)


@given(st.text(min_size=1, max_size=40), st.lists(bounds, max_size=12))
def test_every_letter_stands_in_the_spans_that_hold_it(text: str, given: list[tuple[int, int]]) -> None:
    highlights = [
        Highlight(start, end, "", (str(number),))
        for number, (start, end) in enumerate(given)
        if 0 <= start < end <= len(text)
    ]
    place, open_now = 0, list[str]()
    for piece in mark(text, highlights):
        if piece.kind == "open":
            open_now.append(piece.roles)
        elif piece.kind == "close":
            open_now.pop()
        else:
            for at in range(place, place + len(piece.text)):
                assert sorted(open_now) == sorted(h.roles[0] for h in highlights if h.start <= at < h.end)
            place += len(piece.text)
