import pytest

from ingest.model import QuoteForm
from tests.ingest.statements.reading import extract, words


@pytest.mark.parametrize("author", ["Ana Reyes (@anareyes)", "Ana Reyes (@anareyes), teacher"])
def test_a_post_below_its_author_is_the_author_s(author: str) -> None:
    text = f"{author}\n\nThe bridge is closed again. Take the ferry."
    assert words(text) == [("Ana Reyes", "", "The bridge is closed again. Take the ferry")]
    assert extract(text)[0].quote_form is QuoteForm.DIRECT


def test_a_quotation_after_a_colon_is_the_subject_s() -> None:
    text = "Ana Reyes filmed the same bridge from her roof: “They say it is closed. I say it is gone.”"
    assert ("Ana Reyes", ":", "“They say it is closed. I say it is gone.”") in words(text)


def test_a_quotation_after_a_colon_and_a_noun_alone_is_the_noun_s() -> None:
    text = "The police, late on Tuesday: “No warning was ignored by anybody in the town.”"
    assert words(text) == [("The police", ":", "“No warning was ignored by anybody in the town.”")]


def test_a_quotation_after_a_colon_and_a_thing_is_nobody_s() -> None:
    assert words("The sign on the bridge is old: “No trucks are allowed on this bridge today.”") == []
