import numpy as np
import pytest

from ingest.tagger.decode import (
    CONTENT,
    SOURCE,
    Scores,
    Settings,
    choose_roles,
    find_cues,
    log_softmax,
    read_roles,
    runs,
)


def scores(*rows: tuple[float, ...]) -> Scores:
    return np.array(rows, dtype=np.float32)


def test_a_cue_begins_where_it_is_likely_to_and_goes_on_while_it_is_likely_to() -> None:
    found = find_cues(scores((5, 0, 0), (0, 5, 0), (0, 0, 5), (5, 0, 0), (0, 5, 0)), 0.4)
    assert [cue for cue, _ in found] == [range(1, 3), range(4, 5)]
    assert all(share > 0.9 for _, share in found)


def test_nothing_likely_is_no_cue() -> None:
    assert find_cues(scores((5, 0, 0), (5, 0, 0)), 0.4) == []


def roles(*rows: tuple[float, float, float], bounds: dict[tuple[int, int], float] | None = None) -> Scores:
    given = np.full((1, len(rows), 7), -8.0, dtype=np.float32)
    given[0, :, :3] = rows
    for (word, column), value in (bounds or {}).items():
        given[0, word, 3 + column] = value
    return given


def test_the_words_of_a_cue_have_no_role() -> None:
    path, _ = choose_roles(roles((0, 5, 0), (0, 0, 5), (0, 0, 5)), [3], [range(1, 2)], 0.0)
    assert list(path[0]) == [SOURCE, 0, CONTENT]


def test_a_span_ends_where_an_end_is_seen_and_not_at_one_doubtful_word() -> None:
    doubtful = roles((5, 0, 0), (0, 0, 5), (0.4, 0, 0), (0, 0, 5), bounds={(1, 2): 6, (3, 3): 6})
    assert list(choose_roles(doubtful, [4], [range(1)], 0.0)[0][0]) == [0, CONTENT, 0, CONTENT]
    assert list(choose_roles(doubtful, [4], [range(1)], 1.0)[0][0]) == [0, CONTENT, CONTENT, CONTENT]


def test_what_is_only_there_to_fill_up_has_no_role() -> None:
    path, _ = choose_roles(roles((5, 0, 0), (0, 0, 5), (0, 0, 5)), [2], [range(1)], 0.0)
    assert list(path[0]) == [0, CONTENT, 0]


def test_small_gaps_are_joined_but_not_over_the_cue_or_another_role() -> None:
    marks = np.array([1, 0, 1, 0, 1, 0, 1], dtype=bool)
    none = np.zeros(7, dtype=bool)
    assert runs(marks, range(0), none, 2) == [range(7)]
    assert runs(marks, range(3, 4), none, 2) == [range(3), range(4, 7)]
    barrier = np.array([0, 1, 0, 0, 0, 0, 0], dtype=bool)
    assert runs(marks, range(0), barrier, 2) == [range(1), range(2, 7)]


def test_a_cue_without_content_says_nothing() -> None:
    path = np.array([SOURCE, 0, 0])
    assert read_roles(path, log_softmax(scores((0, 5, 0), (5, 0, 0), (5, 0, 0))), range(1, 2), Settings()) is None


def test_a_cue_has_one_source_the_likeliest() -> None:
    own = log_softmax(scores((0, 1, 0), (5, 0, 0), (5, 0, 0), (5, 0, 0), (0, 9, 0), (0, 0, 5)))
    found = read_roles(np.array([SOURCE, 0, 0, 0, SOURCE, CONTENT]), own, range(1, 2), Settings())
    assert found is not None
    assert found.source == range(4, 5)
    assert found.contents == (range(5, 6),)


def test_confidence_follows_the_curve() -> None:
    settings = Settings(calibration=((0.0, 0.0), (0.5, 0.2), (1.0, 0.9)))
    assert [settings.calibrate(sure) for sure in (0.0, 0.25, 0.5, 1.0)] == pytest.approx([0.0, 0.1, 0.2, 0.9])
