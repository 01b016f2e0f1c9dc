"""The commands that make shards and load them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from onrecord import screen
from onrecord.reading import mind_tagger
from onrecord.settings import Settings
from onrecord.shards import SIZE, Item, cut
from onrecord.shards.cluster import Cluster
from onrecord.shards.fleet import Alone, Crew, Fleet
from onrecord.tally import Tally


def make_shards(
    items: Iterable[Item], output: Path, settings: Settings, *, size: int = SIZE, ray: bool = False
) -> Tally:
    """Make shards of articles in a folder, those that are there already left out, and say what came of them.

    Raises
    ------
    OutputFailed
        The folder cannot be written.
    PartMissing
        Ray is asked for and not installed.
    """
    mind_tagger(settings)
    tally = Tally()
    with closing(open_fleet(settings, ray=ray)) as fleet, screen.counting("shards") as counter:
        for made in fleet.make_all(cut(items, fleet.run, size), output):
            tally.add(made.counts)
            counter.advance(made.name)
    screen.say(f"{output}: {tally}")
    return tally


def open_fleet(settings: Settings, *, ray: bool) -> Fleet:
    """Choose who makes shards: this process for one job, several for more, or Ray."""
    if ray:
        return Cluster(settings)
    return Alone(settings) if settings.jobs == 1 else Crew(settings)
