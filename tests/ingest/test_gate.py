from datetime import date

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic

import ontology
from ingest.gate import Admitted, Gate, Quarantined
from ingest.graph import build_work
from ingest.link import Linker
from ingest.model import Article
from ingest.nlp import Annotator
from ingest.pipeline import Pipeline
from ingest.run import Run
from ingest.statements import RuleExtractor
from onrecord.reading import open_extractor
from ontology.terms import PROV, REC
from shapes import Validator

PROSE = (
    "Prime Minister Imran Khan told the National Assembly of Pakistan on Monday that the talks had ended.\n\n"
    '"There was no deal," he said.'
)
ARTICLE = Article(text=PROSE, origin="test", url="https://example.org/1", published=date(2021, 3, 9))


@pytest.fixture(scope="module")
def gate(annotator: Annotator) -> Gate:
    pipeline = Pipeline(annotator, open_extractor(""))
    run = Run.of(annotator, pipeline.extractor)
    return Gate(pipeline, Linker(ontology.authority()), Validator(), run)


def test_an_article_comes_through_with_its_three_graphs(gate: Gate) -> None:
    outcome = gate.admit(ARTICLE)
    assert isinstance(outcome, Admitted), outcome.report.as_text()
    here = outcome.address
    assert set(outcome.graphs) == {str(here.version), str(here.links), str(here.work)}
    assert all(name == str(graph.identifier) for name, graph in outcome.graphs.items())
    claims = set(outcome.graphs[str(here.links)].subjects(REC.claims))
    assert URIRef("https://w3id.org/onrecord/id/forum/national-assembly-of-pakistan") in set(
        outcome.graphs[str(here.links)].objects(None, REC.saidIn)
    )
    assert claims


def test_what_breaks_a_shape_is_kept_out_with_its_words(annotator: Annotator) -> None:
    strict = Graph().parse(
        data="""
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rec: <https://w3id.org/onrecord/ns#> .
        <https://example.org/NoCue> a sh:PropertyShape ; sh:targetClass rec:Statement ; sh:path rec:cue ;
            sh:maxCount 0 ; sh:message "no cue may stand here" .""",
        format="turtle",
    )
    pipeline = Pipeline(annotator, open_extractor(""))
    gate = Gate(pipeline, Linker(Graph()), Validator(strict), Run.of(annotator, pipeline.extractor))
    outcome = gate.admit(ARTICLE)
    assert isinstance(outcome, Quarantined)
    assert "There was no deal" in outcome.report.as_text()


def test_the_same_article_gives_the_same_graphs(gate: Gate) -> None:
    first, second = gate.admit(ARTICLE), gate.admit(ARTICLE)
    for name, graph in first.graphs.items():
        assert sorted(graph) == sorted(second.graphs[name])


def test_hostile_words_stay_inside_their_literals(gate: Gate) -> None:
    text = (
        'Lucía Ferrer said: "} ; DROP ALL ; <https://evil.example/x> a <y> . # {".'
        "\n\nShe said \\u0022 ''' it \"\"\" held."
    )
    outcome = gate.admit(Article(text=text, origin="test", title='<script>"""', publisher="} DROP ALL"))
    assert isinstance(outcome, Admitted), outcome.report.as_text()
    for name, graph in outcome.graphs.items():
        assert isomorphic(graph, Graph().parse(data=graph.serialize(format="turtle"), format="turtle")), name
    iris = {
        term for graph in outcome.graphs.values() for triple in graph for term in triple if isinstance(term, URIRef)
    }
    assert not any("evil" in iri for iri in iris)


def test_a_new_text_of_an_article_comes_after_the_old_ones() -> None:
    old, older = URIRef("https://example.org/v2"), URIRef("https://example.org/v1")
    graph = build_work(ARTICLE, earlier=(older, old))
    work = graph.value(predicate=RDF.type, object=REC.Article)
    latest = graph.value(work, REC.latestVersion)
    assert (latest, PROV.wasRevisionOf, old) in graph
    assert (old, PROV.wasRevisionOf, older) in graph


def test_a_run_is_known_by_its_configuration_alone(annotator: Annotator) -> None:
    one, two = (Run.of(annotator, open_extractor("")) for _ in range(2))
    assert one.iri == two.iri
    assert one.iri != Run.of(annotator, RuleExtractor()).iri
    assert (one.iri, RDF.type, REC.Run) in one.graph()
    assert isinstance(one.graph().value(one.iri, REC.pipelineDigest), Literal)
