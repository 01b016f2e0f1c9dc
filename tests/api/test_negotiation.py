from __future__ import annotations

import pytest

from api.errors import NotAcceptable
from api.negotiation import GRAPHS, HTML, RESULTS, choose


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("application/json", "json"),
        ("text/csv", "csv"),
        ("text/*", "json"),
        ("application/sparql-results+xml, */*;q=0.1", "xml"),
        ("text/csv;q=0.2, text/tab-separated-values;q=0.9", "tsv"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("TEXT/CSV ; Q=1", "csv"),
    ],
)
def test_the_result_format_is_the_one_liked_best(accept: str | None, name: str) -> None:
    assert choose(accept, RESULTS).name == name


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("application/rdf+xml, text/turtle", "rdfxml"),
        ("application/ld+json", "jsonld"),
        ("application/n-quads;q=0.5, text/turtle;q=0.4", "nquads"),
        ("*/*", "turtle"),
    ],
)
def test_a_browser_gets_a_page_and_a_program_its_graph(accept: str, name: str) -> None:
    assert choose(accept, (*GRAPHS, HTML)).name == name


def test_a_name_outdoes_the_header() -> None:
    assert choose("text/html", GRAPHS, ["jsonld"]).name == "jsonld"
    with pytest.raises(NotAcceptable, match="docx"):
        choose(None, GRAPHS, ["docx"])


def test_of_several_names_the_first_that_is_known_counts() -> None:
    assert choose(None, RESULTS, ["tab", "text/tab-separated-values"]).name == "tsv"
    assert choose(None, GRAPHS, ["rdf+xml", "application/rdf+xml"]).name == "rdfxml"


@pytest.mark.parametrize("accept", ["image/png", "text/csv;q=0", "text/csv;q=much", ";;,"])
def test_where_nothing_will_do_the_offers_are_named(accept: str) -> None:
    with pytest.raises(NotAcceptable, match="text/csv"):
        choose(accept, RESULTS)
