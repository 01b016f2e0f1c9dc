"""One report in several articles is told as one, whatever came first and whatever was killed."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from rdflib.term import Identifier

from api.store import Rows, open_store
from onrecord.copy_index import FILE
from tests.onrecord.conftest import Invoke, without_loads, write_articles

LEAD = """The port of Chornomorsk reopened to grain ships on Monday after a pause of three days, the infrastructure
ministry said. Deputy Minister Yuriy Vaskov told reporters that eleven vessels were waiting at anchor and that the first
would be loaded before nightfall. He said that the corridor along the coast had been checked for mines."""
REST = """Farmers in the south have asked for lower fees at the terminals since the summer. Olena Hryshko, who leads
their union, said that the price of storage had doubled within a year and that small farms could not pay it.

The harbour master, Ihor Tkach, said that two tugboats had been damaged by drifting ice in February and that one of them
would not return before June. Insurers in London said that premiums would stay where they were until the autumn."""
WIRE = f"{LEAD}\n\n{REST}"
OTHER = """Eleven freighters queued off the Black Sea coast while engineers swept the approach to Chornomorsk, and the
quays came back to life at the start of the week. Yuriy Vaskov, a deputy minister, announced that loading would begin
the same evening. Growers complained about what terminals charge them, and Olena Hryshko called the cost of keeping
grain unbearable for families with little land. Nothing would change for underwriters this season, brokers said."""
BOILERPLATE = """Reporting for this newspaper is paid for by its readers. Whoever knows more about a story can write to
the desk under the address at the end of this page, and will be asked before a name is printed."""
RATES = """The central bank of Ghana left its main rate where it was on Wednesday, Governor Ernest Addison said. He told
a news conference in Accra that inflation had slowed for the fourth month and that the cedi was steady. Traders in the
capital said that they had expected a cut of half a point at the least, and that imports would remain dear this year."""
FLOODS = """Rescue teams reached the last villages along the upper Drina on Sunday, the civil protection office said.
Its head, Marko Ilic, told reporters that forty families had been taken to schools in Gorazde and that two bridges were
lost. Engineers said that the dam had held, and that the water would fall by a hand's breadth every hour after that."""


Row = dict[str, Identifier]

COPIES = """
SELECT ?copy ?of ?kind ?ofCopy ?ofOriginal ?basis {
  ?version prov:qualifiedQuotation ?q . ?q prov:entity ?source ; rec:copyKind ?k ; rec:originalBasis ?b ;
    rec:shareOfCopy ?ofCopy ; rec:shareOfOriginal ?ofOriginal .
  ?version prov:wasQuotedFrom ?source ; rec:versionOf/schema:url ?copy . ?source rec:versionOf/schema:url ?of .
  BIND (STRAFTER(STR(?k), "#") AS ?kind) BIND (STRAFTER(STR(?b), "#") AS ?basis)
} ORDER BY ?copy ?of"""
REPORTS = """
SELECT (COUNT(DISTINCT ?s) AS ?all) (COUNT(DISTINCT ?report) AS ?reports) {
  ?work rec:latestVersion ?v . ?s a rec:Statement ; rec:article ?v .
  OPTIONAL { ?s rec:sameReportAs ?first } BIND (COALESCE(?first, ?s) AS ?report)
}"""


def article(name: str, text: str, day: str = "2024-04-04") -> dict[str, str]:
    return {"url": f"https://{name}.example/1", "publisher": f"The {name.title()}", "text": text, "published": day}


def ask(query: str, store: str = "store") -> list[Row]:
    prefixes = (
        "PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX rec: <https://w3id.org/onrecord/ns#>"
        " PREFIX schema: <https://schema.org/> "
    )
    with open_store(store).read() as reader:
        found = reader.query(query if "PREFIX" in query else prefixes + query)
    assert isinstance(found, Rows)
    return list(found.records())


def name_of(term: Identifier) -> str:
    return str(term).removeprefix("https://").removesuffix(".example/1")


def pairs(store: str = "store") -> list[tuple[str, ...]]:
    """Give who copies whom, and how."""
    names = ("copy", "of", "kind")
    return [tuple(name_of(row[name]) for name in names) for row in ask(COPIES, store)]


