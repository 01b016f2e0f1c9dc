"""The rules find who is reported to have said what."""

import re
from functools import cache, partial

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import nlp
from ingest.model import Attribution, Block, BlockRole, Kind, QuoteForm, Span, Stance
from ingest.statements import RuleExtractor
from tests.work import count_calls

Found = tuple[str, str, str]


@cache
def annotator() -> nlp.Annotator:
    return nlp.load()


def extract(text: str) -> tuple[Attribution, ...]:
    blocks = [Block(Span(*m.span()), BlockRole.BODY, "a line") for m in re.finditer(r"[^\n]+", text)]
    return RuleExtractor().extract(annotator().parse(text, blocks))


def words(text: str) -> list[Found]:
    def join(spans: tuple[Span, ...]) -> str:
        return " | ".join(s.of(text) for s in spans)

    return [(join(a.source), join(a.cue), join(a.content)) for a in extract(text)]


def test_a_clause_after_its_verb() -> None:
    assert words("The minister said that the border was closed.") == [("The minister", "said", "the border was closed")]


def test_a_quotation_before_its_verb() -> None:
    assert words("“The border is closed,” she said.") == [("she", "said", "“The border is closed,”")]


def test_a_quotation_before_an_inverted_subject() -> None:
    assert words("“The border is closed,” said Anna Berg.") == [("Anna Berg", "said", "“The border is closed,”")]


def test_according_to_takes_the_rest_of_its_sentence() -> None:
    assert words("According to observers, the group has grown stronger.") == [
        ("observers", "According to", "the group has grown stronger")
    ]


def test_polarity_counts_the_negation_of_the_content() -> None:
    [found] = extract("The envoy said the talks did not fail.")
    assert (found.stance, found.polarity, found.quote_form) == (Stance.AFFIRM, Stance.DENY, QuoteForm.INDIRECT)


def test_white_space_alone_has_no_statements() -> None:
    assert extract(" \n\u00a0\n") == ()


def test_whoever_is_told_to_do_something_is_the_addressee() -> None:
    text = "The mayor urged residents to stay at home."
    [found] = extract(text)
    assert [s.of(text) for s in found.addressee] == ["residents"]
    assert [s.of(text) for s in found.content] == ["to stay at home"]


def test_a_passive_without_an_agent_has_no_claimant() -> None:
    text = "The unit is accused of shelling the village."
    [found] = extract(text)
    assert found.source == ()
    assert [s.of(text) for s in found.content] == ["The unit", "of shelling the village"]


def test_reports_that_exist_have_no_claimant() -> None:
    assert words("There are reports that the generals have met the rebels.") == [
        ("", "reports", "the generals have met the rebels")
    ]


def test_a_saying_inside_a_content_is_embedded_in_it() -> None:
    outer, inner = extract("The envoy told the council that the rebels refused to leave the city.")
    assert (outer.lemma, inner.lemma) == ("tell", "refuse")
    assert (outer.embedded_in, inner.embedded_in) == (None, 0)


def test_a_sentence_that_goes_on_with_what_was_told_is_embedded_in_the_telling() -> None:
    found = extract("Berg told the council that Norland had sent troops. However, Norland offered to withdraw them.")
    assert [(a.lemma, a.embedded_in) for a in found] == [("tell", None), ("offer", 0)]


def test_a_quotation_goes_on_after_its_cue() -> None:
    text = "“We will stay,” the general said. “Nobody will move us.”"
    assert words(text) == [("the general", "said", "“We will stay,” | “Nobody will move us.”")]


def test_a_hope_is_an_attitude() -> None:
    [found] = extract("Norland was hopeful that the talks would resume.")
    assert found.kind is Kind.ATTITUDE


def test_what_was_only_possible_is_no_statement() -> None:
    assert extract("The minister would not say that the border was closed.") == ()


def test_appositions_join_the_source_on_request() -> None:
    text = "Anna Berg, the mayor of Norby, said that the bridge was safe."
    parsed = annotator().parse(text, [Block(Span(0, len(text)), BlockRole.BODY, "a line")])
    sources = [RuleExtractor(appositions=whole).extract(parsed)[0].source[0].of(text) for whole in (False, True)]
    assert sources == ["Anna Berg", "Anna Berg, the mayor of Norby"]


PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "''",
        "’",
        "said",
        "that",
        "the envoy",
        "told",
        "according to",
        "😀",
        "\u00a0",
        "\n",
        "قال",
        ",",
        ".",
        ":",
        "is accused of",
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_odd_texts_never_raise_and_spans_slice_them(text: str) -> None:
    for found in extract(text):
        for span in found.source + found.cue + found.content + found.addressee:
            assert span.end <= len(text)
            assert span.of(text).strip()
        assert found.embedded_in is None or found.embedded_in < len(extract(text))


def test_work_grows_with_the_text_and_not_with_its_square() -> None:
    sentence = "“It is so,” she said, adding that he had told her that they refused to go. "
    parses = [
        annotator().parse(t, [Block(Span(0, len(t)), BlockRole.BODY, "a line")])
        for t in (sentence * 40, sentence * 320)
    ]
    extractor = RuleExtractor()
    extractor.extract(parses[0])
    few, many = (count_calls(partial(extractor.extract, parsed)) for parsed in parses)
    assert many < 12 * few


def test_a_speaker_and_a_colon_are_a_statement() -> None:
    assert words("BERG: The bridge is safe and it will stay open.") == [
        ("BERG", ":", "The bridge is safe and it will stay open")
    ]


def test_a_post_is_shown_without_a_cue() -> None:
    text = "The bridge stays open tonight. — Anna Berg (@annaberg)"
    assert words(text) == [("Anna Berg", "", "The bridge stays open tonight")]
    assert extract(text)[0].quote_form is QuoteForm.DIRECT
