"""What is highlighted is what is stored, letter for letter, whatever the letters."""

from __future__ import annotations

import pytest

from tests.api import desk
from tests.browser.articles import CONTENTS, OVERLAPPING, OVERLAPPING_TEXT, UNUSUAL, bounds
from tests.browser.visits import Visit

# The text of the article as it stands on the page, and for each letter whether it is highlighted as something said.
READ = """() => {
  const letters = []
  const walker = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement
    if (holder.closest('sup.note')) continue
    const said = holder.closest('.content') !== null
    for (const letter of walker.currentNode.data) letters.push([letter, said])
  }
  return letters
}"""


def read(visit: Visit) -> tuple[str, set[int]]:
    letters = visit.page.evaluate(READ)
    return "".join(letter for letter, _ in letters), {at for at, (_, said) in enumerate(letters) if said}


def test_contents_beside_inside_and_across_one_another_are_highlighted_whole(visit: Visit) -> None:
    visit.go("/page/" + OVERLAPPING.removeprefix(desk.BASE))
    text, said = read(visit)
    assert text == OVERLAPPING_TEXT
    stored = {at for content in CONTENTS for at in range(*bounds(content))}
    assert said == stored


@pytest.mark.parametrize("content", CONTENTS)
def test_the_address_of_a_content_leads_to_where_it_begins(visit: Visit, content: str) -> None:
    start, end = bounds(content)
    visit.go(f"/page/{OVERLAPPING.removeprefix(desk.BASE)}#char={start},{end}")
    target = visit.page.locator(":target").first
    assert content.startswith(target.evaluate("(node) => node.firstChild.textContent").split("<")[0][:3])


def test_an_article_that_was_read_keeps_its_letters(visit: Visit) -> None:
    visit.go("/search?q=clinic")
    visit.page.get_by_role("link", name="stays open").first.click()
    text, said = read(visit)
    assert text == UNUSUAL["text"]
    rows = visit.page.request.get(f"{visit.address}/api/v1/statements", params={"text": "clinic"}).json()["items"]
    [row] = [row for row in rows if "stay open" in row["text"]]
    contents = [(span["begin"], span["end"]) for span in row["spans"] if span["part"] == "content"]
    assert contents
    assert all(at in said for start, end in contents for at in range(start, end))
    assert "clinic\u00a0would" in "".join(text[start:end] for start, end in contents)
