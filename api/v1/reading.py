"""Values out of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from api.v1.asking import Record
from api.v1.models import Thing


class Naming:
    """Where the things of a store are shown to people.

    Examples
    --------
    >>> Naming("https://example.org/id/", "http://localhost:8000/").page("https://example.org/id/actor/1")
    'http://localhost:8000/id/actor/1'
    """

    def __init__(self, base: str, server: str) -> None:
        self._base = base
        self._server = server

    def page(self, iri: str) -> str | None:
        """Give the address of a thing's page; None for what is not of this store."""
        if not iri.startswith(self._base):
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
