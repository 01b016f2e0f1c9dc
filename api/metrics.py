"""Figures for a monitor, in Prometheus' text format: what was asked, how it ended, what it cost, what is going on."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from api.visits import Run, Visit

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_SECONDS = (0.005, 0.02, 0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
_ADDRESSES = "addresses"  # all clients without a token: a label for each would never stop growing


class Metrics:
    """Counts for one server, in a registry of its own.

    Examples
    --------
    >>> metrics = Metrics()
    >>> metrics.gauge("onrecord_queries_running", "queries that are running", lambda: 2)
    >>> b"onrecord_queries_running 2.0" in metrics.expose()
    True
    """

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self._requests = Counter(
            "onrecord_requests", "requests that were answered", ("method", "route", "status"), registry=registry
        )
        self._request_seconds = Histogram(
            "onrecord_request_seconds", "seconds that a request took", ("route",), buckets=_SECONDS, registry=registry
        )
        self._bytes = Counter(
            "onrecord_answer_bytes", "bytes of answers that were sent", ("client",), registry=registry
        )
        self._queries = Histogram(
            "onrecord_query_seconds",
            "seconds that a query ran, by how it ended",
            ("outcome",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._cost = Counter(
            "onrecord_client_query_seconds", "seconds of queries, by whose they were", ("client",), registry=registry
        )

    def gauge(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """Show a figure that is read when it is asked for."""
        Gauge(name, meaning, registry=self._registry).set_function(read)

    def count_request(self, visit: Visit, method: str, route: str, status: int, seconds: float, size: int) -> None:
        """Count a request that has ended."""
        self._requests.labels(method if method in _METHODS else "other", route, status).inc()
        self._request_seconds.labels(route).observe(seconds)
        self._bytes.labels(_label(visit)).inc(size)

    def count_run(self, visit: Visit, run: Run) -> None:
        """Count a query that has ended."""
        self._queries.labels(run.outcome.value).observe(run.seconds)
        self._cost.labels(_label(visit)).inc(run.seconds)

    def expose(self) -> bytes:
        """Write all figures."""
        return generate_latest(self._registry)


def _label(visit: Visit) -> str:
    return visit.client.name if visit.client.token else _ADDRESSES