def counts(store: str = "store") -> tuple[int, int]:
    (row,) = ask(REPORTS, store)
    return int(str(row["all"])), int(str(row["reports"]))


class Desk:
    """Brings articles into a store, each time as another run."""

    def __init__(self, invoke: Invoke, folder: Path) -> None:
        self.invoke = invoke
        self.folder = folder

    def ingest(self, *articles: dict[str, str], store: str = "store") -> None:
        file = write_articles(self.folder / "given.jsonl", *articles)
        found = self.invoke("ingest", file, "--store", store)
        assert found.returncode == 0, found.stderr

    def export(self, store: str) -> list[str]:
        return without_loads(self.invoke("export", "--store", store).stdout)


@pytest.fixture
def desk(invoke: Invoke, tmp_path: Path) -> Desk:
    return Desk(invoke, tmp_path)


def test_an_exact_copy_counts_once(desk: Desk) -> None:
    reprint = f"Grain flows again\n\nBy Our Staff\n\n{WIRE.replace('said that', 'said  that')}\n\nShare on Facebook"
    desk.ingest(article("agency", WIRE), article("herald", reprint))
    (row,) = ask(COPIES)
    assert pairs() == [("herald", "agency", "exact")]
    assert [str(row[name]) for name in ("ofCopy", "ofOriginal", "basis")] == ["1", "1", "storedFirst"]
    said, reports = counts()
    # A headline of a publisher's own may be read as a statement of its own.
    assert said // 2 <= reports <= said // 2 + 1
    assert desk.invoke("validate", "--store", "store").returncode == 0


def test_a_copy_with_words_changed_is_one(desk: Desk) -> None:
    changed = (
        WIRE.replace("eleven vessels", "eleven ships").replace("in February", "this February").replace("fees", "dues")
    )
    desk.ingest(article("agency", WIRE), article("herald", changed, "2024-04-05"))
    (row,) = ask(COPIES)
    assert pairs() == [("herald", "agency", "copy")]
    assert 0.7 < float(str(row["ofCopy"])) < 1
    assert str(row["basis"]) == "publishedEarlier"


def test_a_cut_copy_is_an_excerpt(desk: Desk) -> None:
    desk.ingest(article("agency", WIRE), article("brief", LEAD))
    (row,) = ask(COPIES)
    assert pairs() == [("brief", "agency", "excerpt")]
    assert float(str(row["ofCopy"])) == 1
    assert float(str(row["ofOriginal"])) < 0.5


def test_a_lead_within_a_longer_article_is_known_there_and_the_article_stays_one_of_its_own(desk: Desk) -> None:
    longer = f"{RATES}\n\n{FLOODS}\n\n{LEAD}"
    desk.ingest(article("agency", LEAD), article("weekly", longer, "2024-04-05"))
    assert pairs() == [("weekly", "agency", "extension")]
    assert not ask("SELECT ?v { ?v a rec:ArticleVersion ; rec:sameReportAs ?first }")
    shared = ask("SELECT ?s { ?s a rec:Statement ; rec:sameReportAs ?first . ?first a rec:Statement }")
    said, reports = counts()
    assert len(shared) >= 2
    assert reports == said - len(shared)


@pytest.mark.parametrize(
    "others",
    [
        [article("herald", OTHER)],
        [article("one", f"{RATES}\n\n{BOILERPLATE}"), article("two", f"{FLOODS}\n\n{BOILERPLATE}")],
    ],
    ids=["the same event in other words", "the same standing words"],
)
def test_what_is_no_copy_is_not_taken_for_one(desk: Desk, others: list[dict[str, str]]) -> None:
    desk.ingest(article("agency", WIRE), *others)
    assert pairs() == []
    said, reports = counts()
    assert said == reports


def test_copies_are_found_across_runs_and_lead_to_the_first(desk: Desk) -> None:
    for each in (article("agency", WIRE), article("herald", WIRE), article("brief", LEAD), article("post", WIRE)):
        desk.ingest(each)
    assert pairs() == [
        (name, "agency", kind) for name, kind in (("brief", "excerpt"), ("herald", "exact"), ("post", "exact"))
    ]
    firsts = {str(row["first"]) for row in ask("SELECT ?first { ?s rec:sameReportAs ?first }")}
    assert not firsts & {str(row["s"]) for row in ask("SELECT ?s { ?s rec:sameReportAs ?first }")}
    assert desk.invoke("validate", "--store", "store").returncode == 0


