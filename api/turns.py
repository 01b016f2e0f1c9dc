"""Whose turn it is: so many at a time, so many of them one client's, and the clients in turn.

Clients that wait are served one after another, however much each of them wants. Where too much waits, room is made at
the expense of whoever has most waiting. So a client can delay itself, and nobody else for long.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from api.errors import ApiError, QueryCrowdedOut
from api.settings import Settings


@dataclass(frozen=True, slots=True)
class Room:
    """How many may run and how many may wait, of everybody and of one client, and for how many seconds they wait."""

    running: int
    running_each: int
    waiting: int
    waiting_each: int
    patience: float

    @classmethod
    def of(cls, settings: Settings) -> Room:
        """Give the room that the settings leave for queries; none waits longer than a query may take."""
        return cls(
            settings.query_workers,
            settings.client_queries,
            settings.query_queue,
            settings.client_queue,
            min(settings.query_wait, settings.query_timeout),
        )


class Turns:
    """Gives out turns for some work; who gets none meets the refusal.

    Examples
    --------
    >>> async def work(turns: Turns) -> int:
    ...     async with turns.turn("desk"):
    ...         return turns.running
    >>> asyncio.run(work(Turns(Room(running=2, running_each=1, waiting=16, waiting_each=4, patience=5.0))))
    1
    """

    def __init__(self, room: Room, work: str = "query", refusal: type[ApiError] = QueryCrowdedOut) -> None:
        self._room = room
        self._work = work
        self._refusal = refusal
        self._running: Counter[str] = Counter()
        self._queues: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @property
    def running(self) -> int:
        """How many have their turn."""
        return self._running.total()

    @property
    def waiting(self) -> int:
        """How many wait for theirs."""
        return sum(map(len, self._queues.values()))

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Wait for a turn, and have it until the block ends; errors as for `take`."""
        await self.take(client)
        try:
            yield
        finally:
            self.end(client)

    async def take(self, client: str) -> None:
        """Wait for a turn, which `end` is to end.

        Raises
        ------
        QueryCrowdedOut, or the refusal given
            Too many wait already, or the turn did not come in time.
        """
        if self.running < self._room.running and self._running[client] < self._room.running_each:
            self._running[client] += 1  # nobody who might run waits, or it would be running
            return
        turn = self._queue(client)
        try:
            async with asyncio.timeout(self._room.patience):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self.end(client)  # it came in the very moment in which nobody waited for it any more
            else:
                self._withdraw(client, turn)
            if isinstance(error, TimeoutError):
                raise self._refusal(
                    f"the {self._work} waited {self._room.patience:g} seconds for its turn, the limit; try again later"
                ) from error
            raise

    def end(self, client: str) -> None:
        """End a turn, and let the next have theirs."""
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
        self._serve()

    def _serve(self) -> None:
        while self.running < self._room.running:
            able = [client for client in self._queues if self._running[client] < self._room.running_each]
            if not able:
                return
            client = min(able, key=self._running.__getitem__)  # of those with as few running, whoever waited longest
            turn = self._queues[client].popleft()
            self._queues.move_to_end(client)
            self._drop_if_empty(client)
            if not turn.done():
                self._running[client] += 1
                turn.set_result(None)

    def _queue(self, client: str) -> asyncio.Future[None]:
        mine = len(self._queues.get(client, ()))
        if mine >= self._room.waiting_each:
            raise self._refusal(
                f"you have {mine} waiting for a turn already, which is the limit; try again in a few seconds"
            )
        if self.waiting >= self._room.waiting:
            self._make_room(mine)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(client, deque()).append(turn)
        return turn

    def _make_room(self, mine: int) -> None:
        crowded = f"{self.waiting} are waiting for a turn already, which is the limit; try again in a few seconds"
        longest = max(self._queues, key=lambda client: len(self._queues[client]), default=None)
        if longest is None or len(self._queues[longest]) <= mine + 1:
            raise self._refusal(crowded)
        turned_out = self._queues[longest].pop()
        if not turned_out.done():
            turned_out.set_exception(self._refusal(crowded))

    def _withdraw(self, client: str, turn: asyncio.Future[None]) -> None:
        if turn in (queue := self._queues.get(client, deque())):
            queue.remove(turn)
            self._drop_if_empty(client)

    def _drop_if_empty(self, client: str) -> None:
        if not self._queues[client]:
            del self._queues[client]
