"""What is wrong with a page: what may not be there, and what somebody without a mouse or without eyes would miss."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

_VOID = frozenset({"meta", "link", "input", "br"})
_SECTIONS = {
    "header",
    "footer",
    "nav",
    "main",
    "section",
    "article",
    "aside",
    "h1",
    "h2",
    "h3",
    "p",
    "div",
    "blockquote",
}
_WORDS = {"a", "span", "bdi", "mark", "sup", "strong", "code", "pre", "title", "summary", "details"}
_LISTS = {"ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td"}
_FORMS = {"form", "label", "select", "option", "textarea", "button"}
_ELEMENTS = _VOID | _SECTIONS | _WORDS | _LISTS | _FORMS | {"html", "head", "body"}
_CONTROLS = frozenset({"input", "select", "textarea"})


class Markup(HTMLParser):
    """A page that was read: its faults, and its text in elements of a class or a name."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.words: list[str] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self._heads: list[int] = []
        self._counts = Counter[str]()
        self._ids = Counter[str]()
        self._labelled: set[str] = set()
        self._controls: list[tuple[str, str]] = []
        self._tables: list[bool] = []
        self.feed(page)
        self.close()
        self.faults += self._judge()

    @property
    def text(self) -> str:
        """All that is shown, as it stands."""
        return "".join(self.words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._counts[tag] += 1
        if tag == "script" and re.fullmatch(r"/static/web/\w+\.js", given.pop("src", "")):
            return  # a file of this server
        if tag not in _ELEMENTS:
            self.faults.append(f"an element {tag}")
        for name, value in given.items():
            if name.startswith("on") or name in {"style", "src", "srcdoc", "formaction"}:
                self.faults.append(f"an attribute {name}")
            if name in {"href", "action"} and not re.match(r"/(?!/)|#|https?://", value):
                self.faults.append(f"a link to {value!r}")
        if identity := given.get("id"):
            self._ids[identity] += 1
        if re.fullmatch(r"h[1-6]", tag):
            self._heads.append(int(tag[1]))
        if tag == "label" and "for" in given:
            self._labelled.add(given["for"])
        if tag in _CONTROLS and given.get("type") != "hidden":
            inside = any(name == "label" for name, _ in self._open)
            named = inside or "aria-label" in given
            self._controls.append(("" if named else given.get("id", "without id"), given.get("name", tag)))
        if tag == "table":
            self._tables.append(False)
        if tag == "caption" and self._tables:
            self._tables[-1] = True
        if tag not in _VOID:
            self._open.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or tag == "script":
            return
        while self._open and self._open[-1][0] != tag and self._open[-1][0] in {"p", "li", "option"}:
            self._open.pop()
        if not self._open or self._open.pop()[0] != tag:
            self.faults.append(f"an end of {tag} that fits nothing")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.faults.append("a comment")

    def _judge(self) -> Iterator[str]:
        if self._open:
            yield f"{self._open[-1][0]} is never closed"
        yield from (f"the name {name} twice" for name, number in self._ids.items() if number > 1)
        if self._counts["h1"] != 1 or self._counts["main"] != 1:
            yield f"{self._counts['h1']} h1 and {self._counts['main']} main"
        steps = zip([0, *self._heads], self._heads, strict=False)
        yield from (f"h{after} after h{before}" for before, after in steps if after > before + 1)
        yield from (
            f"{name} has no label" for identity, name in self._controls if identity and identity not in self._labelled
        )
        yield from ("a table without a caption" for has in self._tables if not has)


def faults(page: str) -> list[str]:
    """Give what is wrong with a page."""
    return Markup(page).faults
