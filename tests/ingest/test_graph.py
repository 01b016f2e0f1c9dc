import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from ingest.address import Address
from ingest.graph import build, decimal
from ingest.model import (
    Article,
    Attribution,
    Basis,
    Block,
    BlockRole,
    Entity,
    EntityKind,
    Extraction,
    Kind,
    QuoteForm,
    Reference,
    Span,
    Stance,
    Statement,
    TimeBasis,
    TimeExpression,
)
from ontology.terms import NIF, REC

RUN = URIRef("https://example.org/run/1")
HOSTILE = '"""@en . <x> } DROP ALL ; # \\u0022 <script>\u202e\u00a0\U0001f600'


def extraction(words: str = "the road is open") -> Extraction:
    text = f"Amina Yusufu said on Monday {words}"
    attribution = Attribution(
        source=(Span(0, 12),),
        cue=(Span(13, 17),),
        content=(Span(28, len(text)),),
        addressee=(),
        lemma="say",
        speech_act="assert",
        kind=Kind.STATEMENT,
        stance=Stance.AFFIRM,
        polarity=Stance.AFFIRM,
        quote_form=QuoteForm.INDIRECT,
        confidence=0.9,
        rule="by hand",
    )
    monday = TimeExpression(
        "on Monday", Span(18, 27), "2024-03-04", date(2024, 3, 4), date(2024, 3, 4), TimeBasis.EXPLICIT
    )
    return Extraction(
        article=Article(text=text, origin="test", url="https://example.org/a", published=date(2024, 3, 5)),
        blocks=(Block(Span(0, len(text)), BlockRole.BODY, "by hand"),),
        statements=(Statement(attribution, (Reference(1, Basis.NAMED, Span(0, 12)),), said_on=0),),
        entities=(
            Entity(EntityKind.PUBLISHER, ""),
            Entity(EntityKind.PERSON, "Amina Yusufu", ("Yusufu",), (Span(0, 12),)),
        ),
        times=(monday,),
    )


def test_a_statement_leads_to_its_claimant_its_words_and_its_day() -> None:
    graph = build(extraction(), RUN)
    rows = graph.query(
        """SELECT ?who ?what ?day WHERE { ?s rec:claimant/rdfs:label ?who ; rec:text ?what ;
                                             rec:saidOn/rec:earliest ?day }""",
        initNs={"rec": str(REC)},
    )
    assert [tuple(map(str, row)) for row in rows] == [("Amina Yusufu", "the road is open", "2024-03-04")]  # type: ignore[arg-type]


def test_a_publisher_without_a_name_is_given_none() -> None:
    graph = build(extraction(), RUN)
    publisher = next(graph.objects(None, REC.publisher))
    assert list(graph.objects(publisher, URIRef("http://www.w3.org/2000/01/rdf-schema#label"))) == []


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_any_words_survive_serialisation(words: str) -> None:
    graph = build(extraction(words), RUN)
    assert isomorphic(Graph().parse(data=graph.serialize(format="turtle"), format="turtle"), graph)


@pytest.mark.parametrize("form", ["nt", "turtle", "xml", "json-ld"])
def test_hostile_words_stay_words(form: str) -> None:
    graph = build(extraction(HOSTILE), RUN)
    read = Graph().parse(data=graph.serialize(format=form), format=form)
    assert Literal(HOSTILE, lang="en") in set(read.objects(None, REC.text))
    assert len(read) == len(graph)


def test_every_span_names_its_words_by_offset() -> None:
    made = extraction("the “road” is\u00a0open \U0001f600")
    graph = build(made, RUN)
    for node, words in graph.subject_objects(NIF.anchorOf):
        begin, end = (int(str(graph.value(node, edge))) for edge in (NIF.beginIndex, NIF.endIndex))
        assert made.article.text[begin:end] == str(words)
        assert str(node).endswith(f"#char={begin},{end}")


def test_the_graph_is_the_same_every_time_and_has_no_blank_node() -> None:
    first, second = (sorted(build(extraction(), RUN)) for _ in range(2))
    assert first == second
    assert not any(isinstance(term, BNode) for triple in first for term in triple)


def test_another_text_under_the_same_url_is_a_new_version_of_the_same_work() -> None:
    one, other = (Address.of(extraction(words).article) for words in ("a road", "the road"))
    assert one.work == other.work
    assert one.version != other.version


def test_a_field_that_ends_in_another_does_not_make_two_works_one() -> None:
    one = Article(text="x", origin="-", publisher="ab", id="c")
    assert Address.of(one).work != Address.of(dataclasses.replace(one, publisher="a", id="bc")).work


@pytest.mark.parametrize(("share", "words"), [(1.0, "1"), (0.93, "0.93"), (0.5, "0.5"), (0.00001, "0")])
def test_shares_are_written_in_canonical_form(share: float, words: str) -> None:
    assert str(decimal(share)) == words
