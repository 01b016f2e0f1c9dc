"""Who stands behind a statement: names, pronouns, descriptions, and those who speak through something."""

from __future__ import annotations

import pytest

from ingest.discourse import Discourse
from ingest.model import Basis, EntityKind, QuoteForm
from ingest.nlp import Annotator
from tests.ingest.discourse.prose import claimant, hear, read


def entity_of(found: Discourse, number: int = 0) -> int:
    entity = found.statements[number].claimants[0].entity
    assert entity is not None
    return entity


def test_a_short_name_joins_the_full_one(annotator: Annotator) -> None:
    text = "Maria Keller opened the bridge.\nKeller said the work had taken three years."
    found = read(annotator, text, ("Keller", "said", "the work had taken three years"))
    assert claimant(found) == "Maria Keller"
    assert found.entities[entity_of(found)].names == ("Keller",)


def test_a_middle_initial_and_an_abbreviation_do_not_make_somebody_else(annotator: Annotator) -> None:
    text = (
        "Robert J. Miller opened the museum in Vienna.\n"
        "Robert Miller said the Securities and Exchange Commission had paid.\n"
        "The Securities and Exchange Commission, or SEC, said so too."
    )
    found = read(annotator, text, ("Robert Miller", "said", "the Securities and Exchange Commission had paid"))
    assert claimant(found) == "Robert J. Miller"
    assert "SEC" in {name for entity in found.entities for name in entity.names}


def test_an_acronym_in_brackets_leads_to_the_full_name(annotator: Annotator) -> None:
    text = "The Harbour Workers Union (HWU) met on Friday.\nThe HWU said wages were too low."
    found = read(annotator, text, ("The HWU", "said", "wages were too low"))
    assert claimant(found) == "Harbour Workers Union"


def test_a_form_of_address_tells_two_people_of_one_name_apart(annotator: Annotator) -> None:
    text = (
        "Thomas Becker and Julia Becker run the mill together.\n"
        "Mrs. Becker said the river was low.\n"
        "Mr. Becker said it would rise."
    )
    found = read(
        annotator,
        text,
        ("Mrs. Becker", "said", "the river was low"),
        ("Mr. Becker", "said", "it would rise"),
    )
    assert [claimant(found, n) for n in (0, 1)] == ["Julia Becker", "Thomas Becker"]


def test_a_state_under_several_names_is_one_state(annotator: Annotator) -> None:
    text = "The United States sent a ship.\nThe U.S. said the ship was late.\nThe US said it was sorry."
    found = read(annotator, text, ("The U.S.", "said", "the ship was late"), ("The US", "said", "it was sorry"))
    assert claimant(found, 0) == claimant(found, 1) == "United States"


def test_a_capital_that_speaks_is_its_state_and_stays_a_place(annotator: Annotator) -> None:
    text = "Talks were held in Madrid.\nMadrid said the border would open."
    found = read(annotator, text, ("Madrid", "said", "the border would open"))
    assert claimant(found) == "Spain"
    assert found.statements[0].claimants[0].basis is Basis.METONYM
    assert EntityKind.PLACE in {entity.kind for entity in found.entities if entity.label == "Madrid"}


def test_a_pronoun_goes_to_the_last_speaker_and_not_to_the_nearest_subject(annotator: Annotator) -> None:
    text = (
        "Maria Keller told reporters that the bridge was safe.\n"
        "John Brown opened a shop beside it.\n"
        "She added that trains would run in May."
    )
    found = read(
        annotator,
        text,
        ("Maria Keller", "told", "the bridge was safe", "reporters"),
        ("She", "added", "trains would run in May"),
    )
    assert claimant(found, 1) == "Maria Keller"
    assert found.statements[1].claimants[0].basis is Basis.PRONOUN


@pytest.mark.parametrize(("pronoun", "name"), [("she", "Anna Weber"), ("he", "Peter Braun")])
def test_a_pronoun_agrees_with_the_person_it_takes_up(annotator: Annotator, pronoun: str, name: str) -> None:
    text = f"Peter Braun criticised Anna Weber after {pronoun} said the tax would rise."
    found = read(annotator, text, (f"{pronoun} ", "said", "the tax would rise"))
    assert claimant(found) == name


