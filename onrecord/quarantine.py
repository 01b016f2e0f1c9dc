"""Where the articles wait that do not keep to the shapes: beside the store, each with the report that says why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from rdflib import URIRef

from ingest.address import Address
from ingest.gate import Quarantined
from ingest.model import Article
from onrecord.files import write_whole


class Quarantine:
    """A folder of articles that were kept out of a store. Names in it come from digests alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, found: Quarantined) -> Path:
        """Write the article and its report (SHACL 1.0, section 3.6), and say where."""
        place = self._place(found.address)
        place.mkdir(parents=True, exist_ok=True)
        with write_whole(place / "article.json") as sink:
            sink.write(json.dumps(describe(found.extraction.article), indent=1).encode() + b"\n")
        name = URIRef(f"{found.address.base}quarantine/{self._name(found.address)}")
        report = place / "report.ttl"
        with write_whole(report) as sink:
            sink.write(found.report.as_graph(name).serialize(format="turtle").encode())
        return report

    def release(self, address: Address) -> None:
        """Forget an article that is in the store now."""
        place = self._place(address)
        if place.is_dir():
            shutil.rmtree(place)

    def articles(self) -> Iterator[Path]:
        """Give the files of the articles that are kept out."""
        return iter(sorted(self._folder.glob("*/article.json")))

    def _place(self, address: Address) -> Path:
        return self._folder / self._name(address)

    def _name(self, address: Address) -> str:
        return "-".join(str(address.version).removeprefix(f"{address.base}article/").split("/"))


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
        "text": article.text,
    }
    return {key: value for key, value in given.items() if value}
