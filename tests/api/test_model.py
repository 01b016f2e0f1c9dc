from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph, Literal, URIRef
from rdflib.namespace import RDFS

from api.errors import ModelNewer, ModelOlder, ModelUnknown, QueryRefused
from api.model import VOCABULARY, check_model, current_model, find_chain, load_migrations, read_model
from api.store import Store
from tests.api.desk import BASE
from tests.api.store.conftest import store as store  # a fixture

OLD, NEW = URIRef("https://example.org/old"), URIRef("https://example.org/new")
THING = URIRef("https://example.org/thing")
RENAME = f"""DELETE {{ GRAPH ?g {{ ?s a <{OLD}> }} }} INSERT {{ GRAPH ?g {{ ?s a <{NEW}> }} }}
WHERE {{ GRAPH ?g {{ ?s a <{OLD}> }} }}"""
LABEL = f"""PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
INSERT {{ GRAPH ?g {{ ?s rdfs:label "new" }} }} WHERE {{ GRAPH ?g {{ ?s a <{NEW}> }} }}"""


def vocabulary(version: str) -> dict[str, Graph]:
    return {f"{BASE}ontology": Graph().add((VOCABULARY, OWL.versionInfo, Literal(version)))}


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "1.9.0-to-1.10.0.ru").write_text(LABEL)
    (folder / "1.0.0-to-1.9.0.ru").write_text("# A class has another name.\n" + RENAME)
    (folder / "README.md").write_text("not one")
    return folder


def test_a_store_carries_the_version_of_its_model(store: Store) -> None:
    with store.write() as writer:
        assert read_model(writer, BASE) is None
        writer.put(vocabulary("1.9.0"))
        assert read_model(writer, BASE) == "1.9.0"
    with store.read() as reader:
        assert read_model(reader, BASE) == "1.9.0"
        assert read_model(reader, "https://example.org/") is None


def test_versions_are_compared_as_numbers() -> None:
    check_model(None, "here")
    with pytest.raises(ModelNewer, match=r"here: .* newer OnRecord"):
        check_model("0.10.0", "here")
    with pytest.raises(ModelOlder, match="onrecord migrate"):
        check_model("0.0.9", "here")


def test_a_chain_leads_through_every_version_between(store: Store, chain: Path) -> None:
    steps = find_chain("1.0.0", "1.10.0", load_migrations(chain))
    assert [(step.old, step.new) for step in steps] == [("1.0.0", "1.9.0"), ("1.9.0", "1.10.0")]
    with store.write() as writer:
        writer.put({str(THING): Graph().add((THING, RDF.type, OLD)), **vocabulary("1.0.0")})
        writer.change([step.update for step in steps], vocabulary("1.10.0"))
        assert read_model(writer, BASE) == "1.10.0"
    with store.read() as reader:
        assert set(reader.graph(str(THING))) == {(THING, RDF.type, NEW), (THING, RDFS.label, Literal("new"))}


def test_a_chain_that_fails_changes_nothing(store: Store) -> None:
    with store.write() as writer:
        writer.put({str(THING): Graph().add((THING, RDF.type, OLD)), **vocabulary("1.0.0")})
        with pytest.raises(Exception) as caught:  # noqa: PT011  # each kind of store has its own
            writer.change([RENAME, "INSERT { nonsense"], vocabulary("1.10.0"))
        assert isinstance(caught.value, QueryRefused) or "failed" in str(caught.value)
        assert read_model(writer, BASE) == "1.0.0"
        assert writer.query(f"ASK {{ GRAPH ?g {{ ?s a <{OLD}> }} }}") is True


@pytest.mark.parametrize(("old", "new"), [("0.9.0", "1.10.0"), ("1.0.0", "2.0.0")])
def test_a_version_from_which_no_way_leads_is_said_so(chain: Path, old: str, new: str) -> None:
    with pytest.raises(ModelUnknown, match="ingest the articles into a new store"):
        find_chain(old, new, load_migrations(chain))


def test_a_chain_that_goes_in_a_circle_ends(chain: Path) -> None:
    (chain / "1.10.0-to-1.0.0.ru").write_text(LABEL)
    with pytest.raises(ModelUnknown):
        find_chain("1.0.0", "2.0.0", load_migrations(chain))


def test_every_migration_that_ships_leads_to_the_models_version(tmp_path: Path) -> None:
    for migration in load_migrations():
        assert find_chain(migration.old, current_model(), load_migrations())
