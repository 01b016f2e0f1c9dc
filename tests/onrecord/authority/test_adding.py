"""Own entries are kept whole or not at all, and what is read with them is linked to them."""

from pathlib import Path

import pytest
from rdflib import Graph, Literal

from api.store import open_store
from ontology.terms import BASE, RDFS, REC
from tests.onrecord.authority.conftest import BRANDT, PURE, Write
from tests.onrecord.conftest import Invoke, call

KEPT = Path("onrecord-data/authority")
LINK = f"<{REC.refersTo}> <{BASE['actor/tomas-brandt']}>"


def authority() -> Graph:
    with open_store("onrecord-data").read() as reader:
        return reader.graph(str(BASE["authority"]))


def test_what_is_read_from_then_on_is_linked_and_what_was_read_before_when_it_is_read_again(
    invoke: Invoke, articles: str, write: Write
) -> None:
    invoke("ingest", articles)
    assert LINK not in invoke("export").stdout

    added = invoke("authority", "add", write("harbour.ttl", BRANDT))
    assert added.returncode == 0
    assert f"{KEPT / 'harbour.ttl'}: 1 Person" in added.stderr
    assert authority().value(BASE["actor/tomas-brandt"], RDFS.label) == Literal("Tomas Brandt", "en")
    assert LINK not in invoke("export").stdout

    assert "2 revised" in invoke("ingest", articles).stderr
    assert LINK in invoke("export").stdout
    assert "2 unchanged" in invoke("ingest", articles).stderr


def test_what_is_taken_away_is_not_linked_to_any_more(invoke: Invoke, articles: str, write: Write) -> None:
    invoke("authority", "add", write("harbour.ttl", BRANDT))
    invoke("ingest", articles)
    assert LINK in invoke("export").stdout
    assert invoke("authority", "remove", "harbour").returncode == 0
    assert list(KEPT.iterdir()) == []
    assert authority().value(BASE["actor/tomas-brandt"], RDFS.label) is None
    assert "2 revised" in invoke("ingest", articles).stderr
    assert LINK not in invoke("export").stdout


def test_several_processes_read_with_own_entries_too(invoke: Invoke, articles: str, write: Write) -> None:
    invoke("authority", "add", write("harbour.ttl", BRANDT))
    assert "2 added" in call("ingest", articles, "--jobs", "2").stderr
    assert LINK in invoke("export").stdout
    assert "2 unchanged" in invoke("ingest", articles).stderr  # it is the same run in one process


def test_extract_links_to_own_entries(invoke: Invoke, articles: str, write: Write) -> None:
    invoke("authority", "add", write("harbour.ttl", BRANDT))
    assert LINK in invoke("extract", articles, "--format", "nquads").stdout


def test_an_entry_that_ships_can_be_given_another_name(invoke: Invoke, write: Write) -> None:
    added = invoke("authority", "add", write("names.ttl", PURE))
    assert "1 known already, added to" in added.stderr
    listed = invoke("authority", "list").stdout
    assert "names" in listed.splitlines()[-1]


