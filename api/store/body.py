"""The body of an answer over HTTP, whose end is part of it."""

from __future__ import annotations

import http.client
import time

from api.errors import QueryFailed, QueryTimeout
from api.store.closing import Closing

_CHUNK = 64 * 1024
_EXCERPT = 500


class Body(Closing):
    """The body of an answer, read as it comes; what is cut off raises instead of ending.

    Raises
    ------
    QueryTimeout
        It did not end in time.
    QueryFailed
        The connection ended before the answer did, or the answer is longer than the limit.
    """

    def __init__(self, response: http.client.HTTPResponse, deadline: float | None, limit: int | None) -> None:
        self._response = response
        self._deadline = deadline
        self._limit = limit
        self._count = 0
        self.tail = b""
        self.media_type = response.headers.get_content_type()
        self.headers = tuple(response.headers.items())

    def read(self, size: int = -1) -> bytes:
        """Give at most so many bytes; none at the end."""
        try:
            part = self._response.read1(_CHUNK if size < 0 else size)
        except TimeoutError as error:
            raise QueryTimeout("the engine stopped sending in the middle of its answer; ask for less") from error
        except (OSError, http.client.HTTPException) as error:
            raise QueryFailed(f"the engine's answer was cut off ({error!r}); nothing of it was kept") from error
        if not part and self._response.length:
            raise QueryFailed(f"the engine's answer is {self._response.length} bytes short; nothing of it was kept")
        if self._deadline is not None and time.monotonic() > self._deadline:
            raise QueryTimeout("the engine's answer did not end in time; ask for less: add a LIMIT, name the graph")
        self._count += len(part)
        if self._limit is not None and self._count > self._limit:
            raise QueryFailed(f"the answer has more than {self._limit} bytes, which is the limit; add a LIMIT")
        self.tail = (self.tail + part)[-_EXCERPT:]
        return part

    def read_all(self) -> bytes:
        """Give the whole body."""
        return b"".join(iter(self.read, b""))

    def close(self) -> None:
        """Let go of the connection."""
        self._response.close()
