"""Who affirmed and who denied a recorded event, asked of a graph written by hand."""

from __future__ import annotations

from pathlib import Path

from tests.questions.test_by_hand import STATEMENT, ask

RECORDED = """
:row rec:recordId "XYZ1" . :other rec:recordId "XYZ2" .
:match rec:eventSaid :shelling ; rec:eventRecorded :row ; rec:matchScore 0.955 ; rec:reason "same place: Kupiansk" .
:ministers a rec:Statement ; {0} .
:friday rec:earliest "2022-05-13"^^xsd:date .
:denial rec:denies :shelling ; rec:claimant :russia ; rec:saidOn :friday ; {0} .
:doubt rec:entertains :shelling ; rec:claimant :witness ; {0} .
:hearsay rec:denies :shelling ; rec:claimant :witness ; rec:embeddedIn :denial ; {0} .
:copy rec:denies :shelling ; rec:claimant :russia ; rec:sameReportAs :denial ; {0} .
:belief rec:denies :shelling ; rec:claimant :witness ; rec:kind kind:attitude ; rec:text 'words'@en ; rec:article :v ;
  rec:contentSpan :span .
:older rec:denies :shelling ; rec:claimant :witness ; rec:kind kind:statement ; rec:text 'words'@en ;
  rec:article :replaced ; rec:contentSpan :span .
"""


def test_each_side_is_told_once_with_its_day(tmp_path: Path) -> None:
    rows = ask(tmp_path / "store", "who-affirmed-who-denied", RECORDED.replace("{0}", STATEMENT))
    assert [(row["id"], row["position"], row["who"], row.get("day")) for row in rows] == [
        ("XYZ1", "affirms", "Olena Bondar", None),
        ("XYZ1", "denies", "Moscow", "2022-05-13"),
        ("XYZ1", "leaves open", "a monitor", None),
    ]
    assert {(row["score"], row["why"]) for row in rows} == {("0.955", "same place: Kupiansk")}


def test_one_event_is_asked_about_by_its_id(tmp_path: Path) -> None:
    graph = RECORDED.replace("{0}", STATEMENT)
    assert ask(tmp_path / "store", "who-affirmed-who-denied", graph, ("UNDEF", '"XYZ2"')) == []
