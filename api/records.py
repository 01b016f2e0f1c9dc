"""The server's log: a line of JSON for each request, and one for each query that took long.

No line holds the text of a query unless a setting asks for it: what somebody looks for can be what they must not tell.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path

from api.errors import InvalidSetting
from api.visits import Run, Visit

_REQUESTS = logging.getLogger("onrecord.requests")
_QUERIES = logging.getLogger("onrecord.queries")
_LOGGERS = (_REQUESTS, _QUERIES)


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields: object = record.args
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        return json.dumps({"time": when, "event": record.msg} | (fields if isinstance(fields, dict) else {}))


def open_log(where: str) -> None:
    """Have lines written to ``stderr`` or to the end of a file; nowhere where it is empty.

    Raises
    ------
    InvalidSetting
        The file cannot be written.
    """
    handler: logging.Handler
    try:
        handler = logging.StreamHandler(sys.stderr) if where in {"", "stderr"} else logging.FileHandler(Path(where))
    except OSError as error:
        raise InvalidSetting(f"{where}: the log cannot be written ({error}); name another file, or stderr") from error
    handler.setFormatter(_Lines())
    for logger in _LOGGERS:
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(logging.INFO if where else logging.CRITICAL)


def log_request(visit: Visit, method: str, path: str, status: int, seconds: float, size: int, *, whole: bool) -> None:
    """Write the line of a request that has ended; not ``whole``: its answer broke off."""
    if _REQUESTS.isEnabledFor(logging.INFO):
        fields = {
            "method": method,
            "path": path,
            "status": status,
            "ms": _milliseconds(seconds),
            "query_ms": _milliseconds(visit.query_seconds),
            "bytes": size,
            "whole": whole,
            "client": visit.client.name,
            "snapshot": visit.state,
        }
        _REQUESTS.info("request", fields)


def log_slow(visit: Visit, run: Run, *, text: bool) -> None:
    """Write the line of a query that took long."""
    if _QUERIES.isEnabledFor(logging.INFO):
        fields: dict[str, object] = {
            "ms": _milliseconds(run.seconds),
            "outcome": run.outcome.value,
            "characters": len(run.query),
            "client": visit.client.name,
            "snapshot": run.state,
        }
        _QUERIES.info("slow query", fields | ({"query": run.query} if text else {}))


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)
