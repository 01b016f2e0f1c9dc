from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from api.errors import QueryCrowdedOut
from api.turns import Room, Turns


def run(work: Callable[[Turns], Awaitable[None]], **room: float) -> None:
    usual = {"running": 2, "running_each": 1, "waiting": 8, "waiting_each": 4, "patience": 60.0}
    asyncio.run(_run(work, Turns(Room(**(usual | room)))))  # type: ignore[arg-type]


async def _run(work: Callable[[Turns], Awaitable[None]], turns: Turns) -> None:
    await work(turns)
    assert (turns.running, turns.waiting) == (0, 0)


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_one_client_never_takes_the_place_of_another() -> None:
    async def work(turns: Turns) -> None:
        await turns.take("greedy")
        more = [asyncio.create_task(turns.take("greedy")) for _ in range(4)]
        await settle()
        assert (turns.running, turns.waiting) == (1, 4)
        async with turns.turn("modest"):
            assert turns.running == 2
        for task in more:
            task.cancel()
        await asyncio.gather(*more, return_exceptions=True)
        turns.end("greedy")

    run(work)


def test_those_who_wait_are_served_client_by_client() -> None:
    async def work(turns: Turns) -> None:
        served = []

        async def ask(client: str) -> None:
            async with turns.turn(client):
                served.append(client)
                await asyncio.sleep(0)

        await turns.take("first")
        waiting = [asyncio.create_task(ask(client)) for client in ("a", "a", "a", "b", "b", "c")]
        await settle()
        turns.end("first")
        await asyncio.gather(*waiting)
        assert served == ["a", "b", "c", "a", "b", "a"]

    run(work, running=1)


def test_a_client_has_so_many_waiting_and_no_more() -> None:
    async def work(turns: Turns) -> None:
        async with turns.turn("greedy"):
            waiting = [asyncio.create_task(turns.take("greedy")) for _ in range(4)]
            await settle()
            with pytest.raises(QueryCrowdedOut, match="you have 4 waiting"):
                await turns.take("greedy")
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    run(work)


def test_where_too_much_waits_room_is_made_by_whoever_has_most_waiting() -> None:
    async def work(turns: Turns) -> None:
        await turns.take("first")
        greedy = [asyncio.create_task(turns.take("greedy")) for _ in range(3)]
        await settle()
        modest = asyncio.create_task(turns.take("modest"))
        await settle()
        with pytest.raises(QueryCrowdedOut, match="3 are waiting"):
            await greedy[2]
        with pytest.raises(QueryCrowdedOut, match="3 are waiting"):
            await turns.take("greedy")
        turns.end("first")
        for task, client in ((greedy[0], "greedy"), (modest, "modest"), (greedy[1], "greedy")):
            await task
            turns.end(client)

    run(work, running=1, waiting=3)


def test_a_turn_that_does_not_come_in_time_is_given_up() -> None:
    async def work(turns: Turns) -> None:
        async with turns.turn("a"):
            with pytest.raises(QueryCrowdedOut, match="waited"):
                await turns.take("a")

    run(work, patience=0.01)


def test_a_turn_that_comes_as_its_client_leaves_is_not_lost() -> None:
    async def work(turns: Turns) -> None:
        await turns.take("a")
        leaving = asyncio.create_task(turns.take("a"))
        await settle()
        turns.end("a")
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)

    run(work)
