"""The rules stand up to any text, and read what STATEMENTS 1 calls a statement: speech in every shape."""

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import Block, BlockRole, QuoteForm, Span
from ingest.statements import RuleExtractor
from tests.ingest.statements.reading import annotator, extract, join, only, words
from tests.work import count_calls


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The minister said that the border was closed.", "The minister", "said", "the border was closed"),
        ("“The border is closed,” she said.", "she", "said", "“The border is closed,”"),
        ("“The border is closed,” said Anna Berg.", "Anna Berg", "said", "“The border is closed,”"),
        ("“Is the road safe?” asked Berg.", "Berg", "asked", "“Is the road safe?”"),
        ("Berg said in a statement: “The road is safe.”", "Berg", "said", "“The road is safe.”"),
        ("According to observers, the group has grown.", "observers", "According to", "the group has grown"),
        ("The minister denied that the plant had leaked.", "The minister", "denied", "the plant had leaked"),
        ("She refused to sign the treaty.", "She", "refused", "to sign the treaty"),
        ("The rebels threatened to march on the city.", "The rebels", "threatened", "to march on the city"),
        ("The president vowed never to yield.", "The president", "vowed", "never to yield"),
        ("The union demanded higher wages.", "The union", "demanded", "higher wages"),
        ("Critics called the plan a disaster.", "Critics", "called", "the plan a disaster"),
        ("Berg accused Holm of lying.", "Berg", "accused", "Holm of lying"),
        ("The council condemned the raid as cowardly.", "The council", "condemned", "the raid as cowardly"),
        ("The court ruled that the law was void.", "The court", "ruled", "the law was void"),
        ("The two sides agreed to reopen the border.", "The two sides", "agreed", "to reopen the border"),
        ("Figures showed that prices had risen by 4%.", "Figures", "showed", "prices had risen by 4%"),
        ("BERG: The bridge is safe and will stay open.", "BERG", ":", "The bridge is safe and will stay open"),
        ("The minister ruled out a ban.", "The minister", "ruled out", "a ban"),
        ("The minister called for a ban.", "The minister", "called for", "a ban"),
        ("The minister expressed concern about the delay.", "The minister", "expressed", "concern about the delay"),
        ("The road was closed, as the minister put it.", "the minister", "put it", "The road was closed"),
        ("As reported by the Post, the road was closed.", "the Post", "reported", "the road was closed"),
        ("Berg did say the road was safe.", "Berg", "say", "the road was safe"),
        ("Berg made clear that the road was safe.", "Berg", "made clear", "the road was safe"),
        ("Berg called him a liar for denying it.", "Berg", "called", "him a liar for denying it"),
        ("Later on “Morning Talk,” Berg questioned the plan.", "Berg", "questioned", "the plan"),
        ("The envoys urged restraint.", "The envoys", "urged", "restraint"),
        ("Holm put the delay down to frost.", "Holm", "put | down", "the delay | to frost"),
        ("The miller debunked the rumour.", "The miller", "debunked", "the rumour"),
        ("The union insisted on a pay rise.", "The union", "insisted on", "a pay rise"),
        ("The judge held that the deed was void.", "The judge", "held", "the deed was void"),
        ("“You paid for snow,” scoffed Holm.", "Holm", "scoffed", "“You paid for snow,”"),
        ("The trader let slip that the wells were dry.", "The trader", "let slip", "the wells were dry"),
        ("Holm cited Berg, the mayor, as an example.", "Holm", "cited", "Berg, the mayor, as an example"),
    ],
)
def test_one_cue_one_claimant_one_content_is_a_statement(text: str, source: str, cue: str, content: str) -> None:
    assert words(text) == [(source, cue, content)]


@pytest.mark.parametrize(
    "text",
    [
        " \n\u00a0\n",
        "The minister had no comment.",
        "Officials reportedly left the town.",
        "They asked about the budget.",
        "A banker accused of fraud left the city.",
        "The minister would not say that the border was closed.",
        "The minister has never said that the border was closed.",
        "Rebels attacked the convoy.",
        "The group unilaterally called off the ceasefire.",
        "The council dubbed itself the Iron Table.",
        "The bank holds two farms.",
        "She is repeating the trial in mice.",
        "Holm laid out the numbers.",
        "Berg bristled at the remark.",
        "The army put down the rising.",
    ],
)
def test_acts_topics_and_what_was_only_possible_are_no_statements(text: str) -> None:
    assert extract(text) == ()


def test_two_verbs_of_saying_are_two_statements() -> None:
    assert words("Berg said the road was closed, adding that it would reopen soon.") == [
        ("Berg", "said", "the road was closed"),
        ("Berg", "adding", "it would reopen soon"),
    ]


def test_one_verb_with_two_clauses_is_one_statement() -> None:
    assert words("Berg said that the road was closed and that the bridge was open.") == [
        ("Berg", "said", "the road was closed and that the bridge was open")
    ]