def test_the_same_entries_give_the_same_file(invoke: Invoke, write: Write) -> None:
    invoke("authority", "add", write("a.ttl", BRANDT + PURE))
    first = (KEPT / "a.ttl").read_bytes()
    invoke("authority", "add", write("a.ttl", PURE + BRANDT))
    assert (KEPT / "a.ttl").read_bytes() == first


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("actor:x a rec:Person ; rdfs:label 'X' ; rec:actorKind actorkind:person .", "must have a dcterms:source"),
        ("actor:x a rec:Person ; rec:actorKind actorkind:person ; dcterms:source 's' .", "must have an rdfs:label"),
        ("actor:x a rec:Person ; rdfs:label 'X' ; dcterms:source 's' .", "has no rec:actorKind"),
        ("actor:x rdfs:label 'X' ; dcterms:source 's' .", "is no entry"),
        ("[] a rec:Person .", "blank node"),
        ("actor:pakistan rdfs:label 'Pakistan!'@en .", "one in each language"),
        ("actor:pakistan rec:iso3 'PAX' .", "rec:iso3 must be one string"),
        ("actor:pakistan rec:gwNumber '770' .", "must be one xsd:integer"),
        ("actor:pakistan skos:exactMatch wd:Q889 .", "actor/afghanistan already"),
        ("actor:pakistan rec:capital actor:nowhere .", "is no entry; add it"),
        ("actor:pakistan rdfs:seeAlso '2024'^^<http://www.w3.org/2001/XMLSchema#gYear> .", "write it as a string"),
        ("actor:x a rec:Person", "is no Turtle"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(invoke: Invoke, write: Write, entry: str, says: str) -> None:
    added = invoke("authority", "add", write("good.ttl", BRANDT), write("bad.ttl", entry))
    assert added.returncode == 3
    assert says in added.stderr
    assert "bad.ttl" in added.stderr
    assert not KEPT.exists()


def test_a_file_that_was_changed_by_hand_and_is_no_turtle_stops_a_load(
    invoke: Invoke, articles: str, write: Write
) -> None:
    invoke("authority", "add", write("harbour.ttl", BRANDT))
    (KEPT / "harbour.ttl").write_text("actor:x a")
    found = invoke("ingest", articles)
    assert found.returncode == 3
    assert "harbour.ttl: is no Turtle" in found.stderr


def test_a_name_that_two_entries_share_is_told(invoke: Invoke, write: Write) -> None:
    added = invoke("authority", "add", write("a.ttl", BRANDT.replace('"Tomas Brandt"', '"Imran Khan"')))
    assert added.returncode == 0
    assert "'Imran Khan' is a name of https://w3id.org/onrecord/id/actor/imran-khan, too" in added.stderr


def test_the_folder_of_a_setting_is_used_and_must_be_there(
    invoke: Invoke, articles: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_AUTHORITY", "mine")
    assert invoke("ingest", articles).returncode == 2
    invoke("authority", "add", write("harbour.ttl", BRANDT))
    assert (Path("mine") / "harbour.ttl").is_file()
    invoke("ingest", articles)
    assert LINK in invoke("export").stdout


def test_an_engine_elsewhere_has_no_folder_unless_a_setting_names_one(invoke: Invoke, write: Write) -> None:
    added = invoke("authority", "add", write("harbour.ttl", BRANDT), "--store", "http://127.0.0.1:1/sparql")
    assert added.returncode == 2
    assert "setting authority" in added.stderr


def test_a_copy_of_the_store_has_them(invoke: Invoke, articles: str, write: Write) -> None:
    invoke("authority", "add", write("harbour.ttl", BRANDT))
    invoke("ingest", articles)
    invoke("backup", "away")
    invoke("restore", "away", "--store", "again")
    assert "2 unchanged" in invoke("ingest", articles, "--store", "again").stderr


def test_a_name_that_nobody_has_is_refused(invoke: Invoke) -> None:
    found = invoke("authority", "remove", "harbour")
    assert found.returncode == 2
    assert "there are none" in found.stderr


def test_two_files_of_one_name_are_refused(invoke: Invoke, tmp_path: Path, write: Write) -> None:
    (tmp_path / "b").mkdir()
    files = [write("a.ttl", BRANDT), write("b/A.ttl", PURE)]
    found = invoke("authority", "add", *files)
    assert found.returncode == 3
    assert "--name" in found.stderr


def test_shards_are_made_and_loaded_with_them(invoke: Invoke, articles: str, write: Write) -> None:
    invoke("authority", "add", write("harbour.ttl", BRANDT))
    made = call("shard", articles, "--output", "shards")
    assert made.returncode == 0, made.stderr
    loaded = invoke("load", "shards")
    assert loaded.returncode == 0, loaded.stderr
    assert LINK in invoke("export").stdout
    assert authority().value(BASE["actor/tomas-brandt"], RDFS.label) is not None
    assert "2 unchanged" in invoke("ingest", articles).stderr


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["gone.ttl"], 3, "gone.ttl: cannot be read"),
        (["gone.xml"], 3, "name one by --format"),
        (["gone.ttl", "--format", "xml"], 2, "xml"),
        (["gone.ttl", "--name", "../up"], 3, "'../up'"),
        (["a.ttl", "b.ttl", "--name", "one"], 2, "one name is for one file"),
    ],
)
def test_a_mistake_in_the_command_is_said(invoke: Invoke, words: list[str], code: int, says: str) -> None:
    found = invoke("authority", "add", *words)
    assert found.returncode == code
    assert says in found.stderr
    assert not KEPT.exists()
