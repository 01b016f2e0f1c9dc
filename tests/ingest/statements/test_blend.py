"""Rules and tagger together, with a tagger that says what each test wants, and with the real one on odd texts."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import Attribution, Block, BlockRole, Kind, Span, Stance
from ingest.parse import Parse
from ingest.quotes import Quotations
from ingest.statements import BlendedExtractor
from ingest.tagger import FILE
from ingest.tagger.model import Tagged, load
from tests.ingest.statements.reading import annotator, join, parse
from tests.work import count_calls

REAL = BlendedExtractor(load(FILE))
Words = tuple[str, str, str]


@dataclass(frozen=True)
class Told:
    """A tagger that finds what it is told: source, cue and content as words of the text."""

    found: tuple[tuple[Words, float], ...]
    digest: str = "0" * 64

    def tag(self, parse: Parse, quotations: Quotations) -> Sequence[Tagged]:
        def place(words: str) -> range:
            start = parse.text.index(words)
            inside = parse.between(Span(start, start + len(words)))
            return range(inside[0].i, inside[-1].i + 1)

        return [
            Tagged(place(cue), place(source) if source else None, (place(content),), sure)
            for (source, cue, content), sure in self.found
        ]


def blend(text: str, *found: Words, sure: float = 0.9) -> list[Attribution]:
    return list(BlendedExtractor(Told(tuple((each, sure) for each in found))).extract(parse(text)))


def words(text: str, found: Sequence[Attribution]) -> list[Words]:
    return [(join(text, a.source), join(text, a.cue), join(text, a.content)) for a in found]


def test_where_the_tagger_sees_a_cue_its_spans_hold() -> None:
    text = "Anna Berg, the mayor, has said that the bridge would open in May or June."
    found = blend(text, ("Anna Berg, the mayor,", "has said", "the bridge would open in May"))
    assert words(text, found) == [("Anna Berg", "said", "the bridge would open in May")]
    assert found[0].marked is not None
    assert [join(text, found[0].marked.source), join(text, found[0].marked.cue)] == [
        "Anna Berg, the mayor,",
        "has said",
    ]


def test_what_the_tagger_does_not_see_the_rules_still_find() -> None:
    text = "Anna Berg said that the bridge was safe. Ole Dahl denied that it was."
    found = blend(text, ("Anna Berg", "said", "the bridge was safe"))
    assert [join(text, each.cue) for each in found] == ["said", "denied"]
    assert [each.rule for each in found] == ["tagger", "clause apart"]


def test_who_is_told_comes_from_the_rules() -> None:
    text = "Anna Berg told the council that the bridge was safe."
    [found] = blend(text, ("Anna Berg", "told", "that the bridge was safe"))
    assert join(text, found.addressee) == "the council"


def test_the_complementiser_stands_before_the_content_and_not_in_it() -> None:
    text = "Anna Berg said that the bridge was safe."
    [found] = blend(text, ("Anna Berg", "said", "that the bridge was safe"))
    assert join(text, found.content) == "the bridge was safe"
    assert found.marked is not None
    assert found.marked.that is not None
    assert found.marked.that.of(text) == "that"


def test_a_content_ends_where_its_speaker_goes_on_with_another_cue() -> None:
    text = "Anna Berg said that the bridge was safe and demanded that it be opened."
    found = blend(text, ("Anna Berg", "said", "that the bridge was safe and demanded that it be opened"))
    assert words(text, found) == [
        ("Anna Berg", "said", "the bridge was safe"),
        ("Anna Berg", "demanded", "it be opened"),
    ]


def test_an_unsure_tagger_does_not_take_what_another_is_said_to_have_said_from_them() -> None:
    text = "Anna Berg told the council that the union had refused to work by saying that the bridge was unsafe."
    flat = [
        ("Anna Berg", "told", "that the union had refused to work"),
        ("Anna Berg", "saying", "that the bridge was unsafe"),
    ]
    said = next(each for each in blend(text, *flat, sure=0.5) if join(text, each.cue) == "saying")
    assert join(text, said.source) == "the union"
    assert said.embedded_in is not None
    sure = next(each for each in blend(text, *flat, sure=0.95) if join(text, each.cue) == "saying")
    assert join(text, sure.source) == "Anna Berg"


def test_what_stands_within_another_statement_is_nested() -> None:
    text = "Anna Berg said that Ole Dahl had denied that the bridge was unsafe."
    outer, inner = blend(text, ("Anna Berg", "said", "that Ole Dahl had denied that the bridge was unsafe"))
    assert (inner.rule, inner.embedded_in) == ("clause within", 0)
    assert inner.stance is Stance.DENY
    assert outer.embedded_in is None


def test_a_cue_that_the_lexicon_does_not_know_is_an_attitude_unless_words_are_quoted() -> None:
    text = "Anna Berg championed the bridge. Ole Dahl quipped “not in my name”."
    act, quip = blend(text, ("Anna Berg", "championed", "the bridge"), ("Ole Dahl", "quipped", "“not in my name”"))
    assert (act.kind, act.rule) == (Kind.ATTITUDE, "tagged act")
    assert (quip.kind, quip.rule) == (Kind.STATEMENT, "tagger")


def test_a_saying_without_a_clause_is_an_act() -> None:
    text = "Oslo summoned the ambassador. Oslo warned that the road was closed."
    found = blend(text, ("Oslo", "summoned", "the ambassador"), ("Oslo", "warned", "that the road was closed"))
    assert [each.kind for each in found] == [Kind.ATTITUDE, Kind.STATEMENT]


def test_a_denied_cue_denies() -> None:
    text = "Anna Berg has not confirmed that the bridge is safe."
    [found] = blend(text, ("Anna Berg", "has not confirmed", "that the bridge is safe"))
    assert found.stance is Stance.DENY


def test_the_name_says_which_weights_were_used() -> None:
    assert REAL.name == f"rules+tagger:{REAL.tagger.digest[:12]}"


MARKS = ["“", "”", '"', "''", "«", "»", "‘", "’", "'", "\u00a0", "😀", "שלום", "\u202e", "\n\n", ":", "—", ",", "."]
VERBS = ["Anna Berg said", "she told reporters that", "according to the ministry", "he denied", "it was unsafe", "not"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(MARKS + VERBS), max_size=40).map(" ".join))
def test_any_text_is_read_and_every_span_is_in_it(text: str) -> None:
    for found in REAL.extract(parse(text)):
        for span in found.source + found.cue + found.content + found.addressee:
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text).strip()
        assert 0 <= found.confidence <= 1


@pytest.mark.parametrize(
    "sentence",
    ["“It is so,” she said, adding that he had told her that they refused to go. ", "she said that he said that "],
)
def test_the_work_grows_with_the_text_and_not_with_its_square(sentence: str) -> None:
    def work(times: int) -> int:
        text = sentence * times
        parsed = annotator().parse(text, [Block(Span(0, len(text)), BlockRole.BODY, "")])
        return count_calls(lambda: REAL.extract(parsed))

    assert work(320) < 12 * work(40)
