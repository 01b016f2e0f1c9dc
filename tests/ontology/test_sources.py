"""Every identifier of the authority leads to where it was read and to what may be done with it."""

import re

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.query import ResultRow
from rdflib.term import Node

import ontology
from ontology.terms import BASE, DCTERMS, RDF, RDFS, REC, SKOS, STATE_CODES

IDENTIFIERS = (
    *STATE_CODES,
    REC.unReference,
    REC.ucdpFormerNumber,
    REC.capital,
    REC.edtf,
    SKOS.exactMatch,
)


@pytest.fixture(scope="module")
def known() -> Graph:
    return ontology.authority()


def givers(graph: Graph, entry: Node, path: URIRef, value: Node) -> set[Node]:
    """The sources of an entry from which this value of it was taken."""
    return {
        source
        for source in graph.objects(entry, DCTERMS.source)
        for given in graph.objects(source, REC.gives)
        if given == path or (path == SKOS.exactMatch and str(value).startswith(str(given)))
    }


@pytest.mark.parametrize("path", IDENTIFIERS)
def test_every_identifier_and_every_date_has_a_source(known: Graph, path: URIRef) -> None:
    values = list(known.subject_objects(path))
    assert values
    assert [(entry, value) for entry, value in values if not givers(known, entry, path, value)] == []


def test_every_source_is_described_and_of_use(known: Graph) -> None:
    described = set(known.subjects(REC.gives))
    assert described == set(known.objects(None, DCTERMS.source))
    for source in described:
        for path in (DCTERMS.title, DCTERMS.description, DCTERMS.rights):
            assert len(list(known.objects(source, path))) == 1, (source, path)


def test_where_no_licence_is_stated_the_rights_say_so(known: Graph) -> None:
    for source in set(known.subjects(REC.gives)):
        stated = known.value(source, DCTERMS.license) is not None
        silent = re.search(r"[Nn]o licence (was|is) (stated|seen)", str(known.value(source, DCTERMS.rights)))
        assert stated or silent, source


def test_no_source_forbids_commercial_use(known: Graph) -> None:
    for source in set(known.subjects(REC.gives)):
        said = " ".join(str(value) for _, value in known.predicate_objects(source))
        assert not re.search(r"\bNC\b|/by-nc|peppercatorg|CAMEO\.Manual", said), source


def test_nothing_is_taken_from_a_source_that_does_not_say_what_it_gives(known: Graph) -> None:
    assert [source for source in known.objects(None, DCTERMS.source) if isinstance(source, Literal)] == []


def test_one_query_leads_from_a_code_to_its_licence(known: Graph) -> None:
    rows = known.query(
        """SELECT ?scheme ?title ?rights {
             ?state ?scheme ?code ; dcterms:source ?source .
             ?source rec:gives ?scheme ; dcterms:title ?title ; dcterms:rights ?rights }""",
        initNs={"dcterms": DCTERMS, "rec": REC},
        initBindings={"state": BASE["actor/namibia"], "scheme": REC.cowNumber},
    )
    found = [tuple(map(str, row)) for row in rows if isinstance(row, ResultRow)]
    assert found == [(str(REC.cowNumber), "histwardb 0.5.2", "MIT.")]


def test_a_group_is_found_by_its_number_on_the_list_of_the_security_council(known: Graph) -> None:
    (group,) = known.subjects(REC.unReference, Literal("QDe.132"))
    assert (group, RDF.type, REC.Group) in known
    assert str(known.value(group, REC.ucdpFormerNumber)) == "1199"


def test_an_international_body_has_the_cameo_code_that_no_other_shares(known: Graph) -> None:
    bank = known.value(None, REC.cameoCode, Literal("IGONAMDEV"))
    assert str(known.value(bank, RDFS.label)) == "Inter-American Development Bank"
    assert known.value(None, REC.cameoCode, Literal("IGOEUREEC")) is None
    codes = list(known.objects(None, REC.cameoCode))
    assert len(codes) == len(set(codes))


def test_a_group_of_an_old_conflict_is_found_by_its_former_number(known: Graph) -> None:
    (group,) = known.subjects(REC.ucdpFormerNumber, Literal(1349))
    assert str(known.value(group, RDFS.label)) == "Somali Salvation Democratic Front"
    assert known.value(group, REC.homeState) == BASE["actor/somalia"]


def test_no_former_number_of_ucdp_stands_for_two_groups(known: Graph) -> None:
    numbers = list(known.objects(None, REC.ucdpFormerNumber))
    assert len(numbers) == len(set(numbers))
