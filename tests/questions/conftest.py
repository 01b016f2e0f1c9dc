"""The sample articles and the misleading ones, read by the whole pipeline into stores."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import ontology
from api.store import Reader, Rows, open_store
from ingest.address import Address
from ingest.gate import Admitted, Gate
from ingest.link import Linker
from ingest.model import Article
from ingest.nlp import Annotator
from ingest.pipeline import Pipeline
from ingest.places import gazetteer
from ingest.read import read
from ingest.run import Run
from onrecord.reading import open_extractor
from shapes import Validator

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
SAMPLES = sorted(path for path in EXAMPLES.iterdir() if path.suffix in {".json", ".html", ".txt"})

Answers = list[dict[str, str]]


@dataclass(frozen=True)
class Library:
    """A store to ask, and the texts of its articles by address and by name."""

    reader: Reader
    names: Mapping[str, str]
    texts: Mapping[str, str]

    def ask(self, query: str) -> Answers:
        """Return each row as strings; an article goes by its name, with the place in it."""
        answer = self.reader.query(query)
        assert isinstance(answer, Rows)
        rows = [{key: str(value) for key, value in record.items()} for record in answer.records()]
        for row in rows:
            version, _, place = row.get("where", row.get("article", "")).partition("#")
            row["article"] = self.names[version]
            if place:
                row["place"] = place.removeprefix("char=")
        return rows

    def words(self, row: Mapping[str, str]) -> str:
        """Return the words that a row's span leads to."""
        begin, end = map(int, row["place"].split(","))
        return self.texts[row["article"]][begin:end]


MakeLibrary = Callable[[Path, Iterable[tuple[str, Article]]], Library]


@pytest.fixture(scope="session")
def make_library(annotator: Annotator) -> MakeLibrary:
    extractor, authority = open_extractor(""), ontology.authority()
    gate = Gate(
        Pipeline(annotator, extractor), Linker(authority, gazetteer.load()), Validator(), Run.of(annotator, extractor)
    )

    def make(folder: Path, articles: Iterable[tuple[str, Article]]) -> Library:
        names, texts = {}, {}
        store = open_store(folder)
        with store.write() as writer:
            writer.put({"https://w3id.org/onrecord/id/authority": authority})
            for name, article in articles:
                outcome = gate.admit(article)
                assert isinstance(outcome, Admitted), f"{name}: {outcome.report.as_text()}"
                writer.put(outcome.graphs)
                version = str(Address.of(article).version)
                names[version], texts[name] = name, article.text
            writer.publish()
        return Library(store.read(), names, texts)

    return make


@pytest.fixture(scope="session")
def samples(make_library: MakeLibrary, tmp_path_factory: pytest.TempPathFactory) -> Library:
    return make_library(tmp_path_factory.mktemp("samples"), [(path.stem, one(path)) for path in SAMPLES])


def one(path: Path) -> Article:
    (article,) = read(path)
    assert isinstance(article, Article)
    return article


def load_json(folder: str, name: str) -> Any:
    return json.loads((HERE / folder / f"{name}.json").read_text(encoding="utf-8"))


def edited(query: str, edit: Mapping[str, str]) -> str:
    """Return a question with other parameters, as somebody would edit its VALUES lines."""
    for old, new in edit.items():
        assert query.count(old) == 1, old
        query = query.replace(old, new)
    return query
