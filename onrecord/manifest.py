"""The account of a load: what was asked, with which software, what came of it, and what could not be stored and why.

It lies beside the store and is written again every few seconds, so it tells how far a load came whatever ended it::

    loads/20240302T220000Z-1f0c9a2e.json             the manifest
    loads/20240302T220000Z-1f0c9a2e.failures.jsonl   one object for each article that could not be stored

The graph holds the same account as PROV-O (section 3.1), without the names of files and machines, which are nobody
else's business.
"""

from __future__ import annotations

import fcntl
import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from rdflib import Graph, URIRef
from rdflib import Literal as Words

from ingest.run import Run
from onrecord.files import write_whole
from ontology.terms import PROV, RDF, REC, XSD
from ontology.triples import Triples

type Ending = Literal["finished", "interrupted", "failed"]

PACKAGES = ("onrecord", "pyoxigraph", "pyshacl", "rdflib", "spacy", "trafilatura")
"""Those whose release decides what is stored."""

_COUNTED: Mapping[URIRef, str] = {
    REC.articlesAdded: "added",
    REC.articlesFailed: "failed",
    REC.articlesQuarantined: "quarantined",
    REC.articlesRevised: "revised",
    REC.articlesUnchanged: "unchanged",
    REC.articlesUnreadable: "unreadable",
    REC.statementsStored: "statements",
}


class Manifest(BaseModel):
    """How a load stands. ``name`` tells it from every other, ``run`` is the configuration that it carries out."""

    model_config = ConfigDict(frozen=True)

    name: str
    run: str
    configuration: str
    versions: dict[str, str]
    inputs: tuple[str, ...]
    jobs: int
    started: datetime
    updated: datetime
    ended: datetime | None = None
    ending: Ending | None = None
    counts: dict[str, int] = {}
    failures: int = 0

    @classmethod
    def begin(cls, run: Run, inputs: tuple[str, ...], jobs: int, now: datetime) -> Self:
        """Open the account of a load that begins now."""
        versions = {name: version(name) for name in PACKAGES} | {"python": platform.python_version()}
        return cls(
            name=f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{os.urandom(4).hex()}",
            run=str(run.iri),
            configuration=run.configuration,
            versions=versions,
            inputs=inputs,
            jobs=jobs,
            started=now,
            updated=now,
        )

    def after(self, counts: Mapping[str, int], failures: int, now: datetime, ending: Ending | None = None) -> Manifest:
        """Say how the load stands now, and how it ended if it did."""
        ended = now if ending else None
        changed = {"counts": {**counts}, "failures": failures, "updated": now, "ended": ended, "ending": ending}
        return self.model_copy(update=changed)

    def graph(self) -> Graph:
        """Tell the same as PROV, in a graph whose name begins with that of the run.

        >>> from datetime import UTC, datetime
        >>> run = Run("0.1.0", "en_core_web_md", "3.8.0", "ab", "rules", "cd")
        >>> load = Manifest.begin(run, ("news",), 1, datetime(2024, 3, 2, 22, tzinfo=UTC))
        >>> str(load.graph().identifier).removeprefix(str(run.iri))[:17]
        '/20240302T220000Z'
        """
        load = URIRef(f"{self.run}/{self.name}")
        graph = Triples(load)
        graph.add((load, RDF.type, REC.Load))
        graph.add((load, REC.carriesOut, URIRef(self.run)))
        graph.add((load, PROV.startedAtTime, _moment(self.started)))
        if self.ended is not None:
            graph.add((load, PROV.endedAtTime, _moment(self.ended)))
        for path, name in _COUNTED.items():
            graph.add((load, path, Words(self.counts.get(name, 0))))
        return graph


class Account:
    """Keeps the manifest of the load that goes on, and tells by a lock that it does."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder
        self.manifest = manifest
        folder.mkdir(parents=True, exist_ok=True)
        self._failures = (folder / f"{manifest.name}.failures.jsonl").open("ab")
        fcntl.flock(self._failures, fcntl.LOCK_EX)
        self.write(manifest)

    def note(self, line: str) -> None:
        """Add what could not be stored, as a line of JSON; it is there even if the process dies the next moment."""
        self._failures.write(line.encode("utf-8", "backslashreplace") + b"\n")
        self._failures.flush()

    def write(self, manifest: Manifest) -> None:
        """Write how the load stands, whole."""
        self.manifest = manifest
        with write_whole(self._folder / f"{manifest.name}.json") as sink:
            sink.write(manifest.model_dump_json(indent=1).encode() + b"\n")

    def close(self) -> None:
        """Let go of the lock. A file of failures in which nothing stands is taken away."""
        empty = not self._failures.tell()
        self._failures.close()
        if empty:
            (self._folder / f"{self.manifest.name}.failures.jsonl").unlink(missing_ok=True)


def find_latest(folder: Path) -> Manifest | None:
    """Read the manifest of the load that began last; one that cannot be read is passed over."""
    for file in sorted(folder.glob("*.json"), reverse=True):
        try:
            return Manifest.model_validate_json(file.read_bytes())
        except (OSError, ValidationError):
            continue
    return None


def goes_on(folder: Path, manifest: Manifest) -> bool:
    """Tell whether the process of a load is still there."""
    try:
        with (folder / f"{manifest.name}.failures.jsonl").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _moment(moment: datetime) -> Words:
    return Words(moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=XSD.dateTime)