def test_a_second_verb_of_saying_goes_on_with_the_reporters_sentence() -> None:
    found = words("Berg said she would win the race and predicted that Holm would lose.")
    assert found == [
        ("Berg", "said", "she would win the race"),
        ("Berg", "predicted", "Holm would lose"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg said on Monday that the road was closed, Reuters reported.",
        "Berg was quoted by Tass as saying that the road was closed.",
    ],
)
def test_media_that_pass_a_statement_on_are_no_claimants_of_it(text: str) -> None:
    assert [content for _, _, content in words(text)] == ["the road was closed"]
    assert "Berg" in words(text)[0][0]


def test_a_medium_that_is_the_only_source_is_the_claimant() -> None:
    assert words("Reuters reported that the road was closed.") == [("Reuters", "reported", "the road was closed")]


def test_the_claimants_of_a_joint_statement_are_one_source() -> None:
    assert words("Anna Berg and Carl Holm said that they would resign.") == [
        ("Anna Berg and Carl Holm", "said", "they would resign")
    ]


def test_a_speaker_that_the_parser_tore_off_its_verb_is_found() -> None:
    assert words("LeVell said the group is not a party.")[0][0] == "LeVell"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Residents who fled the town said that it was empty.", "Residents who fled the town"),
        ("A diplomat who spoke on condition of anonymity said that it was empty.", "A diplomat"),
        ("The minister, who opened the road, said that it was safe.", "The minister"),
        ("But officials said that it was safe.", "officials"),
    ],
)
def test_a_source_has_what_tells_who_is_meant_and_nothing_set_apart(text: str, source: str) -> None:
    assert words(text)[0][0] == source


def test_a_clause_that_holds_the_cue_is_no_part_of_its_source() -> None:
    assert [source for source, _, _ in words("Voters backing the ban said that it was fair.")] == [
        "Voters",
        "Voters backing the ban",
    ]


def test_what_annotators_mark_besides_is_kept_apart() -> None:
    text = "Anna Berg, the mayor of Norby, has also said that the bridge was safe."
    found = only(text)
    assert words(text) == [("Anna Berg", "said", "the bridge was safe")]
    assert found.marked is not None
    assert join(text, found.marked.source) == "Anna Berg, the mayor of Norby"
    assert join(text, found.marked.cue) == "has also said"
    assert found.marked.that is not None
    assert found.marked.that.of(text) == "that"


def test_a_post_is_shown_without_a_cue() -> None:
    text = "The bridge stays open tonight. — Anna Berg (@annaberg)"
    assert words(text) == [("Anna Berg", "", "The bridge stays open tonight")]
    assert only(text).quote_form is QuoteForm.DIRECT


@pytest.mark.parametrize("label", ["EXCLUSIVE", "WATCH", "Q", "ANALYSIS"])
def test_a_label_before_a_colon_is_no_speaker(label: str) -> None:
    assert extract(f"{label}: The bridge is safe and it stays open.") == ()


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
        "called",
        "as",
        "put it",
        "demand",
        "for",
        "to",
        "😀",
        "\u00a0",
        "\n",
        "قال",
        ",",
        ".",
        ":",
        "is accused of",
        "would",
        "She",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_odd_texts_never_raise_and_spans_slice_them(text: str) -> None:
    found = extract(text)
    for attribution in found:
        for span in attribution.source + attribution.cue + attribution.content + attribution.addressee:
            assert span.end <= len(text)
            assert span.of(text).strip()
        assert attribution.embedded_in is None or attribution.embedded_in < len(found)
        assert 0 < attribution.confidence < 1


@settings(max_examples=30, deadline=None)
@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_no_statement_is_inside_itself_by_any_way(text: str) -> None:
    found = extract(text)
    for attribution in found:
        seen = set()
        step = attribution.embedded_in
        while step is not None:
            assert step not in seen
            seen.add(step)
            step = found[step].embedded_in


@pytest.mark.parametrize(
    "sentence",
    [
        "“It is so,” she said, adding that he had told her that they refused to go. ",
        "“It is so, and he told me ‘we go’, he said, and ",
        "she said that he said that ",
        "Berg, she said, “has” left, he added; ",
    ],
)
def test_the_work_grows_with_the_text_and_not_with_its_square(sentence: str) -> None:
    few, many = (
        count_calls(
            partial(RuleExtractor().extract, annotator().parse(t, [Block(Span(0, len(t)), BlockRole.BODY, "")]))
        )
        for t in (sentence * 40, sentence * 320)
    )
    assert many < 12 * few


def test_a_reason_belongs_to_what_was_told_even_where_the_parser_lost_the_verb() -> None:
    text = "Anna Berg told reporters on Tuesday that the United States had frozen Afghan assets although Oslo helped."
    assert words(text)[0][2] == "the United States had frozen Afghan assets although Oslo helped"
