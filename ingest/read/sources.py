"""From what a user names (a file, a folder, a pattern) to the files to read, in an order that never varies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from glob import has_magic
from pathlib import Path

from ingest.errors import Unreadable

STDIN = "-"
SIDECAR = ".meta.json"
"""How the name of a sidecar ends: a file of details that belongs to the text or page beside it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read."""

    path: Path


def find_sources(path: str) -> Iterator[Source | Unreadable]:
    """Walk the files that ``path`` names: itself, everything below a folder, or all a pattern matches.

    Folders are read in sorted order. Hidden files and folders below a folder are left out, links to folders are not
    followed, so that a walk always ends. Sidecars are no sources: each is read with the file that it lies beside.
    """
    place = Path(path)
    if place.is_dir():
        yield from _walk(place)
    elif os.path.lexists(place):
        yield _file(place)
    elif has_magic(path):
        found = [match for match in _match(place) if not match.is_dir() and not is_sidecar(match)]
        if not found:
            yield Unreadable(path, "no file matches this pattern", "check the pattern")
        for match in found:
            yield _file(match)
    else:
        yield Unreadable(path, "there is no such file or folder", "check the path")


def _match(pattern: Path) -> list[Path]:
    base = Path(pattern.anchor)
    matches = base.glob(str(pattern.relative_to(base)))
    return sorted(match for match in matches if not any(_hidden(part) for part in match.parts))


def _hidden(name: str) -> bool:
    return name.startswith(".") and name not in {".", ".."}


def _walk(folder: Path) -> Iterator[Source | Unreadable]:
    problems: list[OSError] = []
    empty = True
    for parent, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not _hidden(name))
        for name in sorted(names):
            if not _hidden(name) and not is_sidecar(Path(name)):
                empty = False
                yield _file(Path(parent, name))
    for problem in problems:
        why = problem.strerror or str(problem)
        yield Unreadable(str(problem.filename), f"cannot be opened ({why})", "check the folder's permissions")
    if empty and not problems:
        yield Unreadable(str(folder), "the folder holds no files", "name a folder with articles in it")


def is_sidecar(path: Path) -> bool:
    """Say whether a file is a sidecar by its name."""
    return path.name.lower().endswith(SIDECAR)


def _file(path: Path) -> Source | Unreadable:
    if is_sidecar(path):
        return Unreadable(str(path), "describes the file beside it and is no article", "name that file instead")
    if path.is_file():
        return Source(path)
    if path.exists():
        return Unreadable(str(path), "is not an ordinary file", "pipe it in and name '-' instead")
    return Unreadable(str(path), "is a link to a file that is not there", "mend or remove the link")
