"""The rules find who is reported to have said what."""

import re
from functools import cache

from ingest import nlp
from ingest.model import Attribution, Block, BlockRole, QuoteForm, Span, Stance
from ingest.statements import RuleExtractor

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
