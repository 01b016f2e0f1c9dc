"""Each type is found with who takes part, where and when, in words that anybody might write."""

from __future__ import annotations

import pytest

from ingest.model import Stance
from ingest.nlp import Annotator
from tests.ingest.events.stage import Said, play

CASES = [
    ("Kenya's army shelled Somalia.", "ASSAULT", "Kenya", "Somalia"),
    ("Shabab fighters attacked Kenyan troops.", "ASSAULT", "Shabab", "Kenya"),
    ("Somalia was invaded by Kenya.", "ASSAULT", "Kenya", "Somalia"),
    ("Kenya launched an airstrike on Somalia.", "ASSAULT", "Kenya", "Somalia"),
    ("An airstrike was launched by Kenya on Somalia.", "ASSAULT", "Kenya", "Somalia"),
    ("A Kenyan raid killed five people.", "ASSAULT", "Kenya", None),
    ("Dozens of Shabab fighters were killed.", "ASSAULT", None, "Shabab"),
    ("Clashes between Kenya and Somalia went on.", "ASSAULT", "Kenya", "Somalia"),
    ("Kenya faced an attack by the Shabab.", "ASSAULT", "Shabab", "Kenya"),
    ("Kenya signed a treaty with Somalia.", "AGREE", "Kenya", "Somalia"),
    ("Kenya and Somalia signed an accord.", "AGREE", "Kenya", "Somalia"),
    ("A ceasefire between Kenya and the Shabab began.", "AGREE", "Kenya", "Shabab"),
    ("Kenya held talks with Somalia.", "CONSULT", "Kenya", "Somalia"),
    ("Kenya and Somalia negotiated for weeks.", "CONSULT", "Kenya", "Somalia"),
    ("Omar Hassan met Anna Petrova.", "CONSULT", "Omar Hassan", "Anna Petrova"),
    ("Omar Hassan visited Kenya.", "CONSULT", "Omar Hassan", "Kenya"),
    ("Turkey recognised Somalia.", "SUPPORT", "Turkey", "Somalia"),
    ("Turkey lifted the sanctions against Iran.", "CONCEDE", "Turkey", "Iran"),
    ("Kenya cooperated with Ethiopia.", "COOPERATE", "Kenya", "Ethiopia"),
    ("Turkey sent tents to Pakistan.", "AID", "Turkey", "Pakistan"),
    ("Iran armed the Taliban.", "AID", "Iran", "Taliban"),
    ("Kenya withdrew its troops.", "RETREAT", "Kenya", None),
    ("The Taliban released Anna Petrova.", "RETREAT", "Taliban", "Anna Petrova"),
    ("Kenya accused Somalia.", "ACCUSE", "Kenya", "Somalia"),
    ("Prosecutors in Kenya indicted Omar Hassan.", "ACCUSE", None, "Omar Hassan"),
    ("Kenya rejected the plan.", "REJECT", "Kenya", None),
    ("Kenya threatened Somalia.", "THREATEN", "Kenya", "Somalia"),
    ("Thousands protested against Kenya.", "PROTEST", None, "Kenya"),
    ("Turkey imposed sanctions on Iran.", "SANCTION", "Turkey", "Iran"),
    ("Turkey expelled the ambassador of Iran.", "SANCTION", "Turkey", "Iran"),
    ("The Taliban called off the ceasefire with Pakistan.", "SANCTION", "Taliban", "Pakistan"),
    ("Kenya deployed tanks.", "MOBILIZE", "Kenya", None),
    ("Kenyan police arrested Omar Hassan.", "COERCE", "Kenya", "Omar Hassan"),
    ("Omar Hassan, who was arrested by Kenya, is a painter.", "COERCE", "Kenya", "Omar Hassan"),
    ("Kenya seized rifles.", "COERCE", "Kenya", None),
    ("Russian forces struck cities in Ukraine.", "ASSAULT", "Russia", None),
    ("Kenya urged Somalia.", "REQUEST", "Kenya", "Somalia"),
    ("Kenya was accused of arming the Taliban.", "AID", "Kenya", "Taliban"),
    ("Kenya planned to invade Somalia.", "ASSAULT", "Kenya", "Somalia"),
    ("Kenya surrounded the camp and bombed Somalia.", "ASSAULT", "Kenya", "Somalia"),
]


