"""Linking against the authority that ships, on extractions made by hand, so that nothing else can hide a fault."""

from datetime import date

import pytest
from rdflib import RDF, Graph, URIRef

import ontology
from ingest.actors.names import fold
from ingest.address import Address
from ingest.link import Linker, conclude
from ingest.model import (
    Article,
    Attribution,
    Basis,
    Entity,
    EntityKind,
    Extraction,
    Kind,
    QuoteForm,
    Reference,
    Span,
    Stance,
    Statement,
)
from ontology.terms import ORG, REC, SSSOM

TEXT = "Kabul said Moscow had sent grain. Moscow denied it."
ARTICLE = Article(text=TEXT, origin="test", published=date(2023, 5, 1))
AFGHANISTAN = URIRef("https://w3id.org/onrecord/id/actor/afghanistan")
RUSSIA = URIRef("https://w3id.org/onrecord/id/actor/russia")


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(ontology.authority())


def attribute(stance: Stance = Stance.AFFIRM, kind: Kind = Kind.STATEMENT, embedded: int | None = None) -> Attribution:
    return Attribution(
        source=(Span(0, 5),),
        cue=(Span(6, 10),),
        content=(Span(11, 32),),
        addressee=(),
        lemma="say",
        speech_act="assert",
        kind=kind,
        stance=stance,
        polarity=stance,
        quote_form=QuoteForm.INDIRECT,
        confidence=0.9,
        rule="test",
        embedded_in=embedded,
    )


def extract(*attributions: Attribution, entities: tuple[Entity, ...] | None = None) -> Extraction:
    known = entities or (
        Entity(EntityKind.PUBLISHER, ""),
        Entity(EntityKind.STATE, "Afghanistan", ("Kabul",), (Span(0, 5),)),
        Entity(EntityKind.STATE, "Russia", ("Moscow",), (Span(11, 17),)),
    )
    by = (Reference(1, Basis.METONYM, Span(0, 5)),)
    return Extraction(ARTICLE, (), tuple(Statement(each, by) for each in attributions), known)


def name_one(kind: EntityKind, label: str, *others: Entity) -> Extraction:
    return extract(entities=(Entity(EntityKind.PUBLISHER, ""), Entity(kind, label), *others))


@pytest.mark.parametrize(
    ("kind", "label", "target"),
    [
        (EntityKind.STATE, "Pakistan", "actor/pakistan"),
        (EntityKind.FORUM, "Parliament of Pakistan", "forum/parliament-of-pakistan"),
        (EntityKind.GROUP, "TTP", "actor/tehrik-i-taliban-pakistan"),
    ],
)
def test_a_name_the_authority_knows_is_found(linker: Linker, kind: EntityKind, label: str, target: str) -> None:
    told = name_one(kind, label, Entity(EntityKind.STATE, "Pakistan"))
    link = next(each for each in linker.link(told) if each.entity == 1)
    assert str(link.target).endswith(target)
    assert 0.8 <= link.score <= 1


def test_nil_is_an_answer(linker: Linker) -> None:
    assert linker.link(name_one(EntityKind.PERSON, "Lucía Ferrer")) == ()


def test_a_person_with_a_states_name_is_not_the_state(linker: Linker) -> None:
    assert linker.link(name_one(EntityKind.PERSON, "Chad")) == ()


def test_a_shared_name_goes_to_the_state_the_article_speaks_of_and_to_nobody_without_one(linker: Linker) -> None:
    assert linker.link(name_one(EntityKind.FORUM, "National Assembly")) == ()
    told = name_one(EntityKind.FORUM, "National Assembly", Entity(EntityKind.STATE, "Pakistan"))
    forum = next(link for link in linker.link(told) if link.entity == 1)
    assert str(forum.target).endswith("forum/national-assembly-of-pakistan")


@pytest.mark.parametrize(
    ("home", "target"),
    [
        ("United States", "united-states-senate"),
        ("Philippines", "senate-of-the-philippines"),
    ],
)
def test_the_state_an_article_speaks_of_most_tells_namesakes_apart(linker: Linker, home: str, target: str) -> None:
    often = tuple(Span(n, n + 1) for n in range(3))
    other = "Philippines" if home == "United States" else "United States"
    states = (Entity(EntityKind.STATE, home, (), often), Entity(EntityKind.STATE, other, (), often[:1]))
    found = linker.link(name_one(EntityKind.FORUM, "Senate Committee on Foreign Relations", *states))
    forum = next(link for link in found if link.entity == 1)
    parents = {str(parent) for parent in ontology.authority().objects(forum.target, ORG.subOrganizationOf)}
    assert target in str(forum.target) or any(target in parent for parent in parents), (forum.target, parents)


def test_every_link_is_a_mapping_with_its_score_and_method(linker: Linker) -> None:
    extraction = extract(attribute())
    graph = conclude(extraction, linker.link(extraction))
    mappings = set(graph.subjects(RDF.type, SSSOM.Mapping))
    assert len(mappings) == 2
    for mapping in mappings:
        assert graph.value(mapping, SSSOM.confidence) is not None
        assert graph.value(mapping, SSSOM.mapping_justification) is not None


def short_way(graph: Graph) -> set[tuple[str, str]]:
    paths = (REC.claims, REC.disputes, REC.raises, REC.reportedlyClaims)
    return {
        (str(who).rpartition("/")[2], str(path).rpartition("#")[2]) for path in paths for who in graph.subjects(path)
    }


@pytest.mark.parametrize(
    ("attribution", "ways"),
    [
        (attribute(), {("afghanistan", "claims")}),
        (attribute(Stance.DENY), {("afghanistan", "disputes")}),
        (attribute(Stance.ENTERTAIN), {("afghanistan", "raises")}),
        (attribute(kind=Kind.ATTITUDE), set()),
        (attribute(embedded=0), {("afghanistan", "reportedlyClaims")}),
        (attribute(Stance.DENY, embedded=0), set()),
    ],
)
def test_the_short_way_never_lies(linker: Linker, attribution: Attribution, ways: set[tuple[str, str]]) -> None:
    extraction = extract(attribution)
    assert short_way(conclude(extraction, linker.link(extraction))) == ways


def test_the_short_way_starts_at_the_local_node_where_nobody_is_known() -> None:
    extraction = extract(attribute())
    graph = conclude(extraction, ())
    local = Address.of(ARTICLE).part("actor", 1)
    assert set(graph.subjects(REC.claims)) == {local}


def test_a_statement_is_about_whoever_its_content_mentions(linker: Linker) -> None:
    extraction = extract(attribute())
    graph = conclude(extraction, linker.link(extraction))
    assert set(graph.objects(None, REC.about)) == {RUSSIA}
    assert set(graph.subjects(REC.claims)) == {AFGHANISTAN}


def test_names_are_compared_without_case_accents_and_article() -> None:
    assert fold("The Taliban") == fold("taliban")
    assert fold("Côte d’Ivoire") == fold("Cote d'Ivoire")