def test_a_person_does_not_take_up_people_and_people_do_not_take_up_a_person(annotator: Annotator) -> None:
    text = (
        "Peter Braun said the mine was closed.\nMiners said the pay was late.\n"
        "They said the food was bad.\nHe said there was no money."
    )
    found = read(
        annotator,
        text,
        ("Peter Braun", "said", "the mine was closed"),
        ("Miners", "said", "the pay was late"),
        ("They", "said", "the food was bad"),
        ("He", "said", "there was no money"),
    )
    assert [claimant(found, n) for n in (2, 3)] == ["miners", "Peter Braun"]


def test_they_are_all_who_spoke_together(annotator: Annotator) -> None:
    text = "Peter Braun and Anna Weber said the mine was closed.\nIt was old, they said."
    found = read(
        annotator,
        text,
        ("Peter Braun and Anna Weber", "said", "the mine was closed"),
        ("they", "said", "It was old"),
    )
    assert [found.entities[r.entity or 0].label for r in found.statements[1].claimants] == ["Peter Braun", "Anna Weber"]


def test_who_stands_for_the_noun_before_it(annotator: Annotator) -> None:
    text = "Anna Weber, who said the tax would rise, left early."
    found = read(annotator, text, ("who", "said", "the tax would rise"))
    assert claimant(found) == "Anna Weber"


def test_we_in_a_sentence_of_the_articles_own_is_the_publisher(annotator: Annotator) -> None:
    text = "We said the tax would rise."
    found = read(annotator, text, ("We", "said", "the tax would rise"))
    assert found.statements[0].claimants[0].entity == 0


@pytest.mark.parametrize(
    ("before", "source", "cue", "name"),
    [
        ("The Ministry of Health issued ", "a letter", "saying", "Ministry of Health"),
        ("", "A report by the Ministry of Health", "said", "Ministry of Health"),
        ("", "Anna Weber's letter", "said", "Anna Weber"),
    ],
)
def test_whoever_speaks_through_a_letter_or_a_report_is_the_claimant(
    annotator: Annotator, before: str, source: str, cue: str, name: str
) -> None:
    text = f"{before}{source} {cue} that beds were free."
    found = read(annotator, text, (source, cue, "beds were free"))
    assert claimant(found) == name


def test_people_without_a_name_are_a_source_of_their_own_under_their_class(annotator: Annotator) -> None:
    text = "A senior official said the talks had failed."
    found = read(annotator, text, ("A senior official", "said", "the talks had failed"))
    entity = found.entities[entity_of(found)]
    assert (entity.kind, entity.label) == (EntityKind.UNNAMED, "a senior official")


def test_a_body_without_a_capital_is_no_unnamed_source(annotator: Annotator) -> None:
    text = "The foreign ministry said the talks had failed."
    found = read(annotator, text, ("The foreign ministry", "said", "the talks had failed"))
    entity = found.entities[entity_of(found)]
    assert (entity.kind, entity.label) == (EntityKind.ORGANIZATION, "foreign ministry")


def test_a_name_that_the_pipeline_misses_once_is_still_that_persons(annotator: Annotator) -> None:
    text = "Anna Weber met farmers.\nFarmers were glad.\nWeber: prices will fall.\nWeber said rain was near."
    found = read(annotator, text, ("Weber", "said", "rain was near"))
    assert claimant(found) == "Anna Weber"


def test_a_passive_without_an_agent_has_no_claimant(annotator: Annotator) -> None:
    text = "The talks are said to have failed."
    found = read(annotator, text, ("", "said", "to have failed"))
    assert found.statements[0].claimants == ()


def test_a_sentence_that_gives_nobody_the_word_is_the_publishers(annotator: Annotator) -> None:
    text = "The bridge opened on Monday.\nMaria Keller said it was safe."
    found = read(annotator, text, ("Maria Keller", "said", "it was safe"))
    own = found.statements[1]
    assert own.attribution.quote_form is QuoteForm.AUTHORIAL
    assert own.attribution.content[0].of(text) == "The bridge opened on Monday"
    assert own.claimants[0].entity == 0
    assert found.entities[0].label == "The Gazette"


