"""An account of what a store holds."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from api.errors import StoreMissing
from api.model import read_model
from api.store import Reader, Rows, Store, open_store
from api.store.embedded import EmbeddedStore
from api.store.remote import RemoteStore
from onrecord import screen
from onrecord.manifest import find_latest, goes_on
from onrecord.quarantine import Quarantine
from onrecord.settings import Settings
from onrecord.tally import OUTCOMES

_COUNTS = """
PREFIX rec: <https://w3id.org/onrecord/ns#>
SELECT ?articles ?versions ?statements ?events {
  { SELECT (COUNT(?work) AS ?articles) { ?work rec:latestVersion ?latest } }
  { SELECT (COUNT(?version) AS ?versions) { ?version rec:versionOf ?of } }
  { SELECT (COUNT(?statement) AS ?statements) { ?statement a rec:Statement } }
  { SELECT (COUNT(?event) AS ?events) { ?event a rec:Event } }
}"""

_RUNS = """
PREFIX rec: <https://w3id.org/onrecord/ns#>
SELECT DISTINCT ?name ?version ?software {
  ?run a rec:Run ; rec:pipelineName ?name ; rec:pipelineVersion ?version ; rec:softwareVersion ?software
} ORDER BY ?software ?name ?version"""


def describe(settings: Settings) -> None:
    """Print an account of the store.

    Raises
    ------
    StoreError
        Nothing is stored there, or it cannot be read.
    """
    store = open_store(settings.store, settings)
    folder = Path(store.where) if isinstance(store, EmbeddedStore) else None
    account = [("store", store.where)]
    try:
        with store.read() as reader:
            counts = count(reader)
            account += [("engine", name_engine(store)), *counts]  # an engine elsewhere is known by what it answered
            account.append(("vocabulary", read_model(reader, settings.base) or "none"))
    except StoreMissing:
        if folder is None or find_latest(folder / "loads") is None:
            raise
        account += [("engine", name_engine(store)), ("snapshot", "none yet")]
    if folder is not None:
        kept = Quarantine(folder / "quarantine", settings.base).count()
        account.append(("quarantined", ", ".join(f"{number} {why}" for why, number in kept.items() if number) or "0"))
        account += describe_load(folder / "loads")
        account.append(("size", f"{size(folder) / 1e6:.1f} MB"))
    for what, words in account:
        screen.put(f"{what:<12} {screen.printable(words)}\n")


def describe_load(folder: Path) -> list[tuple[str, str]]:
    """Say how the last load went: it goes on, it ended, or it was stopped."""
    latest = find_latest(folder)
    if latest is None:
        return []
    if latest.ended is not None:
        how = f"{latest.ending} {latest.ended:%Y-%m-%d %H:%M:%S} UTC"
    elif goes_on(folder, latest):
        how = f"goes on since {latest.started:%Y-%m-%d %H:%M:%S} UTC, told last {latest.updated:%H:%M:%S}"
    else:
        how = f"was stopped after {latest.updated:%Y-%m-%d %H:%M:%S} UTC; the same command goes on from there"
    seconds = max((latest.updated - latest.started).total_seconds(), 0.001)
    counts = [f"{number} {name}" for name, number in latest.counts.items() if number]
    met = sum(latest.counts.get(name, 0) for name in OUTCOMES)
    return [
        ("last load", f"{latest.name}, {how}"),
        ("", ", ".join(counts) or "no articles yet"),
        ("", f"{met / seconds:.1f} articles a second, with {latest.jobs} at a time"),
    ]


def name_engine(store: Store) -> str:
    """Say what keeps the graph."""
    if isinstance(store, EmbeddedStore):
        return f"Oxigraph {version('pyoxigraph')}, in this folder"
    if isinstance(store, RemoteStore):
        return f"{store.endpoint.engine.title}, {store.endpoint.known_by}"
    return "a SPARQL 1.1 endpoint"


def count(reader: Reader) -> list[tuple[str, str]]:
    """Give what a state of the graph holds, and what it was read with."""
    found, runs = reader.query(_COUNTS), reader.query(_RUNS)
    counts = next(found.records()) if isinstance(found, Rows) else {}
    models = [
        f"{run['name']} {run['version']}, read by OnRecord {run['software']}"
        for run in (runs.records() if isinstance(runs, Rows) else ())
    ]
    return [
        ("snapshot", reader.state or "the engine tells none"),
        *((name, str(number)) for name, number in counts.items()),
        *(("model", model) for model in models),
    ]


def size(folder: Path) -> int:
    """Give the bytes that a folder takes, a file with several names once."""
    files = {(file.stat().st_dev, file.stat().st_ino): file.stat().st_size for file in folder.rglob("*")}
    return sum(files.values())