def test_an_original_that_comes_after_its_copies_takes_its_place(desk: Desk) -> None:
    desk.ingest(article("herald", WIRE, "2024-04-06"), article("brief", LEAD, "2024-04-07"))
    assert pairs() == [("brief", "herald", "excerpt")]
    before = counts()
    desk.ingest(article("agency", WIRE, "2024-04-05"))
    assert pairs() == [("brief", "agency", "excerpt"), ("herald", "agency", "exact")]
    assert counts()[1] == before[1]
    desk.ingest(
        article("agency", WIRE, "2024-04-05"),
        article("brief", LEAD, "2024-04-07"),
        article("herald", WIRE, "2024-04-06"),
        store="sorted",
    )
    assert desk.export("store") == desk.export("sorted")


def test_a_correction_stays_with_its_copies(desk: Desk) -> None:
    desk.ingest(article("agency", WIRE), article("herald", WIRE))
    desk.ingest(article("agency", WIRE.replace("eleven vessels", "twelve vessels"), "2024-04-08"))
    assert pairs() == [("herald", "agency", "copy")]
    said, reports = counts()
    assert reports < said
    (latest,) = ask("SELECT ?v { ?work schema:url 'https://agency.example/1' ; rec:latestVersion ?v }")
    assert {str(row["of"]) for row in ask("SELECT ?of { ?v prov:wasQuotedFrom ?of }")} == {str(latest["v"])}


def test_a_live_page_that_grows_keeps_what_was_printed_from_it(desk: Desk) -> None:
    desk.ingest(article("live", LEAD), article("brief", LEAD, "2024-04-05"))
    for page in (f"{RATES}\n\n{LEAD}", f"{FLOODS}\n\n{RATES}\n\n{LEAD}"):
        desk.ingest(article("live", page, "2024-04-06"))
    assert pairs() == [("brief", "live", "excerpt")]


def test_copies_of_a_page_that_is_written_anew_are_copies_of_each_other(desk: Desk) -> None:
    desk.ingest(article("agency", WIRE), article("herald", WIRE, "2024-04-05"), article("post", WIRE, "2024-04-06"))
    desk.ingest(article("agency", RATES))
    assert pairs() == [("post", "herald", "exact")]
    desk.ingest(article("mirror", WIRE, "2024-04-07"))
    assert pairs() == [("mirror", "herald", "exact"), ("post", "herald", "exact")]


def test_a_copy_that_is_written_anew_is_none(desk: Desk) -> None:
    desk.ingest(article("agency", WIRE), article("herald", WIRE))
    desk.ingest(article("herald", RATES))
    assert pairs() == []
    said, reports = counts()
    assert said == reports
    desk.ingest(article("post", RATES))
    assert pairs() == [("post", "herald", "exact")]


def entries(store: str = "store") -> list[tuple[object, ...]]:
    with sqlite3.connect(Path(store) / FILE) as database:
        return database.execute("SELECT work, version, day, first, digest FROM articles ORDER BY work").fetchall()


@pytest.mark.parametrize("harm", ["gone", "damaged", "behind", "ahead", "of another form"])
def test_the_index_follows_the_store(desk: Desk, harm: str, tmp_path: Path) -> None:
    first = [article("agency", WIRE), article("herald", WIRE), article("bank", RATES)]
    desk.ingest(*first)
    index = tmp_path / "store" / FILE
    before = entries()
    if harm == "gone":
        index.unlink()
    elif harm == "damaged":
        index.write_bytes(b"\0" * 5000)
    else:
        with sqlite3.connect(index) as database:
            database.execute("DELETE FROM state")
            if harm == "behind":
                database.execute("DELETE FROM hashes")
                database.execute("DELETE FROM articles")
            elif harm == "ahead":
                database.execute("UPDATE articles SET work = work || '0', version = 'x' WHERE first IS NULL")
            else:
                database.execute("PRAGMA user_version = 99")
    desk.ingest(article("brief", LEAD), article("gazette", RATES))
    assert pairs() == [("brief", "agency", "excerpt"), ("gazette", "bank", "exact"), ("herald", "agency", "exact")]
    assert set(before) < set(entries())