def test_an_unknown_publisher_has_no_label(annotator: Annotator) -> None:
    found = read(annotator, "The bridge opened on Monday.", publisher=None)
    assert found.entities[0].kind is EntityKind.PUBLISHER
    assert found.entities[0].label == ""


def test_the_official_is_the_official_spoken_of_before(annotator: Annotator) -> None:
    text = "A senior official said the talks had failed.\nThe official said they would go on."
    found = read(
        annotator,
        text,
        ("A senior official", "said", "the talks had failed"),
        ("The official", "said", "they would go on"),
    )
    assert claimant(found, 0) == claimant(found, 1) == "a senior official"


def test_two_given_names_with_one_family_name_are_two_people(annotator: Annotator) -> None:
    text = "Foreign Secretary Enrique Manalo met fishermen.\nIsagani Manalo, a fisherman, said the reef was safe."
    found = read(annotator, text, ("Isagani Manalo", "said", "the reef was safe"))
    assert claimant(found) == "Isagani Manalo"


@pytest.mark.parametrize(
    ("source", "name"),
    [("the acting foreign minister, Omar Jatoi,", "Omar Jatoi"), ("his predecessor Omar Jatoi", "Omar Jatoi")],
)
def test_a_name_beside_a_description_is_who_is_meant(annotator: Annotator, source: str, name: str) -> None:
    text = f"Peter Braun went home.\nOn Monday {source} said the reef was safe."
    found = read(annotator, text, (source.rstrip(","), "said", "the reef was safe"))
    assert claimant(found) == name


def test_a_dateline_is_no_part_of_who_speaks(annotator: Annotator) -> None:
    text = "THE HAGUE — The International Court of Justice ordered a halt.\nThe court said the halt was urgent."
    found = read(annotator, text, ("The court", "said", "the halt was urgent"))
    assert claimant(found) == "International Court of Justice"


@pytest.mark.parametrize(
    ("text", "source", "organ", "whole"),
    [
        ("Norway's government said the reef was safe.", "Norway's government", "Norway's government", "Norway"),
        ("The Kenyan police said the reef was safe.", "The Kenyan police", "Kenyan police", "Kenya"),
    ],
)
def test_what_acts_for_a_state_is_a_body_of_that_state(
    annotator: Annotator, text: str, source: str, organ: str, whole: str
) -> None:
    found = read(annotator, text, (source, "said", "the reef was safe"))
    assert claimant(found) == organ
    pairs = [(found.entities[part].label, found.entities[of].label) for part, of in found.parents]
    assert pairs == [(organ, whole)]


def test_the_government_is_the_one_named_before(annotator: Annotator) -> None:
    text = "Norway's government met on Monday.\nThe government said the reef was safe."
    found = read(annotator, text, ("The government", "said", "the reef was safe"))
    assert claimant(found) == "Norway's government"


def test_no_place_is_ever_a_claimant(annotator: Annotator) -> None:
    text = "Phoenix said the reef was safe."
    found = read(annotator, text, ("Phoenix", "said", "the reef was safe"))
    assert found.entities[entity_of(found)].kind not in {EntityKind.PLACE, EntityKind.SITE}


def test_we_in_an_officials_words_is_a_mention_of_the_state(annotator: Annotator) -> None:
    text = "Norwegian Foreign Minister Anna Weber spoke.\n“We sent a ship,” Weber said."
    found = read(annotator, text, ("Weber", "said", "We sent a ship"))
    start = text.index("We sent")
    said = found.statements[0].attribution
    assert said.quote_form is QuoteForm.INDIRECT  # as the helper makes it; what is quoted is told by the marks
    owners = {e.label for e in found.entities for m in e.mentions if m.start == start}
    assert owners <= {"Norway"}


