"""Values out of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from api.asking import Record
from api.v1.models import ArticleReference, Thing, Time
from api.v1.pages import read_bag


class Naming:
    """Where the things of a store are shown to people: at a server, or nowhere.

    Examples
    --------
    >>> Naming("https://example.org/id/", "http://localhost:8000/").page("https://example.org/id/actor/1")
    'http://localhost:8000/id/actor/1'
    """

    def __init__(self, base: str, server: str | None) -> None:
        self._base = base
        self._server = server

    def page(self, iri: str) -> str | None:
        """Give the address of a thing's page; None for what is not of this store."""
        if self._server is None or not iri.startswith(self._base):
            return None
        return f"{self._server}id/{quote(iri.removeprefix(self._base), safe="/%:=,;@!$&'()*+~")}"


def text(row: Record, name: str) -> str | None:
    """Give a value as text; None where the row has none."""
    value = row.get(name)
    return None if value is None else str(value)


def local_name(row: Record, name: str) -> str | None:
    """Give the last part of a term of the vocabulary."""
    value = text(row, name)
    return None if value is None else value.rpartition("#")[2]


def number(row: Record, name: str) -> float | None:
    """Give a number; None where the row has none, or something that is none."""
    value = text(row, name)
    try:
        return None if value is None else float(value)
    except ValueError:
        return None


def things(cells: Iterable[Sequence[str]]) -> list[Thing]:
    """Give things out of cells of IRI, language and label: each once, in English where it has a name in it.

    Examples
    --------
    >>> things([("b", "fr", "Pékin"), ("b", "en", "Beijing"), ("a", "", "")])
    [Thing(iri='b', label='Beijing'), Thing(iri='a', label=None)]
    """
    best: dict[str, tuple[bool, bool, str]] = {}
    for iri, language, label in cells:
        rank = (not label, language not in {"", "en"}, label)
        best[iri] = min(best.get(iri, rank), rank)
    return [Thing(iri=iri, label=label or None) for iri, (_, _, label) in best.items()]


def bagged(row: Record, name: str) -> list[list[str]]:
    """Give the cells of a bag."""
    return read_bag(text(row, name) or "")


def climb(thing: str, edges: Iterable[Sequence[str]]) -> list[Thing]:
    """Give what a thing is a part of, the nearest first, out of cells of part, whole, language and label.

    Examples
    --------
    >>> [up.iri for up in climb("a", [("b", "c", "", ""), ("a", "b", "", ""), ("c", "a", "", "")])]
    ['b', 'c']
    """
    above = defaultdict[str, list[Sequence[str]]](list)
    for part, *whole in edges:
        above[part].append(whole)
    passed, level, found = {thing}, [thing], list[Thing]()
    while level:
        wholes = things(cells for part in level for cells in above[part])
        next_level = [whole for whole in wholes if whole.iri not in passed]
        found += next_level
        level = [whole.iri for whole in next_level]
        passed.update(level)
    return found


def read_time(row: Record) -> Time | None:
    """Read the time of a row; None where nothing is known of it."""
    known = {name: text(row, name) for name in ("words", "edtf", "earliest", "latest")}
    known["basis"] = local_name(row, "basis")
    return Time(**known) if any(known.values()) else None


def read_article(row: Record, iri: str) -> ArticleReference:
    """Read the article that a row is from."""
    publisher = next(iter(things(bagged(row, "publishers"))), None)
    return ArticleReference(
        iri=iri,
        url=text(row, "url"),
        title=text(row, "title"),
        published=text(row, "published"),
        publisher=publisher.label if publisher else None,
    )