@pytest.mark.parametrize(("text", "kind", "agent", "recipient"), CASES)
def test_who_does_it_and_to_whom(
    annotator: Annotator, text: str, kind: str, agent: str | None, recipient: str | None
) -> None:
    scene = play(annotator, text)
    assert scene.parties(scene.one(kind)) == (agent, recipient)


@pytest.mark.parametrize(
    ("text", "mediators", "parties"),
    [
        ("Norway mediated between Kenya and Somalia.", ["Norway"], ("Kenya", "Somalia")),
        ("Norway and Oman mediated the talks between Kenya and Somalia.", ["Norway", "Oman"], ("Kenya", "Somalia")),
        ("The talks between Kenya and Somalia were mediated by Norway.", ["Norway"], ("Kenya", "Somalia")),
        ("Norway brokered a ceasefire between Kenya and the Shabab.", ["Norway"], ("Kenya", "Shabab")),
        ("Norwegian-brokered talks between Iran and Norway began.", ["Norway"], ("Iran", None)),
        ("Norway hosted the talks between Kenya and Somalia.", ["Norway"], ("Kenya", "Somalia")),
        ("Kenya held talks with Somalia through Oman.", ["Oman"], ("Kenya", "Somalia")),
        ("Mediation by Oman between Kenya and Somalia failed.", ["Oman"], ("Kenya", "Somalia")),
    ],
)
def test_who_stands_between_the_parties(
    annotator: Annotator, text: str, mediators: list[str], parties: tuple[str | None, str | None]
) -> None:
    scene = play(annotator, text)
    (event,) = [event for event in scene.events if event.type in {"CONSULT", "AGREE"}]
    assert [scene.name(n) for n in event.mediators] == mediators
    assert scene.parties(event) == parties


def test_a_host_that_talks_itself_is_a_party(annotator: Annotator) -> None:
    scene = play(annotator, "Norway hosted talks with Somalia.")
    assert scene.parties(scene.one("CONSULT")) == ("Norway", "Somalia")
    assert scene.one("CONSULT").mediators == ()


@pytest.mark.parametrize(
    ("text", "kind", "place", "time"),
    [
        ("Kenya and Somalia held talks in Geneva on Tuesday.", "CONSULT", "Geneva", "on Tuesday"),
        ("The talks with Somalia began in Geneva last week.", "CONSULT", "Geneva", "last week"),
        ("Kenya shelled Garissa in May.", "ASSAULT", "Garissa", "in May"),
        ("Rebels attacked a convoy in Somalia.", "ASSAULT", "Somalia", None),
        ("The Garissa attack shocked Kenya.", "ASSAULT", "Garissa", None),
        ("Rebels bombed a bridge on Kenyan soil.", "ASSAULT", "Kenya", None),
    ],
)
def test_where_and_when(annotator: Annotator, text: str, kind: str, place: str, time: str | None) -> None:
    scene = play(annotator, text)
    event = scene.one(kind)
    assert scene.name(event.place) == place
    words = None if event.time is None else scene.times[event.time]
    assert (words or "").removeprefix("on ").removeprefix("in ") == (time or "").removeprefix("on ").removeprefix("in ")


def test_the_time_of_saying_is_not_the_time_of_the_event(annotator: Annotator) -> None:
    text = "The minister said on Thursday that Kenya attacked Somalia in May."
    scene = play(annotator, text, Said("the minister", "said", "Kenya attacked Somalia in May"))
    event = scene.one("ASSAULT")
    assert event.time is not None
    assert "May" in str(scene.times[event.time])


def test_how_long_it_lasts_is_not_when_it_was(annotator: Annotator) -> None:
    assert play(annotator, "Kenya fought Somalia for 20 years.").one("ASSAULT").time is None


def test_a_place_is_no_party(annotator: Annotator) -> None:
    scene = play(annotator, "Rebels bombed Mombasa.")
    assert scene.parties(scene.one("ASSAULT")) == (None, None)


def test_a_seat_of_government_acts_for_its_state_where_the_article_names_it(annotator: Annotator) -> None:
    scene = play(annotator, "Nairobi deployed tanks. Kenya is alert.")
    assert scene.parties(scene.one("MOBILIZE")) == ("Kenya", None)