def test_a_sentence_that_reports_beside_its_main_verb_is_the_publishers_too(annotator: Annotator) -> None:
    text = "Thousands of people filled the square on Monday, demanding that the mayor resign."
    found = read(annotator, text, ("Thousands of people", "demanding", "that the mayor resign"))
    own = [s for s in found.statements if s.attribution.quote_form is QuoteForm.AUTHORIAL]
    assert [span.of(text) for span in own[0].attribution.content] == ["Thousands of people filled the square on Monday"]


def test_a_firm_goes_by_its_name_without_what_it_is(annotator: Annotator) -> None:
    text = "The port sued Orbalis Holdings in March.\nOrbalis said that it had paid."
    assert claimant(read(annotator, text, ("Orbalis", "said", "it had paid"))) == "Orbalis Holdings"


def test_a_person_goes_by_the_first_of_two_family_names(annotator: Annotator) -> None:
    text = "Carlos Mendoza Rivera came to the port.\nMendoza said that he had paid."
    assert claimant(read(annotator, text, ("Mendoza", "said", "he had paid"))) == "Carlos Mendoza Rivera"


def test_whoever_is_quoted_as_saying_stands_behind_it(annotator: Annotator) -> None:
    heard = hear(annotator, "The Dawn Post quoted a customs officer as saying that the ship had sailed.")
    assert heard.who("the ship had sailed") == "a customs officer"


def test_an_outlet_reports_what_those_it_cites_say(annotator: Annotator) -> None:
    heard = hear(annotator, "The Dawn Post, citing hospital staff, reported that nine people had died.")
    assert heard.who("nine people had died") == "hospital staff"


def test_a_list_of_speakers_is_read_whole(annotator: Annotator) -> None:
    text = "In a joint statement on Sunday, Norway, Ghana and Uruguay said that the road would be opened."
    found = read(annotator, text, ("Uruguay", "said", "the road would be opened"))
    claimants = [found.entities[r.entity].label for r in found.statements[0].claimants if r.entity is not None]
    assert claimants == ["Norway", "Ghana", "Uruguay"]


def test_a_list_that_somebody_talked_with_does_not_speak(annotator: Annotator) -> None:
    heard = hear(annotator, "After talks with Ghana, Norway said that the road would be opened.")
    assert heard.who("the road would be opened") == "Norway"


@pytest.mark.parametrize(
    "text",
    [
        "The dispatcher, Roman Hutsul, said the wagons did not exist.",
        "One of them, Roman Hutsul, said the wagons did not exist.",
        "Its secretary-general, Roman Hutsul, said the wagons did not exist.",
    ],
)
def test_a_name_set_apart_after_a_noun_is_that_of_the_speaker(annotator: Annotator, text: str) -> None:
    assert hear(annotator, text).who("the wagons did not exist") == "Roman Hutsul"


def test_a_firm_set_apart_after_a_noun_is_no_person(annotator: Annotator) -> None:
    heard = hear(annotator, "The miner, Andes Verde Minerals, said the pit was dry.")
    found = heard.found.entities[next(r.entity for r in heard.statement("the pit was dry").claimants if r.entity)]
    assert found.kind is not EntityKind.PERSON


def test_an_office_nobody_has_yet_means_the_one_in_mind(annotator: Annotator) -> None:
    heard = hear(annotator, "Paula Asare spoke in Kumasi.\nThe party leader said that fees would go.")
    assert heard.who("fees would go") == "Paula Asare"


def test_the_next_witness_is_somebody_else(annotator: Annotator) -> None:
    heard = hear(annotator, "Paula Asare spoke in court.\nThe next witness said that the road was dry.")
    assert heard.who("the road was dry") == "the next witness"


def test_the_two_sides_are_those_who_met(annotator: Annotator) -> None:
    text = "Paula Asare held talks with the envoy, John Brown. The two sides agreed to share the water."
    assert hear(annotator, text).who("to share the water") == "Paula Asare and John Brown"


@pytest.mark.parametrize("before", ["Villager", "Lifeguard"])
def test_what_somebody_is_stands_outside_the_name(annotator: Annotator, before: str) -> None:
    heard = hear(annotator, f"{before} Maria Keller said the road was dry.")
    assert heard.who("the road was dry") == "Maria Keller"
