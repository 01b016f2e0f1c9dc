"""A research object: the graph, the table of statements, and what they are (RO-Crate Metadata Specification 1.1)."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final

from rocrate.model.contextentity import ContextEntity
from rocrate.rocrate import ROCrate

from api.store import Reader
from onrecord.exporting.about import GRAPH, TABLE, About, Part
from onrecord.exporting.lines import write_compressed
from onrecord.exporting.rows import write_statements

METADATA: Final = "ro-crate-metadata.json"
_VERSION: Final = "1.1"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can tell

TITLES: Final = {
    GRAPH: ("The graph, as N-Quads in order, compressed", "application/n-quads"),
    TABLE: ("The statements, a row each, in Apache Parquet", "application/vnd.apache.parquet"),
}
"""What the files of every crate hold, and of which type they are."""


def describe_crate(about: About, parts: Iterable[Part]) -> bytes:
    """Write the metadata of a crate.

    Examples
    --------
    >>> from datetime import date
    >>> found = json.loads(describe_crate(About("Kabul desk", date(2026, 11, 27), "7"), []))
    >>> [each["datePublished"] for each in found["@graph"] if each["@id"] == "./"]
    ['2026-11-27']
    """
    crate = ROCrate(version=_VERSION)
    root = crate.root_dataset
    root["name"], root["description"] = about.title, about.description
    root["datePublished"], root["version"] = about.day.isoformat(), about.number
    root["keywords"] = ["news", "quotations", "attribution", "statements", "knowledge graph", "RDF"]
    if about.publisher:
        publisher = _add(crate, "#publisher", {"@type": "Organization", "name": about.publisher})
        root["publisher"] = root["author"] = publisher
    if about.licence:
        licence = {"@type": "CreativeWork", "name": about.licence, "description": "The licence of the data."}
        root["license"] = _add(crate, about.licence, licence)
    files = [_add_file(crate, part) for part in parts]
    software = {"@type": "SoftwareApplication", "name": about.software, "version": about.software.rpartition(" ")[2]}
    made = {"@type": "CreateAction", "name": "Made out of news articles", "result": files}
    action = _add(crate, "#making", made)
    action["instrument"] = _add(crate, "#software", software)
    root["mentions"] = action
    return json.dumps(crate.metadata.generate(), ensure_ascii=False, indent=1).encode() + b"\n"


def write_crate(reader: Reader, about: About, sink: BinaryIO) -> None:
    """Write a crate as a zip archive."""
    with TemporaryDirectory(prefix="onrecord-crate-") as folder:
        files = fill(Path(folder), reader)
        parts = [Part.of(file, *TITLES[file.name]) for file in files]
        (Path(folder) / METADATA).write_bytes(describe_crate(about, parts))
        with zipfile.ZipFile(sink, "w") as archive:
            for file in (Path(folder) / METADATA, *files):
                entry = zipfile.ZipInfo(file.name, _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED if file.name == METADATA else zipfile.ZIP_STORED
                entry.external_attr = 0o644 << 16
                entry.file_size = file.stat().st_size
                with file.open("rb") as given, archive.open(entry, "w") as taken:
                    shutil.copyfileobj(given, taken)


def fill(folder: Path, reader: Reader) -> tuple[Path, ...]:
    """Write the files that every crate holds into a folder."""
    graph, table = folder / GRAPH, folder / TABLE
    with graph.open("wb") as sink:
        write_compressed(reader, sink)
    with table.open("wb") as sink:
        write_statements(reader, sink)
    return graph, table


def _add_file(crate: ROCrate, part: Part) -> Any:
    form = {"application/n-quads": ["application/gzip", {"@id": "https://www.w3.org/TR/n-quads/"}]}
    told = {
        "name": part.title,
        "encodingFormat": form.get(part.media_type, part.media_type),
        "contentSize": str(part.size),
        "sha256": part.digest,
    }
    if part.media_type == "application/n-quads":
        website = {"@type": "WebSite", "name": "RDF 1.1 N-Quads"}
        _add(crate, "https://www.w3.org/TR/n-quads/", website)
    return crate.add_file(dest_path=part.name, properties=told)


def _add(crate: ROCrate, name: str, properties: dict[str, Any]) -> Any:
    return crate.add(ContextEntity(crate, name, properties=properties))
