"""What could not be stored waits beside the store, each with the reason why, until it is read again.

::

    quarantine/5f0c…-9ab1…/article.json    an article, as it can be read again
                           report.ttl      the shapes that it breaks, or
                           reason.json     the mistake in the program that it met
    quarantine/77ac…/reason.json           a file, or a record in it, that could not become an article

Names come from digests alone. Nothing here holds a time, so the same articles leave the same folder.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from rdflib import URIRef

from ingest.address import Address, digest
from ingest.errors import Unreadable
from ingest.gate import Quarantined
from ingest.model import Article
from ingest.read.sources import STDIN
from onrecord.files import write_whole
from onrecord.reading import Failed

_RECORD = re.compile(r"(?::\d+|, [a-z]+ \d+)+$")


class Quarantine:
    """A folder of what was kept out of a store. ``base`` begins the addresses of its articles."""

    def __init__(self, folder: Path, base: str) -> None:
        self._folder = folder
        self._base = base
        self._held = {place.name for place in folder.iterdir()} if folder.is_dir() else set()

    def keep(self, found: Quarantined | Failed | Unreadable) -> Path:
        """Write what is known of it, and say where."""
        if isinstance(found, Unreadable):
            return self._explain(_name_of(found.where), "unreadable", found.where, found.problem, found.remedy)
        if isinstance(found, Failed):
            name = self._name(Address.of(found.article, self._base))
            self._write(name, "article.json", describe(found.article))
            return self._explain(name, "failed", found.origin, found.problem, "report it")
        name = self._name(found.address)
        self._write(name, "article.json", describe(found.extraction.article))
        (self._folder / name / "reason.json").unlink(missing_ok=True)
        graph = found.report.as_graph(URIRef(f"{self._base}quarantine/{name}"))
        report = self._folder / name / "report.ttl"
        with write_whole(report) as sink:
            sink.write(graph.serialize(format="turtle").encode())
        return report

    def adopt(self, folder: Path) -> None:
        """Keep what another quarantine keeps."""
        for place in sorted(folder.iterdir()) if folder.is_dir() else ():
            if place.name not in self._held:
                draft = self._folder / f".{place.name}"
                shutil.rmtree(draft, ignore_errors=True)
                shutil.copytree(place, draft)
                draft.rename(self._folder / place.name)
                self._held.add(place.name)

    def release(self, address: Address) -> None:
        """Forget an article that is in the store now."""
        self._forget(self._name(address))

    def release_work(self, work: URIRef) -> None:
        """Forget every version of an article that is kept out."""
        name = str(work).removeprefix(f"{self._base}article/")
        for each in sorted(self._held):
            if each.startswith(f"{name}-"):
                self._forget(each)

    def forget_unreadable(self, origin: str) -> None:
        """Forget that a record could not become an article, for now it did."""
        self._forget(_name_of(origin))

    def articles(self) -> Iterator[Path]:
        """Give the files of the articles that are kept out."""
        return iter(sorted(self._folder.glob("*/article.json")))

    def sources(self) -> Iterator[str]:
        """Name the files, each once, in which something could not be read; what came over standard input is gone."""
        places = (json.loads(file.read_bytes())["source"] for file in sorted(self._folder.glob("*/reason.json")))
        return iter(dict.fromkeys(place for place in places if place is not None))

    def count(self) -> Mapping[str, int]:
        """Count what is kept out: by a shape, by a mistake in the program, or because it could not be read."""
        articles = {file.parent for file in self._folder.glob("*/article.json")}
        reasons = {file.parent for file in self._folder.glob("*/reason.json")}
        return {
            "breaks a shape": len(articles - reasons),
            "failed": len(articles & reasons),
            "unreadable": len(reasons - articles),
        }

    def _forget(self, name: str) -> None:
        if name in self._held:
            shutil.rmtree(self._folder / name)
            self._held.discard(name)

    def _explain(self, name: str, kind: str, where: str, problem: str, remedy: str) -> Path:
        source = None if kind == "failed" else find_source(where)
        reason = {"kind": kind, "where": where, "source": source, "problem": problem, "remedy": remedy}
        (self._folder / name / "report.ttl").unlink(missing_ok=True)
        return self._write(name, "reason.json", reason)

    def _write(self, name: str, file: str, value: Mapping[str, object]) -> Path:
        place = self._folder / name
        place.mkdir(parents=True, exist_ok=True)
        with write_whole(place / file) as sink:
            sink.write(json.dumps(value, indent=1).encode() + b"\n")
        self._held.add(name)
        return place / file

    def _name(self, address: Address) -> str:
        return "-".join(str(address.version).removeprefix(f"{address.base}article/").split("/"))


def find_source(where: str) -> str | None:
    """Name the file of a record, so that it is found from any folder; None for what came over standard input.

    >>> find_source("/srv/news/a.jsonl:12")
    '/srv/news/a.jsonl'
    >>> find_source("/srv/news/a.jsonl:12, node 2")
    '/srv/news/a.jsonl'
    >>> find_source("-:3") is None
    True
    """
    place = where if Path(where).exists() else _RECORD.sub("", where)
    return None if place == STDIN else str(Path(place).absolute())


def describe(article: Article) -> dict[str, object]:
    """Write an article in the form in which it can be read again."""
    given: dict[str, object] = {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "published": article.published_at or (article.published.isoformat() if article.published else None),
        "publisher": article.publisher,
        "authors": list(article.authors),
        "language": article.language,
        "rights": article.rights,
        "located": article.located,
        "text": article.text,
    }
    return {key: value for key, value in given.items() if value}


def _name_of(where: str) -> str:
    source = find_source(where)
    return digest(where if source is None else f"{source}\0{where[len(_RECORD.sub('', where)) :]}")[:32]
