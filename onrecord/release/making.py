"""Making a release: all of it from one state of the graph, and whole or not at all."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from api.errors import InvalidSetting
from api.store import open_store
from onrecord import screen
from onrecord.errors import ReleaseUnfit
from onrecord.exporting.about import GRAPH, About, Part
from onrecord.exporting.crate import METADATA, TITLES, describe_crate, fill
from onrecord.files import write_folder
from onrecord.release.changes import Changes, compare
from onrecord.release.description import describe_release, read_sizes
from onrecord.release.papers import write_changes, write_citation, write_readme
from onrecord.settings import Settings

SUMS: Final = "SHA256SUMS"
CHANGES: Final = "CHANGES.json"
_PAPERS: Final = {
    "void.ttl": ("What it holds, in VoID and DCAT", "text/turtle"),
    "CITATION.cff": ("How to cite it", "application/yaml"),
    "CHANGES.md": ("What has changed", "text/markdown"),
    CHANGES: ("What has changed, each thing by its IRI", "application/json"),
    "README.md": ("What is in it", "text/markdown"),
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """A release that another is compared with: its version, its day, the digest of its graph, and where that lies."""

    version: str
    day: str
    digest: str
    graph: Path

    def describe(self) -> dict[str, str]:
        """Give it as ``CHANGES.json`` has it."""
        return {"version": self.version, "date": self.day, "graph_sha256": self.digest}


def make_release(settings: Settings, folder: Path, since: Path | None = None, day: date | None = None) -> None:
    """Make a release of a store, in a folder that is not there yet.

    Raises
    ------
    StoreError
        Nothing is stored there, or it cannot be read.
    InvalidSetting
        Nobody is named as its publisher, or no day is known.
    ReleaseUnfit
        What it is to be compared with is no release.
    OutputFailed
        Something is in the folder, or it cannot be written.
    """
    if not settings.publisher.strip():
        raise InvalidSetting(
            "a release names its publisher, who is cited as its author: give --publisher, or the setting publisher"
        )
    earlier = None if since is None else read_earlier(since)
    store = open_store(settings.store, settings)
    with store.read() as reader, write_folder(folder) as draft:
        about = About.of(settings, store, reader, day)
        parts = [Part.of(file, *TITLES[file.name]) for file in fill(draft, reader)]
        sizes = read_sizes(reader, about.snapshot)
        changes, quads = _compare(draft / GRAPH, earlier)
        totals = {kind: each.total for kind, each in changes.items()}
        told = None if earlier is None else earlier.describe()
        _write(draft, "void.ttl", describe_release(about, settings, sizes, parts))
        _write(draft, "CITATION.cff", write_citation(about))
        _write(draft, "CHANGES.md", write_changes(about, changes, told))
        _write(draft, CHANGES, _write_json(about, changes, told, parts[0].digest))
        _write(draft, "README.md", write_readme(about, [*parts, *_describe(draft)], totals, quads))
        _write(draft, METADATA, describe_crate(about, [*parts, *_describe(draft)]))
        _write(draft, SUMS, sum_up(draft))
    counts = ", ".join(f"{kind}: {number}" for kind, number in totals.items())
    screen.say(f"{folder}: version {about.number} of {about.day}, {quads} quads; {counts}")


def read_earlier(folder: Path) -> Earlier:
    """Find an earlier release, and make sure that its graph is whole.

    Raises
    ------
    ReleaseUnfit
        It is none, or its graph is not what was released.
    """
    try:
        told: dict[str, Any] = json.loads((folder / CHANGES).read_text("utf-8"))["release"]
        found = Earlier(str(told["version"]), str(told["date"]), str(told["graph_sha256"]), folder / GRAPH)
        with found.graph.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReleaseUnfit(f"{folder}: is no release that can be read ({error}); name the folder of one") from error
    if digest != found.digest:
        raise ReleaseUnfit(f"{found.graph}: is not what was released; fetch it again, and check it by {SUMS}")
    return found


def sum_up(folder: Path) -> str:
    """Write the checksums of every file in a folder, as ``sha256sum -c`` takes them."""
    lines = []
    for file in sorted(folder.iterdir()):
        with file.open("rb") as opened:
            lines.append(f"{hashlib.file_digest(opened, 'sha256').hexdigest()}  {file.name}\n")
    return "".join(lines)


def _compare(graph: Path, earlier: Earlier | None) -> tuple[Mapping[str, Changes], int]:
    """Say what has changed since another release, and how many lines the graph has."""
    number = 0

    def count(lines: Iterator[bytes]) -> Iterator[bytes]:
        nonlocal number
        for line in lines:
            number += 1
            yield line

    with _read_lines(graph) as after:
        if earlier is None:
            return compare(None, count(after)), number
        with _read_lines(earlier.graph) as before:
            return compare(before, count(after)), number


@contextmanager
def _read_lines(graph: Path) -> Iterator[Iterator[bytes]]:
    with gzip.open(graph, "rb") as file:
        yield iter(file)


def _describe(draft: Path) -> list[Part]:
    """Describe the papers that are there already."""
    return [Part.of(draft / name, *told) for name, told in _PAPERS.items() if (draft / name).exists()]


def _write(draft: Path, name: str, content: str | bytes) -> None:
    (draft / name).write_bytes(content.encode() if isinstance(content, str) else content)


def _write_json(about: About, changes: Mapping[str, Changes], since: Mapping[str, str] | None, digest: str) -> bytes:
    document = {
        "release": {"version": about.number, "date": about.day.isoformat(), "graph_sha256": digest},
        "since": since,
        **{kind: each.as_json() for kind, each in changes.items()},
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
