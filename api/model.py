"""The version of the model that a graph follows, and the way from an older one to the software's own.

The version is ``owl:versionInfo`` of the vocabulary, and a store carries it in the graph of the vocabulary it was
loaded with. A migration is one file of SPARQL updates in ``api/migrations``, named for the versions it leads from and
to, as ``0.1.0-to-0.2.0.ru``. An update names its graphs (``GRAPH ?g``), for the default graph of an update is no union.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import rdflib
from rdflib import OWL, URIRef

import ontology
from api.errors import ModelNewer, ModelOlder, ModelUnknown
from api.store import Reader, Rows, Writer

VOCABULARY = URIRef("https://w3id.org/onrecord/ns")
_NAME = re.compile(r"(?P<old>\d+\.\d+\.\d+)-to-(?P<new>\d+\.\d+\.\d+)\.ru")
_STORED = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?version { GRAPH ?graph { ?vocabulary owl:versionInfo ?version } }"""


@dataclass(frozen=True, slots=True)
class Migration:
    """Updates that lead a graph from one version of the model to the next."""

    old: str
    new: str
    update: str


@cache
def current_model() -> str:
    """Give the version of the model that this software writes and asks.

    Examples
    --------
    >>> len(current_model().split("."))
    3
    """
    graph = rdflib.Graph().parse(data=ontology.files()[0].read_bytes(), format="turtle")
    return str(graph.value(VOCABULARY, OWL.versionInfo))


def read_model(reader: Reader | Writer, base: str) -> str | None:
    """Give the version of the model that a store follows; None where it holds no vocabulary, and so no articles."""
    answer = reader.query(_STORED, {"graph": URIRef(f"{base}ontology"), "vocabulary": VOCABULARY})
    versions = [str(row["version"]) for row in answer.records()] if isinstance(answer, Rows) else []
    return max(versions, key=_order, default=None)


def check_model(version: str | None, where: str) -> None:
    """Make sure that this software can write to a store, or answer from it.

    Raises
    ------
    ModelNewer
        It follows a model that this software does not know yet.
    ModelOlder
        It has to be lifted first.

    Examples
    --------
    >>> check_model(current_model(), "onrecord-data")
    >>> check_model("99.0.0", "onrecord-data")
    Traceback (most recent call last):
    ...
    api.errors.ModelNewer: onrecord-data: follows the model 99.0.0 and this OnRecord knows 0.1.0; use a newer OnRecord
    """
    if version is None or version == current_model():
        return
    if _order(version) > _order(current_model()):
        raise ModelNewer(
            f"{where}: follows the model {version} and this OnRecord knows {current_model()}; use a newer OnRecord"
        )
    raise ModelOlder(
        f"{where}: follows the model {version} and this OnRecord writes {current_model()}; run onrecord migrate first"
    )


def load_migrations(folder: Traversable | None = None) -> tuple[Migration, ...]:
    """Read the migrations that ship with the package, or those of another folder."""
    place = folder or files("api") / "migrations"
    found = (
        Migration(match["old"], match["new"], entry.read_text("utf-8"))
        for entry in (place.iterdir() if place.is_dir() else ())
        if (match := _NAME.fullmatch(entry.name))
    )
    return tuple(sorted(found, key=lambda migration: _order(migration.old)))


def find_chain(version: str, goal: str, known: Iterable[Migration]) -> tuple[Migration, ...]:
    """Give the migrations that lead from one version to another, in order.

    Raises
    ------
    ModelUnknown
        No chain of them does.

    Examples
    --------
    >>> steps = [Migration("2.0.0", "3.0.0", "b"), Migration("1.0.0", "2.0.0", "a")]
    >>> [step.update for step in find_chain("1.0.0", "3.0.0", steps)]
    ['a', 'b']
    """
    steps: Mapping[str, Migration] = {step.old: step for step in known}
    chain: list[Migration] = []
    at = version
    while at != goal:
        if at not in steps or len(chain) > len(steps):
            raise ModelUnknown(
                f"no way leads from the model {version} to {goal}; ingest the articles into a new store instead"
            )
        chain.append(steps[at])
        at = steps[at].new
    return tuple(chain)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))
