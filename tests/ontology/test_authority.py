"""The authority names states, forums and groups; each entry says where it comes from."""

import re
from itertools import chain

import pytest
from rdflib import Graph, Literal, URIRef

import ontology
from ontology.terms import BASE, DCTERMS, ORG, RDF, RDFS, REC, SKOS


@pytest.fixture(scope="module")
def known() -> Graph:
    return ontology.authority()


def named(graph: Graph, label: str) -> URIRef:
    found = [s for s in graph.subjects(RDFS.label, Literal(label, "en")) if isinstance(s, URIRef)]
    assert len(found) == 1, label
    return found[0]


def test_every_entry_has_one_label_one_class_and_a_source(known: Graph) -> None:
    for entry in set(known.subjects()) - set(known.subjects(REC.gives)):
        assert len(list(known.objects(entry, RDFS.label))) == 1, entry
        assert len(list(known.objects(entry, RDF.type))) == 1, entry
        assert known.value(entry, DCTERMS.source), entry


def test_there_are_no_blank_nodes(known: Graph) -> None:
    assert all(isinstance(s, URIRef) and isinstance(o, URIRef | Literal) for s, _, o in known)


def test_every_term_used_is_defined(known: Graph) -> None:
    defined = set(ontology.load().subjects())
    used = {term for term in chain(known.predicates(), known.objects()) if str(term).startswith(str(REC)[:-1])}
    assert used <= defined


def test_no_outside_identifier_stands_for_two_entries(known: Graph) -> None:
    outside = list(known.objects(None, SKOS.exactMatch))
    assert len(outside) == len(set(outside))


def test_two_hundred_states_have_their_codes_and_outside_identifiers(known: Graph) -> None:
    states = list(known.subjects(RDF.type, REC.State))
    assert len(states) == 200
    for state in states:
        assert known.value(state, REC.iso2), state
        assert known.value(state, REC.iso3), state
        assert any("wikidata" in str(match) for match in known.objects(state, SKOS.exactMatch)), state


def test_a_capital_and_an_adjective_lead_to_their_state(known: Graph) -> None:
    pakistan = named(known, "Pakistan")
    assert pakistan == BASE["actor/pakistan"]
    assert list(known.subjects(REC.metonym, Literal("Islamabad"))) == [pakistan]
    assert list(known.subjects(REC.adjective, Literal("Pakistani"))) == [pakistan]


def test_the_committee_belongs_to_the_assembly_and_the_assembly_to_parliament(known: Graph) -> None:
    committee = named(known, "National Assembly Standing Committee on Foreign Affairs")
    above = list(known.transitive_objects(committee, ORG.subOrganizationOf))
    assert above == [committee, named(known, "National Assembly of Pakistan"), named(known, "Parliament of Pakistan")]


def test_what_a_forum_belongs_to_is_a_forum(known: Graph) -> None:
    forums = set(known.subjects(RDF.type, REC.Forum))
    assert set(known.objects(None, ORG.subOrganizationOf)) <= forums


def test_the_two_talibans_are_two_groups(known: Graph) -> None:
    assert named(known, "Taliban") != named(known, "Tehrik-i-Taliban Pakistan")


def test_a_capital_is_a_site_as_a_place_and_a_metonym_as_an_actor(known: Graph) -> None:
    islamabad = named(known, "Islamabad")
    assert known.value(islamabad, RDF.type) == REC.Site
    assert known.value(islamabad, REC.homeState) == named(known, "Pakistan")


def test_a_tenure_has_its_holder_its_office_and_days_in_order(known: Graph) -> None:
    tenures = list(known.subjects(RDF.type, ORG.Membership))
    assert tenures
    for tenure in tenures:
        assert (known.value(tenure, ORG.member), RDF.type, REC.Person) in known
        assert (known.value(tenure, ORG.role), RDF.type, ORG.Role) in known
        first, last = known.value(tenure, REC.earliest), known.value(tenure, REC.latest)
        assert first is None or last is None or str(first) <= str(last), tenure


def test_the_office_on_a_day_leads_to_its_holder(known: Graph) -> None:
    office = named(known, "Federal Minister of the Interior of Pakistan")
    holders = [
        known.value(tenure, ORG.member)
        for tenure in known.subjects(ORG.role, office)
        if str(known.value(tenure, REC.earliest)) <= "2022-01-27" <= str(known.value(tenure, REC.latest))
    ]
    assert holders == [named(known, "Sheikh Rasheed Ahmed")]


def test_outside_identifiers_look_like_what_they_are(known: Graph) -> None:
    shapes = re.compile(r"http://www\.wikidata\.org/entity/Q[1-9]\d*|https://sws\.geonames\.org/[1-9]\d*/")
    assert all(shapes.fullmatch(str(match)) for match in known.objects(None, SKOS.exactMatch))


def test_an_adjective_stands_in_singular_and_plural(known: Graph) -> None:
    adjectives = {str(word) for word in known.objects(named(known, "Kenya"), REC.adjective)}
    assert adjectives == {"Kenyan", "Kenyans"}


def test_a_head_of_state_is_found_by_another_spelling_and_has_an_office(known: Graph) -> None:
    erdogan = known.value(None, SKOS.altLabel, Literal("Recep Tayyip Erdogan", "en"))
    assert erdogan == named(known, "Recep Tayyip Erdoğan")
    offices = {known.value(tenure, ORG.role) for tenure in known.subjects(ORG.member, erdogan)}
    assert offices == {named(known, "President of Türkiye")}


def test_no_two_people_share_a_name(known: Graph) -> None:
    people = set(known.subjects(RDF.type, REC.Person))
    names = [name for person in people for path in (RDFS.label, SKOS.altLabel) for name in known.objects(person, path)]
    assert len(names) == len(set(names))