KILL = """
import os, signal
from onrecord import copies
from onrecord.cli import main
from api.store.embedded import EmbeddedWriter
number = 0
def dying(method, at):
    def run(self, *arguments):
        global number
        number += any(name.endswith("/links") for name in arguments[0]) if at == "put" else 1
        if number == {number} and {before}:
            os.kill(os.getpid(), signal.SIGKILL)
        method(self, *arguments)
        if number == {number}:
            os.kill(os.getpid(), signal.SIGKILL)
    return run
if {at!r} == "put":
    EmbeddedWriter.put = dying(EmbeddedWriter.put, "put")
else:
    copies.Copies.note = dying(copies.Copies.note, "note")
main()
"""


def die(file: str, store: str, at: str, number: int, *, before: bool) -> None:
    """Ingest in a process that is killed at its n-th article: around its way into the store, or into the index."""
    program = KILL.format(at=at, number=number, before=before)
    ended = subprocess.run(
        [sys.executable, "-c", program, "ingest", file, "--store", store],
        check=False,
        capture_output=True,
        env=os.environ,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


def orders() -> Iterable[dict[str, str]]:
    yield article("herald", WIRE, "2024-04-06")
    yield article("brief", LEAD, "2024-04-07")
    yield article("agency", WIRE, "2024-04-05")
    yield article("agency", RATES, "2024-04-05")


@pytest.mark.parametrize(("at", "before"), [("put", False), ("note", True), ("note", False)])
@pytest.mark.parametrize("number", [2, 3, 4])
def test_a_kill_between_store_and_index_changes_nothing(
    desk: Desk, tmp_path: Path, at: str, number: int, before: bool
) -> None:
    file = write_articles(tmp_path / "killed.jsonl", *orders())
    die(file, "killed", at, number, before=before)
    desk.ingest(*orders(), store="killed")
    desk.ingest(*orders(), store="whole")
    assert desk.export("killed") == desk.export("whole")
    assert [row[:4] for row in entries("killed")] == [row[:4] for row in entries("whole")]
    desk.ingest(article("post", LEAD, "2024-04-09"), store="killed")
    assert ("post", "herald", "excerpt") in pairs("killed")


def test_the_query_of_the_page_counts_statements_articles_and_publishers(desk: Desk) -> None:
    page = (Path(__file__).parents[2] / "docs" / "copies.md").read_text("utf-8")
    query = page.partition("```sparql\n")[2].partition("```")[0]
    desk.ingest(article("agency", WIRE))
    (alone,) = ask(query)
    desk.ingest(article("herald", WIRE), article("post", WIRE))
    (all_,) = ask(query)
    names = ("statements", "articles", "publishers")
    assert [str(alone[name]) for name in names][1:] == ["1", "1"]
    assert [str(all_[name]) for name in names] == [str(alone["statements"]), "1", "3"]


def test_a_dry_run_makes_no_index(desk: Desk, tmp_path: Path) -> None:
    desk.ingest(article("agency", WIRE))
    (tmp_path / "store" / FILE).unlink()
    file = write_articles(tmp_path / "more.jsonl", article("herald", WIRE))
    assert desk.invoke("ingest", file, "--store", "store", "--dry-run").returncode == 0
    assert not (tmp_path / "store" / FILE).exists()


def test_a_store_that_was_put_back_gets_an_index_of_its_own(desk: Desk, tmp_path: Path) -> None:
    desk.ingest(article("agency", WIRE))
    assert desk.invoke("backup", "kept", "--store", "store").returncode == 0
    desk.ingest(article("bank", RATES))
    shutil.rmtree(tmp_path / "store")
    assert desk.invoke("restore", "kept", "--store", "store").returncode == 0
    desk.ingest(article("gazette", RATES), article("herald", WIRE))
    assert pairs() == [("herald", "agency", "exact")]
