"""The ways that a journalist and a researcher take through the pages."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from tests.browser.visits import Visit

ASKING = (Path(__file__).parents[2] / "docs" / "asking.md").read_text("utf-8")
EDITOR = ".yasqe .CodeMirror"
WITHOUT_NOTES = """(node) => {
  const copy = node.cloneNode(true)
  for (const note of copy.querySelectorAll('sup.note')) note.remove()
  return copy.textContent
}"""
END = "() => { const e = document.querySelector('.CodeMirror').CodeMirror; e.focus(); e.setCursor(e.lastLine(), 99) }"
SET = "(query) => document.querySelector('.yasqe .CodeMirror').CodeMirror.setValue(query)"


def write(visit: Visit, query: str) -> None:
    """Put a query into the editor."""
    visit.page.wait_for_selector(EDITOR)
    visit.page.evaluate(SET, query)


def complete(visit: Visit) -> None:
    """Ask for completions at the end of the query."""
    visit.page.evaluate(END)
    visit.page.keyboard.press("Control+Space")


def ask(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Ask").click()


def test_three_clicks_lead_from_the_front_page_to_the_sentence(visit: Visit) -> None:
    page = visit.page
    visit.go("/")
    page.get_by_role("searchbox").fill("seeds of terrorism")
    page.get_by_role("button", name="Search").click()
    page.locator("a[href*='/statement/']").first.click()
    said = page.locator("h1").inner_text().strip("“”")
    page.locator("a[href*='#char=']").first.click()
    page.wait_for_url(re.compile("#char="))
    target = page.locator(":target").first
    expect(target).to_be_in_viewport()
    assert "terrorism" in said
    assert target.evaluate(WITHOUT_NOTES) == said


def test_a_question_of_the_front_page_is_answered_by_one_click(visit: Visit) -> None:
    visit.go("/")
    visit.page.get_by_role("link", name=re.compile("window of dates")).click()
    expect(visit.page.locator("#rows tbody tr").first).to_be_visible()
    expect(visit.page.locator(EDITOR)).to_contain_text("rec:saidOn")


def test_a_researcher_runs_an_example_and_looks_at_it_in_every_way(visit: Visit) -> None:
    page = visit.page
    visit.go("/sparql")
    page.get_by_role("link", name=re.compile("window of dates")).click()
    expect(page.locator(".yasr table.dataTable tbody tr").first).to_be_visible()
    expect(page.get_by_role("status").first).to_contain_text(re.compile(r"\d+ rows"))
    page.locator(".select_timeline").click()
    expect(page.locator(".yasr figure[data-drawn=timeline] svg.plot")).to_be_visible()
    page.locator(".select_response").click()
    expect(page.locator(".yasr .CodeMirror").first).to_be_visible()
    assert "query=" in unquote(page.url)


@pytest.mark.parametrize(("number", "kind", "drawn"), [(0, "map", "svg.map .marked"), (1, "network", "canvas")])
def test_the_queries_of_the_page_on_asking_are_drawn(visit: Visit, number: int, kind: str, drawn: str) -> None:
    visit.go("/sparql")
    write(visit, re.findall(r"```sparql\n(.*?)```", ASKING, re.DOTALL)[number])
    ask(visit)
    visit.page.locator(f".select_{kind}").click()
    expect(visit.page.locator(f".yasr figure[data-drawn={kind}] {drawn}").first).to_be_attached()


def test_answers_in_every_form_stand_in_nobodys_way(visit: Visit) -> None:
    page = visit.page
    visit.go("/sparql")
    write(visit, 'SELECT * { VALUES (?from ?to ?day ?country) { ("Ana" "Bea" "2024-05-01" "KEN") } }')
    ask(visit)
    expect(page.locator(".yasr table.dataTable")).to_be_visible()
    assert visit.barriers() == []
    for kind in ("timeline", "map", "network"):
        page.locator(f".select_{kind}").click()
        expect(page.locator(f".yasr figure[data-drawn={kind}]")).to_be_visible()
        assert visit.barriers() == []


def test_days_of_every_form_are_drawn_and_the_rest_is_counted(visit: Visit) -> None:
    days = ("2022-01-27", "2021-08", "199X", "../2022-01-28", "2021-09-14/2021-10-15", "2022-01-27T10:00:00Z", "soon")
    visit.go("/sparql")
    rows = " ".join(f'("{day}" "{day}")' for day in days)
    write(visit, f"SELECT ?day ?who {{ VALUES (?day ?who) {{ {rows} }} }}")
    ask(visit)
    visit.page.locator(".select_timeline").click()
    figure = visit.page.locator("figure[data-drawn=timeline]")
    expect(figure.locator("figcaption")).to_have_text("1 row without a day is not drawn.")
    expect(figure.locator("svg.plot [data-part=dot] circle")).to_have_count(3)
    expect(figure.locator("svg.plot [data-part=rule] line")).to_have_count(3)


def test_states_are_found_by_name_and_code_and_small_ones_are_named(visit: Visit) -> None:
    visit.go("/sparql")
    write(
        visit,
        'SELECT ?state ?n { VALUES (?state ?n) { ("KEN" 3) ("Peru" 5) ("FR" 1) ("Malta" 2) ("XKX" 1) ("Oz" 1) } }',
    )
    ask(visit)
    visit.page.locator(".select_map").click()
    figure = visit.page.locator("figure[data-drawn=map]")
    expect(figure.locator("path.marked")).to_have_count(4)
    expect(figure.locator("path.marked title")).to_contain_text(["Kenya: 3"])
    expect(figure.locator("figcaption")).to_contain_text("The darkest is Peru, with 5.")
    expect(figure.locator("figcaption")).to_contain_text("Too small for this map: Malta 2.")
    expect(figure.locator("figcaption")).to_contain_text("1 row without a state is not drawn.")


MADE = """<!doctype html><html lang="en"><title>Made</title><link rel="stylesheet" href="/static/style.css">
<script type="module" src="/static/web/pictures.js"></script><main>
<table id="months" data-picture="timeline"><thead><tr><th>Month</th><th>Said by them</th><th>Said about them</th></tr>
</thead><tbody><tr><td data-value="2022-01">January</td><td>3</td><td>0</td></tr>
<tr><td data-value="2022-02">February</td><td>1</td><td>7</td></tr></tbody></table>
<table id="ties" data-picture="network" data-from="Ana"><thead><tr><th>Who</th><th>Told</th><th>Named</th></tr></thead>
<tbody><tr><td>Bea</td><td>1</td><td>2</td></tr><tr><td>Cem</td><td>4</td><td>0</td></tr></tbody></table>
<table id="words" data-picture="timeline">
<thead><tr><th>What</th></tr></thead><tbody><tr><td>no days</td></tr></tbody></table>
"""


def test_tables_of_pages_say_what_they_hold(visit: Visit) -> None:
    page = visit.page
    page.route(f"{visit.address}/made", lambda route: route.fulfill(body=MADE, content_type="text/html"))
    visit.go("/made")
    lanes = page.locator("figure:has(+ #months) svg.plot")
    expect(lanes.locator("[data-part=rule] line")).to_have_count(3)
    expect(lanes).to_contain_text("Said about them")
    expect(page.locator("figure:has(+ #ties) [role=img]")).to_have_attribute(
        "aria-label", "A network of 3 names and 2 ties"
    )
    expect(page.locator("figure:has(+ #words)")).to_have_count(0)


def test_a_table_is_drawn_where_it_stands_and_stays(visit: Visit) -> None:
    page = visit.page
    visit.go("/page/actor/khawaja-muhammad-asif")
    months = page.locator("section.table:has(#months)")
    months.get_by_role("button", name="Timeline").click()
    expect(months.locator("figure[data-drawn=timeline] svg.plot")).to_be_visible()
    expect(page.locator("#months")).to_be_visible()
    ties = page.locator("section.table:has(#network)")
    ties.get_by_role("button", name="Network").click()
    expect(ties.locator("figure[data-drawn=network] canvas").first).to_be_attached()


def test_an_answer_that_came_with_the_page_is_drawn_when_asked(visit: Visit) -> None:
    page = visit.page
    visit.go("/")
    page.get_by_role("link", name=re.compile("window of dates")).click()
    page.get_by_role("button", name="Timeline").click()
    expect(page.locator("figure[data-drawn=timeline] svg.plot")).to_be_visible()
    page.get_by_role("button", name="Timeline").click()
    expect(page.locator("figure.picture").first).to_be_hidden()


def test_a_picture_says_what_a_table_lacks_for_it(visit: Visit) -> None:
    visit.go("/sparql")
    write(visit, "SELECT * { ?thing ?path ?value } LIMIT 3")
    ask(visit)
    expect(visit.page.locator(".yasr table.dataTable")).to_be_visible()
    visit.page.locator(".select_map").click()
    expect(visit.page.locator(".yasr_fallback_info")).to_contain_text("A map needs a column of states")


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("SELECT * { ?a ?b", "The query is malformed"),
        ("SELECT * { SERVICE <https://elsewhere.example/> { ?a ?b ?c } }", "This query is not allowed here"),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", "The query took too long"),
    ],
)
def test_what_is_refused_is_refused_in_words(visit: Visit, query: str, title: str) -> None:
    visit.go("/sparql")
    write(visit, query)
    ask(visit)
    shown = visit.page.get_by_role("alert")
    expect(shown.get_by_role("heading")).to_have_text(title)
    assert len(shown.inner_text()) > len(title) + 20


def test_a_query_that_runs_can_be_stopped(visit: Visit) -> None:
    visit.go("/sparql")
    write(visit, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    ask(visit)
    visit.page.get_by_role("button", name="Stop").click()
    expect(visit.page.get_by_role("alert").get_by_role("heading")).to_have_text("The query was stopped")
    expect(visit.page.get_by_role("button", name="Ask")).to_be_visible()


def test_our_own_classes_and_properties_are_offered(visit: Visit) -> None:
    page = visit.page
    visit.go("/sparql")
    write(visit, "PREFIX rec: <https://w3id.org/onrecord/ns#>\nSELECT * { ?a rec:saidO")
    complete(visit)
    expect(page.locator(".CodeMirror-hints")).to_contain_text("rec:saidOn")
    assert not any("lov." in url or "prefix.cc" in url for url in visit.asked)
    page.keyboard.press("Escape")
    write(visit, "PREFIX rec: <https://w3id.org/onrecord/ns#>\nSELECT * { ?a a Statem")
    complete(visit)
    expect(page.locator(".CodeMirror-hints")).to_contain_text("rec:Statement")


def test_literals_are_shown_letter_for_letter(visit: Visit) -> None:
    hostile = "<b>{{b}}</b> &amp; <img src=x onerror=alert(1)>"
    visit.go("/sparql")
    write(visit, f'SELECT ?a ?b {{ VALUES (?a ?b) {{ ("{hostile}" "two") ("other" "three") }} }}')
    ask(visit)
    shown = visit.page.locator(".yasr .nonIri")
    expect(shown.first).to_have_text(hostile)
    visit.page.get_by_label("Filter query results").press_sequentially("&amp; <img")
    expect(shown).to_have_text([hostile, "two"])


def test_things_in_answers_lead_to_their_pages_here(visit: Visit) -> None:
    visit.go("/sparql")
    write(
        visit, "PREFIX rec: <https://w3id.org/onrecord/ns#>\nSELECT ?who { ?who rec:claims ?s } ORDER BY ?who LIMIT 1"
    )
    ask(visit)
    link = visit.page.locator(".yasr a.iri").first
    expect(link).to_be_visible()
    assert (link.get_attribute("href") or "").startswith("/id/")
