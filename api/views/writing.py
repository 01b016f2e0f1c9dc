"""Pages in HTML, out of one state of the graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from rdflib import URIRef

from api.errors import FoundElsewhere, NotFound
from api.store import Reader
from api.views.citing import Place
from api.views.dataset import read_dataset
from api.views.front import read_front
from api.views.lookup import Elsewhere, look_up


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that is asked for: of a thing; or, without an IRI, the front page, with questions to begin with.

    ``server`` is the address that things are cited at. ``about`` is what is known of the whole data set, of which then
    the page is asked for.
    """

    iri: str = ""
    questions: Sequence[object] = ()
    server: str = ""
    about: Mapping[str, str] = field(default_factory=dict)


class Templates:
    """The templates of all pages, read when this is made; whatever a page is given is escaped on its way in.

    Examples
    --------
    >>> "<desk>" in "".join(Templates("Kabul <desk>").write("base.html"))
    False
    """

    def __init__(self, title: str) -> None:
        self._title = title
        folder = files("api") / "templates"
        self._templates = Environment(
            loader=DictLoader({file.name: file.read_text("utf-8") for file in folder.iterdir()}),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def write(self, template: str, **values: object) -> Iterator[str]:
        """Write a page, part by part."""
        return self._templates.get_template(template).generate(title=self._title, **values)


class PageWriter:
    """Writes the pages of what is on record; ``base`` is what the IRIs of things begin with."""

    def __init__(self, base: str, title: str) -> None:
        self._base = base
        self._title = title
        self._templates = Templates(title)

    def write(self, reader: Reader, sheet: Sheet) -> Iterator[str]:
        """Read a page out of a state, and write it part by part.

        Raises
        ------
        NotFound
            Nothing of this name is on record.
        FoundElsewhere
            Its page is that of another thing.
        """
        if sheet.about:
            view = read_dataset(reader, self._base)
            return self._templates.write("dataset.html", view=view, about=sheet.about)
        if not sheet.iri:
            return self._templates.write("front.html", view=read_front(reader, self._base), questions=sheet.questions)
        found = look_up(reader, URIRef(sheet.iri), self._base)
        if found is None:
            raise NotFound(f"{sheet.iri} is not on record; look at / for what is")
        if isinstance(found, Elsewhere):
            raise FoundElsewhere(found.address)
        local = sheet.iri.removeprefix(self._base)
        cite = Place(sheet.server, self._title, reader.state).cite(found.cited, local)
        rows = f"/api/v1/{found.rows}/{local}" if found.rows else None
        shown = {"iri": sheet.iri, "data": f"/data/{local}", "rows": rows, "cite": cite}
        return self._templates.write(found.template, **shown, **found.values)
