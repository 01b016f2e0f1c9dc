from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import divide
from ingest.model import BlockRole, Span
from tests.work import count_calls

PAGE = """World Desk Online

  • youtube
  • facebook

Norway and Sweden sign a pact on rail freight

Two ministers shake hands in Oslo. (Photo Credit : Handout)

By Kari Nordmann

The pact was signed on Monday, the ministry said.

Also Read : Freight prices rise again

It takes effect in June.

© 2024 Example Wire. All rights reserved."""


def roles(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(block.role.value, block.span.of(text)) for block in divide(text, title)]


def test_a_page_comes_apart_into_its_roles() -> None:
    assert [role for role, _ in roles(PAGE)] == [
        "chrome",
        "chrome",
        "chrome",
        "headline",
        "caption",
        "byline",
        "body",
        "teaser",
        "body",
        "chrome",
    ]


def test_every_block_says_why() -> None:
    reasons = {block.span.of(PAGE)[:9]: block.reason for block in divide(PAGE)}
    assert reasons["Also Read"] == "starts with 'Also Read'"
    assert reasons["Two minis"] == "ends with the picture credit '(Photo Credit : Handout)'"
    assert reasons["By Kari N"] == "'By' and a name"


@given(st.text(alphabet=st.sampled_from('aB .\n\r\t\u00a0•"“”(:)é\u2028'), max_size=200))
def test_nothing_is_lost_or_counted_twice(text: str) -> None:
    blocks = divide(text)
    end = 0
    for block in blocks:
        assert not text[end : block.span.start].strip()
        assert block.span.start >= end
        assert block.span.of(text) == block.span.of(text).strip()
        end = block.span.end
    assert not text[end:].strip()


def test_no_break_spaces_stay_within_a_block() -> None:
    text = "He\u00a0 said\u00a0so.\n\u00a0\nThey left."
    assert roles(text) == [("body", "He\u00a0 said\u00a0so."), ("body", "They left.")]


def test_a_given_title_marks_the_line_that_repeats_it() -> None:
    text = "Economy section\n\nRates  held\n\nThe bank held rates, it said."
    assert [role for role, _ in roles(text, "RATES HELD")] == ["chrome", "headline", "body"]


def test_a_title_with_the_sites_name_still_marks_its_line() -> None:
    text = "Latest from the region\n\nBank holds its main rate\n\nThe bank held rates, it said."
    assert [role for role, _ in roles(text, "Bank holds its main rate | Example Wire")] == ["body", "headline", "body"]


def test_a_short_headline_is_taken_where_there_is_no_longer_one() -> None:
    assert [role for role, _ in roles("Money News\n\nRates held steady\n\nThe bank held rates, it said.")] == [
        "chrome",
        "headline",
        "body",
    ]


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    text = (
        "The committee heard on Tuesday that the bridge over the strait would\n"
        "open in the spring, two years later than the government had promised.\n"
        "Its chair called that a disappointment.\n\nNobody else spoke."
    )
    assert [len(part.split("\n")) for _, part in roles(text)] == [3, 1]


def test_single_line_breaks_part_paragraphs() -> None:
    text = "The first sentence stands here.\nAnother, rather longer one, stands on this second line.\nThird."
    assert len(divide(text)) == 3


@pytest.mark.parametrize(
    "sentence",
    [
        "Related talks in Geneva failed, officials said.",
        "Also read out was a letter from the governor.",
        "By Monday the ministry had withdrawn the bill.",
        "Photo evidence was shown to the court, the judge said.",
        "Watch towers were built along the border.",
        "Published figures show a fall, the bank said.",
        "Facebook and Twitter denied the claim.",
        "The deal covers rail (and, from 2026, road).",
        "The suspect was in court (the images were shown there).",
        "He retired in May 2019.",
        "Officials in 12 states said no",
        "The ministry shared nothing (photo not available).",
        "Author Ann Example said she was surprised",
        "Updated figures show growth",
        "30,000.",
        "No.",
    ],
)
def test_sentences_that_look_like_furniture_still_speak(sentence: str) -> None:
    assert [block.role for block in divide(f"The bill passed on Friday.\n\n{sentence}")][1] is BlockRole.BODY


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("ALSO READ | Harbour reopens after strike", BlockRole.TEASER),
        ("Also Read Harbour reopens after strike", BlockRole.TEASER),
        ("Watch: Harbour reopens after strike", BlockRole.TEASER),
        ("(Reporting by A. Example; Editing by B. Example)", BlockRole.BYLINE),
        ("Updated: 3 March 2024, 10:15 IST", BlockRole.BYLINE),
        ("The harbour at dawn. REUTERS/Ann Example", BlockRole.CAPTION),
        ("The harbour at dawn | Getty Images", BlockRole.CAPTION),
        ("File photo: the harbour", BlockRole.CAPTION),
        ("Share this article", BlockRole.CHROME),
        ("Facebook Twitter WhatsApp", BlockRole.CHROME),
        ("4 min read", BlockRole.CHROME),
        ("The harbour at dawn (photo by Ann Example)", BlockRole.CAPTION),
        ("The harbour at dawn (File photo)", BlockRole.CAPTION),
        ("The harbour at dawn [Image AFP]", BlockRole.CAPTION),
        ("Updated March 3, 2024", BlockRole.BYLINE),
        ("Written by Ann Example", BlockRole.BYLINE),
        ("KABUL, March 3, 2024", BlockRole.BYLINE),
        ("3 March 2024, 10:15 am IST", BlockRole.BYLINE),
        ("* * *", BlockRole.CHROME),
    ],
)
def test_furniture_is_set_aside(line: str, role: BlockRole) -> None:
    blocks = divide(f"The bill passed on Friday.\n\n{line}\n\nIt takes effect in June.")
    assert [block.role for block in blocks] == [BlockRole.BODY, role, BlockRole.BODY]


def test_lines_under_a_teaser_heading_are_teasers() -> None:
    text = "The bill passed on Friday.\n\nRelated stories\n• Harbour reopens\n• Prices rise\n\nIt takes effect in June."
    assert [role for role, _ in roles(text)] == ["body", "teaser", "teaser", "teaser", "body"]


def test_paragraphs_the_format_names_are_kept() -> None:
    text = "One line\nstill the same paragraph. Then more."
    assert [block.span for block in divide(text, paragraphs=(Span(0, len(text)),))] == [Span(0, len(text))]


def test_an_empty_text_has_no_blocks() -> None:
    assert divide("") == divide(" \n\u00a0\n") == ()


@pytest.mark.parametrize("piece", ["a", "(", "• ", "word ", "word.\n", "\n", "a\n", '"', "Photo ("])
@pytest.mark.timeout(200)
def test_the_work_grows_with_the_text_and_not_with_its_square(piece: str) -> None:
    few, many = (count_calls(partial(divide, piece * (size // len(piece)))) for size in (10_000, 100_000))
    assert many < 15 * few


def test_the_seed_article_comes_apart(gold: Path) -> None:
    text = (gold / "seed" / "article.txt").read_text(encoding="utf-8")
    found = [role for role, _ in roles(text)]
    assert found == ["chrome"] * 4 + ["headline", "caption"] + ["body"] * 4 + ["teaser"] + ["body"] * 3 + ["teaser"]


def test_a_line_that_repeats_the_title_and_ends_it_with_a_full_stop_is_the_headline() -> None:
    assert roles("Talks fail in Norby.\n\nThe talks failed on Monday.", "Talks Fail in Norby")[0][0] == "headline"
