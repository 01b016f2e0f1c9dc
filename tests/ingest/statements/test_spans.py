"""Cue, source and content begin and end where STATEMENTS 7 and 9 to 11 say."""

import pytest

from tests.ingest.statements.reading import join, only, words


@pytest.mark.parametrize(
    ("text", "addressee", "content"),
    [
        ("The mayor urged residents to stay at home.", "residents", "to stay at home"),
        ("The police told drivers to turn back.", "drivers", "to turn back"),
        ("The governor called on residents to leave.", "residents", "to leave"),
        ("The court ordered the ministry to release the files.", "the ministry", "to release the files"),
        ("He asked the council to pray for peace.", "the council", "to pray for peace"),
        ("Berg told the house on Monday that it had been a mistake.", "the house", "it had been a mistake"),
        ("Berg also told the members that support for Norland was no charity.", "the members", None),
        ("Berg wrote to the council that the road was safe.", "the council", "the road was safe"),
        ("Norland conveyed to the rebels that the truce was a test.", "the rebels", "the truce was a test"),
    ],
)
def test_whoever_is_told_is_the_addressee_and_no_content(text: str, addressee: str, content: str | None) -> None:
    found = only(text)
    assert join(text, found.addressee) == addressee
    assert join(text, found.content) == (content or "support for Norland was no charity")


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Berg said at the ceremony that the land had grown used to war.", "the land had grown used to war"),
        ("Berg rejected that view on Monday.", "that view"),
        (
            "Berg said the guard had boarded the boats and seized them.",
            "the guard had boarded the boats and seized them",
        ),
        ("Berg said aid was cut although they had helped.", "aid was cut although they had helped"),
        ("The road, the minister said, was closed for years.", "The road | was closed for years"),
        ("It was, she said, one of the hardest days.", "It was | one of the hardest days"),
        ("In an interview on “Morning Talk,” Berg said the road was safe.", "the road was safe"),
        ("Berg said the road was “quite safe” for cars.", "the road was “quite safe” for cars"),
        ("These laws, Berg said, “all fall short” of it.", "These laws | “all fall short” of it"),
        ("“Nobody,” said Berg, “will close the road.”", "“Nobody,” | “will close the road.”"),
        ("The unit is accused of shelling the village.", "The unit | of shelling the village"),
        ("The talks are said to have failed.", "The talks | to have failed"),
    ],
)
def test_a_content_leaves_out_what_belongs_to_the_cue(text: str, content: str) -> None:
    assert join(text, only(text).content) == content


def test_a_content_can_be_split_over_the_noun_it_is_set_on() -> None:
    assert words("A site it said was secret was opened.") == [("it", "said", "A site | was secret")]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("“We will stay,” Berg said. “Nobody moves us.”", "“We will stay,” | “Nobody moves us.”"),
        ("''We will stay,'' Berg said. ''Nobody moves us.''", "''We will stay,'' | ''Nobody moves us.''"),
        ('"We stay," Mr. Berg said. "Nobody moves us."', '"We stay," | "Nobody moves us."'),
        ("“We will stay,” Berg said.\n“Nobody will move us.", "“We will stay,” | “Nobody will move us."),
        ("Berg said the road was shut. “It will stay shut until spring.”", None),
        ("“We will stay.” “Nobody will move us,” Berg said.", "“We will stay.” | “Nobody will move us,”"),
    ],
)
def test_a_quotation_that_goes_on_without_a_cue_joins_the_statement_before_it(text: str, content: str | None) -> None:
    assert join(text, only(text).content) == (content or "the road was shut | “It will stay shut until spring.”")


def test_a_few_words_in_marks_stay_in_their_sentence() -> None:
    text = "Berg criticized the members for their silence, declaring that “real friends” do not lie."
    assert [content for _, _, content in words(text)] == [
        "the members for their silence",
        "“real friends” do not lie",
    ]


def test_a_quotation_with_a_cue_of_its_own_joins_no_other() -> None:
    assert words("“We stay,” Berg said. “Nobody moves us,” Holm added.") == [
        ("Berg", "said", "“We stay,”"),
        ("Holm", "added", "“Nobody moves us,”"),
    ]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The envoy's accusation that Norland had lied angered them.", "The envoy's", "Norland had lied"),
        ("Its demand for the rebels to leave was ignored.", "Its", "for the rebels to leave"),
        ("The ministry issued a warning that the dam could break.", "The ministry", "the dam could break"),
        ("There are reports that the generals have met them.", "", "the generals have met them"),
    ],
)
def test_a_noun_with_a_proposition_is_a_cue(text: str, source: str, content: str) -> None:
    [(found, _, said)] = words(text)
    assert (found, said) == (source, content)


def test_claims_that_somebody_rejects_are_not_the_rejecters() -> None:
    found = words("The ministry rejected claims that Norland had arrested the envoy.")
    assert found == [("The ministry", "rejected", "claims that Norland had arrested the envoy")]


def test_a_passive_without_an_agent_has_no_source_and_one_with_an_agent_has_it() -> None:
    assert only("The unit is accused of shelling the village.").source == ()
    assert words("Holm was accused by Berg of lying.") == [("Berg", "accused", "Holm | of lying")]


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "The judge ordered the firm to rehire Berg, holding that the sacking was void.",
            ["to rehire Berg", "the sacking was void"],
        ),
        (
            "The clinic denied that it had turned patients away, a claim nobody had checked.",
            ["it had turned patients away"],
        ),
        ("According to the mayor, the rule was void; her clerk did not share that view.", ["the rule was void"]),
        (
            "They sat with the majority insisting the bill was fair and the minority demanding to know who had paid.",
            ["the bill was fair", "to know who had paid"],
        ),
    ],
)
def test_a_content_ends_where_the_reporter_or_another_saying_goes_on(text: str, contents: list[str]) -> None:
    assert [content for _, _, content in words(text)] == contents


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Anna Berg told the seminar she bought tanker water at four dinars.",
            "she bought tanker water at four dinars",
        ),
        ("The committee of the upper house threatened last week to summon the envoy.", "to summon the envoy"),
        ("The bank asked for new wells, the ones that are said to be dry.", "the ones | to be dry"),
    ],
)
def test_a_content_that_the_parser_hung_elsewhere_is_found(text: str, content: str) -> None:
    assert content in [said for _, _, said in words(text)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The lake has frozen, she insists, and the road will close.", "The lake has frozen | and the road will close"),
        ("The cause, the authors argue, is frost: trees die of it.", "The cause | is frost: trees die of it"),
        ("The coach asked for help: two nurses and a van.", "help: two nurses and a van"),
        ("The lake has frozen, she says, and goes home.", "The lake has frozen"),
    ],
)
def test_a_content_goes_on_after_a_colon_or_a_cue_set_into_it(text: str, content: str) -> None:
    assert join(text, only(text).content) == content


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "‘My brother sold the boat for a goat’ – Fisherman",
            ("Fisherman", "–", "‘My brother sold the boat for a goat’"),
        ),
        ("Norland coast guard: “No boat was lost there.”", ("Norland coast guard", ":", "“No boat was lost there.”")),
    ],
)
def test_a_quotation_shown_with_its_speaker_is_a_statement(text: str, found: tuple[str, str, str]) -> None:
    assert words(text) == [found]
