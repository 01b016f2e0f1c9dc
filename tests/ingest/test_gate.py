import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic

import ontology
from ingest.address import Address
from ingest.gate import Admitted, Gate, Quarantined
from ingest.graph import build_work
from ingest.link import Linker
from ingest.model import Article
from ingest.nlp import Annotator
from ingest.pipeline import Pipeline
from ingest.read.records import make_article
from ingest.run import Run
from ingest.statements import RuleExtractor
from onrecord.reading import open_extractor
from ontology.terms import NIF, PROV, REC, SCHEMA
from shapes import Validator

PROSE = (
    "Prime Minister Imran Khan told the National Assembly of Pakistan on Monday that the talks had ended.\n\n"
    '"There was no deal," he said.'
)
GOLD = Path(__file__).parents[1] / "gold"
FIELDS = ("id", "title", "published", "publisher", "text")
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
    graph = build_work(Address.of(ARTICLE), ARTICLE.url, (older, old))
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


def test_a_printed_date_is_the_day_of_publication_with_its_words(gate: Gate) -> None:
    text = "GENEVA, 15 January 2026 – An envoy, Maria Keller, said that the dam was full."
    outcome = gate.admit(Article(text=text, origin="test"))
    assert isinstance(outcome, Admitted), outcome.report.as_text()
    here = outcome.address.version
    graph = outcome.graphs[str(here)]
    assert graph.value(here, SCHEMA.datePublished) == Literal(date(2026, 1, 15))
    span = graph.value(here, REC.datedBy)
    assert graph.value(span, NIF.anchorOf) == Literal("15 January 2026")


def test_a_body_in_session_is_a_forum(gate: Gate) -> None:
    text = "Foreign ministers condemned the blockade at an emergency session of the Arab League on Sunday."
    outcome = gate.admit(Article(text=text, origin="test", published=date(2021, 3, 9)))
    assert isinstance(outcome, Admitted), outcome.report.as_text()


@pytest.mark.parametrize("path", sorted(GOLD.glob("*.jsonl")), ids=lambda path: path.stem)
def test_the_graph_of_every_gold_article_conforms(gate: Gate, path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "statements" in row:
            article = make_article({k: row[k] for k in FIELDS if row.get(k)}, row["id"], None)
            assert isinstance(article, Article)
            outcome = gate.admit(article)
            assert isinstance(outcome, Admitted), f"{row['id']}: {outcome.report.as_text()}"


def test_a_run_with_own_entries_is_another_and_is_told_by_its_configuration(annotator: Annotator) -> None:
    plain = Run.of(annotator, RuleExtractor())
    own = replace(plain, own="ab" * 32)
    assert own.iri != plain.iri
    assert "own" not in plain.configuration
    assert Run.told(str(own.iri), own.configuration) == own
