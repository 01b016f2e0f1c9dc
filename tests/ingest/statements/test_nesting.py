"""A statement told inside another knows which (STATEMENTS 19)."""

from ingest.model import QuoteForm
from tests.ingest.statements.reading import extract, join, words


def nesting(text: str) -> list[tuple[str, int | None]]:
    return [(found.lemma, found.embedded_in) for found in extract(text)]


def test_a_saying_inside_a_content_is_embedded_in_it() -> None:
    assert nesting("The envoy told the council that the rebels refused to leave.") == [("tell", None), ("refuse", 0)]


def test_the_innermost_content_counts() -> None:
    assert nesting("Berg said that Holm had told the court that Lund promised to pay.") == [
        ("say", None),
        ("tell", 0),
        ("promise", 1),
    ]


def test_a_sentence_that_goes_on_with_what_was_told_is_embedded_in_the_telling() -> None:
    text = "Berg told the council that Norland had sent troops. However, Norland offered to withdraw them."
    assert nesting(text) == [("tell", None), ("offer", 0)]


def test_a_sentence_of_another_speaker_is_not() -> None:
    text = "Berg told the council that Norland had sent troops. Holm offered to withdraw them."
    assert nesting(text) == [("tell", None), ("offer", None)]


def test_a_demand_that_somebody_rejects_is_not_told_by_whoever_rejects_it() -> None:
    assert nesting("The court rejected Norland's demand that Lund should leave.") == [
        ("reject", None),
        ("demand", None),
    ]


def test_a_promise_that_is_only_demanded_was_not_made() -> None:
    assert nesting("Berg had demanded that Norland promise never to arm.") == [("demand", None)]


def test_a_saying_inside_a_quotation_keeps_to_its_marks() -> None:
    text = "“We asked the master and he told us ‘the boat sank’ so we turned back,” Captain Lund said."
    told, said = extract(text)
    assert (told.embedded_in, said.embedded_in) == (1, None)
    assert join(text, told.content) == "‘the boat sank’"


def test_a_telling_that_goes_on_freely_has_the_same_source() -> None:
    text = "Berg said the talks had failed. She would not return to Geneva."
    assert words(text)[1] == ("Berg", "", "She would not return to Geneva")
    assert extract(text)[1].quote_form is QuoteForm.FREE_INDIRECT
