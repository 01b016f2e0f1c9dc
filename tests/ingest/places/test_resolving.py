"""What place names are linked to, on articles made by hand, with the gazetteer and the authority that ship."""

from __future__ import annotations

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef

import ontology
from ingest.link import SURE, Linker, conclude
from ingest.model import Article, Entity, EntityKind, Extraction, Span
from ingest.places import gazetteer
from ingest.record import describe
from ontology.terms import BASE, PLACEKIND, REC, SCHEMA, SEMAPV, SSSOM
from shapes import Validator

Kind = EntityKind


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(ontology.authority(), gazetteer.load())


def write(text: str, *named: tuple[EntityKind, str], url: str | None = None) -> Extraction:
    """Return an extraction with an entity for each name, and a mention wherever the text has it."""
    entities = [Entity(Kind.PUBLISHER, "")]
    for kind, name in named:
        spans, at = [], text.find(name)
        while at >= 0:
            spans.append(Span(at, at + len(name)))
            at = text.find(name, at + 1)
        entities.append(Entity(kind, name, (), tuple(spans)))
    return Extraction(Article(text=text, origin="test", url=url), (), (), tuple(entities))


def numbers(linker: Linker, extraction: Extraction) -> dict[str, int]:
    found = {}
    for link in linker.link(extraction):
        for iri in link.known_as:
            if "geonames" in iri:
                found[extraction.entities[link.entity].label] = int(iri.rstrip("/").rpartition("/")[2])
    return found


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("A storm reached Paris, Texas, on Friday.", "Paris", 4717560),
        ("A storm reached Paris on Friday.", "Paris", 2988507),
        ("The governor spoke in Springfield, Illinois.", "Springfield", 4250542),
        ("The mayor spoke in Springfield, Mo., on Friday.", "Springfield", 4409896),
        ("The convoy left Idlib province at dawn.", "Idlib", 169387),
        ("Shells fell on Tripoli in Libya.", "Tripoli", 2210247),
        ("Shells fell on Tripoli, northern Lebanon.", "Tripoli", 266826),
    ],
)
def test_what_stands_beside_a_name_tells_which_place_it_is(linker: Linker, text: str, name: str, number: int) -> None:
    assert numbers(linker, write(text, (Kind.PLACE, name))) == {name: number}


def test_a_publishers_country_counts(linker: Linker) -> None:
    text, name = "The council of Perth met on Monday.", "Perth"

    assert numbers(linker, write(text, (Kind.PLACE, name), url="https://news.example.com.au/1")) == {name: 2063523}
    assert numbers(linker, write(text, (Kind.PLACE, name), url="https://news.example.co.uk/1")) == {name: 2640358}


def test_the_other_places_of_an_article_count(linker: Linker) -> None:
    text = "Roads from Hamilton to Waterloo, Guelph, Kitchener and Brantford in Ontario were closed."
    towns = ("Hamilton", "Waterloo", "Guelph", "Kitchener", "Brantford")

    found = numbers(linker, write(text, *((Kind.PLACE, each) for each in towns)))

    assert (found["Waterloo"], found["Hamilton"]) == (6176823, 5969782)


def test_nil_is_an_answer(linker: Linker) -> None:
    assert numbers(linker, write("They met in the West.", (Kind.PLACE, "West"))) == {}
    assert numbers(linker, write("They met in Qqxzstan.", (Kind.PLACE, "Qqxzstan"))) == {}


def test_a_place_that_geonames_lacks_and_the_authority_knows_stays(linker: Linker) -> None:
    (link,) = linker.link(write("She spoke outside Downing Street.", (Kind.SITE, "Downing Street")))

    assert link.target == BASE["place/10-downing-street"]


def test_the_order_of_entities_changes_nothing(linker: Linker) -> None:
    text = "Roads from Hamilton to Waterloo and Guelph in Ontario were closed."
    named = [(Kind.PLACE, each) for each in ("Hamilton", "Waterloo", "Guelph")]

    assert numbers(linker, write(text, *named)) == numbers(linker, write(text, *reversed(named)))


def test_a_linked_place_is_described_where_it_is_linked(linker: Linker) -> None:
    extraction = write("A storm reached Paris, Texas, on Friday.", (Kind.PLACE, "Paris"))
    graph = conclude(extraction, linker.link(extraction))
    paris, texas = BASE["place/geonames-4717560"], BASE["place/geonames-4736286"]

    assert (paris, RDFS.label, Literal("Paris")) in graph
    assert (paris, SKOS.exactMatch, URIRef("https://sws.geonames.org/4717560/")) in graph
    assert (paris, REC.placeKind, PLACEKIND.town) in graph
    assert (paris, REC.homeState, BASE["actor/united-states"]) in graph
    assert {float(str(graph.value(paris, each))) for each in (SCHEMA.latitude, SCHEMA.longitude)} == {
        33.66094,
        -95.55551,
    }
    assert texas in graph.transitive_objects(paris, SCHEMA.containedInPlace)
    assert BASE["actor/united-states"] in graph.transitive_objects(paris, SCHEMA.containedInPlace)
    assert graph.value(texas, SCHEMA.latitude) is None
    assert Validator().validate(whole(graph)).conforms


def whole(graph: Graph) -> Graph:
    return Graph().parse(data=graph.serialize(format="nt"), format="nt")


def test_a_capital_is_the_authoritys_place_and_gets_its_point(linker: Linker) -> None:
    extraction = write("Envoys met in Nairobi on Friday.", (Kind.SITE, "Nairobi"))
    graph = conclude(extraction, linker.link(extraction))

    assert graph.value(BASE["place/nairobi"], SCHEMA.latitude) is not None
    assert graph.value(BASE["place/nairobi"], RDFS.label) is None


def test_a_link_says_how_it_was_made_and_whether_it_is_sure(linker: Linker) -> None:
    extraction = write("A storm reached Paris, Texas, on Friday.", (Kind.PLACE, "Paris"))
    graph = conclude(extraction, linker.link(extraction))
    (mapping,) = graph.subjects(RDF.type, SSSOM.Mapping)

    assert graph.value(mapping, SSSOM.mapping_justification) == SEMAPV.CompositeMatching
    sure = float(str(graph.value(mapping, SSSOM.confidence))) >= SURE
    assert graph.value(mapping, SSSOM.predicate_id) == (SKOS.exactMatch if sure else SKOS.closeMatch)


def test_a_link_that_is_not_sure_is_a_close_match(linker: Linker) -> None:
    extraction = write("A storm reached Zurich, officials said.", (Kind.PLACE, "Zurich"))
    (link,) = linker.link(extraction)
    (mapping,) = conclude(extraction, (link,)).subjects(SSSOM.predicate_id, SKOS.closeMatch)

    assert link.score < SURE
    assert str(mapping).endswith("/links/1")


def test_place_names_inside_other_names_are_listed_in_the_record_alone(linker: Linker) -> None:
    text = "Turkish officials told the Aleppo Journal of Aleppo that Americans and the U.S. Treasury knew."
    extraction = write(text, (Kind.PLACE, "Aleppo"), (Kind.ORGANIZATION, "Aleppo Journal"))
    links = linker.link(extraction)
    rows = describe(extraction, links, place_names=linker.name_places(extraction, links))["entities"]
    places = {text[slice(*row["span"])]: row["links"][0]["uri"] for row in rows if row["type"] == "place"}

    assert places == {
        "Turkish": "https://sws.geonames.org/298795/",
        "Aleppo": "https://sws.geonames.org/170063/",
        "U.S.": "https://sws.geonames.org/6252001/",
    }
