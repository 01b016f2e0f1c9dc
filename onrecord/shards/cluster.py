"""Shards made on a cluster, by Ray Data: the same work as in the processes of one machine, on as many as there are.

Needs the extra ``ray``. The folder of the shards is one that every machine sees under the same path.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import batched
from pathlib import Path
from typing import Any

from ingest.run import Run
from onrecord.errors import PartMissing
from onrecord.settings import Settings
from onrecord.shards import Shard
from onrecord.shards.fleet import Crew, describe_run, make_shard
from onrecord.shards.making import ShardManifest, read_manifest

AHEAD = 16
"""Shards that are handed over together for each process."""

PATIENCE = 300
"""Seconds in which a cluster has to start, where there is none yet."""

ATTEMPTS = 2
"""How often a shard is begun on the cluster before it is made here, where the article at fault is looked for."""


class Maker:
    """A process of the cluster, with a gate of its own."""

    def __init__(self, settings: Settings, output: str) -> None:
        self._settings = settings
        self._output = Path(output)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Make the shard of a row."""
        shard: Shard = pickle.loads(row["shard"])  # noqa: S301  # of our own making
        return {"name": make_shard(self._settings, shard, self._output).name}


class Cluster:
    """Makes shards with as many processes as the setting ``jobs`` names, wherever Ray puts them."""

    def __init__(self, settings: Settings) -> None:
        try:
            import ray
        except ImportError as error:
            raise PartMissing('ray: is not installed; install it with: pip install "onrecord[ray]"') from error
        self._settings = settings
        if not ray.is_initialized():
            os.environ.setdefault("RAY_raylet_start_wait_time_s", str(PATIENCE))  # it gives up on a busy machine early
            ray.init(logging_level="error", log_to_driver=False, include_dashboard=False)
        self._run: Run = ray.get(ray.remote(describe_run).remote(settings))

    @property
    def run(self) -> Run:
        """The configuration of the gates, which is the same in all processes."""
        return self._run

    def make_all(self, shards: Iterable[Shard], output: Path) -> Iterator[ShardManifest]:
        """Make shards, many at a time; those that the cluster gives up on are made here."""
        for some in batched(shards, AHEAD * self._settings.jobs):
            self._make(some, output)
            yield from self._settle(some, output)

    def close(self) -> None:
        """Leave the cluster."""
        import ray

        ray.shutdown()

    def _make(self, shards: tuple[Shard, ...], output: Path) -> None:
        import ray.data
        import ray.exceptions

        ray.data.DataContext.get_current().enable_progress_bars = False
        rows = ray.data.from_items(
            [{"shard": pickle.dumps(shard)} for shard in shards], override_num_blocks=len(shards)
        )
        made = rows.map(
            Maker,
            fn_constructor_args=(self._settings, str(output.absolute())),
            compute=ray.data.ActorPoolStrategy(size=min(self._settings.jobs, len(shards))),
            max_restarts=ATTEMPTS * len(shards),
            max_task_retries=ATTEMPTS - 1,
        )
        try:
            for _ in made.iter_rows():
                pass
        except ray.exceptions.RayError:
            return

    def _settle(self, shards: tuple[Shard, ...], output: Path) -> Iterator[ShardManifest]:
        if any(read_manifest(output / shard.name) is None for shard in shards):
            with closing(Crew(self._settings)) as crew:
                yield from crew.make_all(shards, output)
        else:
            yield from filter(None, (read_manifest(output / shard.name) for shard in shards))
