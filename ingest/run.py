"""Which software read an article, with which model, words and names: the provenance that every graph points to.

A run's address is a digest of that configuration and of nothing else, so the same software reading the same article
writes the same graph, on any machine and on any day (PROV-O, section 3.1).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Self

from rdflib import RDF, Graph, Literal, URIRef

import ontology
import shapes
from ingest.address import BASE
from ingest.extractor import Extractor
from ingest.nlp import Annotator
from ingest.places import gazetteer
from ontology.terms import REC


@dataclass(frozen=True, slots=True)
class Run:
    """One configuration of the software.

    ``data`` digests the lexicon, the authority, the vocabulary, the shapes, and the gazetteer's name and version.
    ``own`` is the digest of a user's own entries of the authority, empty where there are none.
    """

    software: str
    pipeline: str
    pipeline_version: str
    pipeline_digest: str
    extractor: str
    data: str
    base: str = BASE
    own: str = ""

    @classmethod
    def of(cls, annotator: Annotator, extractor: Extractor, base: str = BASE) -> Run:
        """Describe the software as it is installed, with these two."""
        return cls(
            software=version("onrecord"),
            pipeline=annotator.name,
            pipeline_version=annotator.version,
            pipeline_digest=annotator.digest,
            extractor=extractor.name,
            data=digest_data(),
            base=base,
        )

    @classmethod
    def told(cls, iri: str, configuration: str) -> Self:
        """Give a run as its address and its configuration tell of it.

        Raises
        ------
        ValueError
            The two do not belong together.

        Examples
        --------
        >>> run = Run("0.1.0", "en_core_web_md", "3.8.0", "ab", "rules", "cd")
        >>> Run.told(str(run.iri), run.configuration) == run
        True
        """
        parts = json.loads(configuration)
        pipeline, version_, digest = parts["pipeline"].split(" ")
        base = iri.rpartition("run/")[0]
        run = cls(
            parts["software"], pipeline, version_, digest, parts["extractor"], parts["data"], base, parts.get("own", "")
        )
        if str(run.iri) != iri:
            raise ValueError(f"{iri} is not the run of {configuration}")
        return run

    @property
    def configuration(self) -> str:
        """The configuration as canonical JSON: keys sorted, no white space (RFC 8785, as far as strings need it)."""
        parts = {
            "software": self.software,
            "pipeline": f"{self.pipeline} {self.pipeline_version} {self.pipeline_digest}",
            "extractor": self.extractor,
            "data": self.data,
        }
        if self.own:
            parts["own"] = self.own
        return json.dumps(parts, sort_keys=True, separators=(",", ":"))

    @property
    def iri(self) -> URIRef:
        """The run's address, which is also the name of its graph.

        >>> Run("0.1.0", "en_core_web_md", "3.8.0", "ab", "rules", "cd").iri
        rdflib.term.URIRef('https://w3id.org/onrecord/id/run/612376d3101acb20')
        """
        return URIRef(f"{self.base}run/{hashlib.sha256(self.configuration.encode()).hexdigest()[:16]}")

    def graph(self) -> Graph:
        """Return what is known of the run; it holds no time, so it is the same whenever it is written."""
        graph = Graph(identifier=self.iri)
        graph.add((self.iri, RDF.type, REC.Run))
        for path, value in (
            (REC.softwareVersion, self.software),
            (REC.pipelineName, self.pipeline),
            (REC.pipelineVersion, self.pipeline_version),
            (REC.pipelineDigest, self.pipeline_digest),
            (REC.configuration, self.configuration),
        ):
            graph.add((self.iri, path, Literal(value)))
        return graph


def digest_data() -> str:
    """Return the SHA-256 of everything that is not code and yet decides what is read, 64 hex digits."""
    total = hashlib.sha256()
    for file in (
        *lexicon(files("ingest") / "lexicon"),
        *ontology.files(),
        *ontology.authority_files(),
        *shapes.files(),
    ):
        total.update(file.name.encode() + b"\0")
        total.update(file.read_bytes())
    total.update(gazetteer.describe().encode())
    return total.hexdigest()


def lexicon(folder: Traversable) -> Iterable[Traversable]:
    """Yield the tables of every language, by name."""
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            yield from lexicon(entry)
        elif entry.name.endswith(".toml"):
            yield entry
