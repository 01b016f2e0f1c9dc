"""What the tests of own entries share: entries in files, and a command in this process."""

from collections.abc import Callable
from pathlib import Path

import pytest

HEAD = """@prefix actor: <https://w3id.org/onrecord/id/actor/> .
@prefix actorkind: <https://w3id.org/onrecord/ns/actor-kind#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rec: <https://w3id.org/onrecord/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
"""
BRANDT = """
actor:tomas-brandt a rec:Person ; rdfs:label "Tomas Brandt"@en ; rec:homeState actor:austria ;
    rec:actorKind actorkind:person ; dcterms:source "harbour office, 2024" .
"""
PURE = """actor:pakistan skos:altLabel "Land of the Pure"@en ; dcterms:source "words in use" .
"""

type Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A file of entries in Turtle, under its name."""

    def write_file(name: str, text: str, head: str = HEAD) -> str:
        (tmp_path / name).write_text(head + text, encoding="utf-8")
        return name

    return write_file