def test_pronouns_lead_nowhere_unless_they_are_mentions(annotator: Annotator) -> None:
    scene = play(annotator, "Kenya is large. It attacked Somalia.")
    assert scene.parties(scene.one("ASSAULT")) == (None, "Somalia")


def test_i_is_who_speaks(annotator: Annotator) -> None:
    text = "“I met Anna Petrova,” said Omar Hassan."
    scene = play(annotator, text, Said("Omar Hassan", "said", "“I met Anna Petrova,”"))
    assert scene.parties(scene.one("CONSULT")) == ("Omar Hassan", "Anna Petrova")


def test_we_of_a_spokesman_are_those_he_speaks_for(annotator: Annotator) -> None:
    text = "Taliban spokesman Omar Hassan said: “We never bombed Kenya.”"
    scene = play(annotator, text, Said("Omar Hassan", "said", "“We never bombed Kenya.”"))
    assert scene.parties(scene.one("ASSAULT")) == ("Taliban", "Kenya")


@pytest.mark.parametrize(
    "text",
    [
        "The minister met the deadline.",
        "Prices hit a record in Kenya.",
        "The committee killed the bill.",
        "She fought cancer in Kenya.",
        "The team beat its rival in Nairobi.",
        "The bus crash killed five people in Kenya.",
        "An earthquake struck Somalia.",
        "The strike force has a leader.",
        "The attack helicopter is new.",
        "Kenya took office space.",
        "Voters visited the polls.",
        "The rate declined in Kenya.",
        "Omar Hassan returned to power.",
        "The gas explosion damaged a factory.",
    ],
)
def test_words_that_only_look_like_events(annotator: Annotator, text: str) -> None:
    assert play(annotator, text).events == ()


def test_politicians_attack_each_other_with_words(annotator: Annotator) -> None:
    scene = play(annotator, "Omar Hassan attacked Anna Petrova in a speech.")
    assert scene.parties(scene.one("ACCUSE")) == ("Omar Hassan", "Anna Petrova")


def test_who_is_told_to_do_it_is_not_who_speaks(annotator: Annotator) -> None:
    text = "“Bomb Somalia,” Kenya said."
    scene = play(annotator, text, Said("Kenya", "said", "“Bomb Somalia,”"))
    assert [scene.parties(event)[0] for event in scene.events] in ([], [None])


def test_a_seat_that_is_threatened_is_no_place_of_the_threat(annotator: Annotator) -> None:
    assert play(annotator, "Oman threatened Nairobi. Kenya is calm.").one("THREATEN").place is None


def test_who_orders_an_attack_does_more_than_speak(annotator: Annotator) -> None:
    scene = play(annotator, "Omar Hassan carried out a gas attack.")
    assert scene.parties(scene.one("ASSAULT")) == ("Omar Hassan", None)


def test_what_nobody_says_is_no_event(annotator: Annotator) -> None:
    text = "After Kenya bombed Somalia, the minister said that it rained."
    assert play(annotator, text, Said("the minister", "said", "it rained")).events == ()


def test_saying_is_no_event(annotator: Annotator) -> None:
    text = "The envoy said that Kenya accused Somalia of lying."
    outer = Said("the envoy", "said", "Kenya accused Somalia of lying")
    inner = Said("Kenya", "accused", "Somalia of lying", "accuse", "accuse")
    assert play(annotator, text, outer, inner).events == ()


def test_to_refuse_or_agree_is_a_deed_in_somebody_elses_words(annotator: Annotator) -> None:
    text = "The envoy said that Kenya refused to release Anna Petrova."
    outer = Said("the envoy", "said", "Kenya refused to release Anna Petrova")
    inner = Said("Kenya", "refused", "to release Anna Petrova", "refuse", "refuse", Stance.DENY)
    scene = play(annotator, text, outer, inner)
    assert scene.one("REJECT").statements == ((0, Stance.AFFIRM),)
    assert scene.one("RETREAT").statements == ((1, Stance.DENY),)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "Attack", "attack " * 300, "((((", "said said said", "\u202e\u0000 x"]
)
def test_odd_texts_do_no_harm(annotator: Annotator, text: str) -> None:
    play(annotator, text)


def test_deep_nesting_does_no_harm(annotator: Annotator) -> None:
    text = "Kenya said " + "that Oman said " * 200 + "that Iran bombed Somalia."
    assert play(annotator, text).one("ASSAULT")
