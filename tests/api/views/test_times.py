from __future__ import annotations

from datetime import date

import pytest
from rdflib import XSD, Graph, Literal, URIRef

from api.labels import Labels
from api.views.times import read_time, say_days
from ontology.terms import REC

TIME = URIRef("https://example.org/time/0")


@pytest.mark.parametrize(
    ("earliest", "latest", "said"),
    [
        (date(2022, 1, 27), date(2022, 1, 27), "27 January 2022"),
        (date(2021, 8, 1), date(2021, 8, 31), "August 2021"),
        (date(2020, 2, 1), date(2020, 2, 29), "February 2020"),
        (date(1990, 1, 1), date(1999, 12, 31), "1990 to 1999"),
        (date(2021, 1, 1), date(2021, 12, 31), "2021"),
        (date(2021, 1, 1), date(2021, 3, 31), "1 January 2021 to 31 March 2021"),
        (None, date(2022, 1, 28), "28 January 2022 or earlier"),
        (date(2022, 1, 28), None, "28 January 2022 or later"),
        (None, None, "day not known"),
    ],
)
def test_no_more_is_said_of_a_day_than_is_known(earliest: date | None, latest: date | None, said: str) -> None:
    assert say_days(earliest, latest) == said


@pytest.mark.parametrize(
    ("edtf", "said"), [("2022-01-27", "27 "), ("2022-01-27~", "about 27 "), ("2022-01-27?", "perhaps 27 ")]
)
def test_a_doubt_is_said(edtf: str, said: str) -> None:
    graph = Graph()
    for path in (REC.earliest, REC.latest):
        graph.add((TIME, path, Literal("2022-01-27", datatype=XSD.date)))
    graph.add((TIME, REC.edtf, Literal(edtf)))
    assert read_time(graph, TIME, Labels("", {})).days == said + "January 2022"


def test_a_day_that_the_calendar_lacks_is_unknown() -> None:
    graph = Graph()
    graph.add((TIME, REC.earliest, Literal("2022-02-31", datatype=XSD.date, normalize=False)))
    assert read_time(graph, TIME, Labels("", {})).days == "day not known"
