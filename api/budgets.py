"""What a client may use in a minute: requests, and seconds in which its queries run.

A budget counts from a client's first use of it on, and is whole again a minute later. The seconds of a query are known
once it has ended, so they are charged then; a client whose seconds are spent is turned away until the minute is over.
"""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from api.clients import Client
from api.errors import BudgetSpent

_THOUSAND = 1000


class Budgets:
    """Keeps the accounts of all clients. A limit of 0 is none.

    Examples
    --------
    >>> budgets = Budgets(requests=1, seconds=0)
    >>> budgets.admit(Client("desk", "192.0.2.1"))
    >>> budgets.admit(Client("desk", "192.0.2.1"))
    Traceback (most recent call last):
    api.errors.BudgetSpent: 'desk' has used its 1 requests a minute; ask again in 60 seconds
    """

    def __init__(self, requests: int, seconds: float) -> None:
        self._requests = requests
        self._seconds = seconds
        self._accounts = FixedWindowRateLimiter(MemoryStorage()) if requests > 0 or seconds > 0 else None

    def admit(self, client: Client) -> None:
        """Count a request.

        Raises
        ------
        BudgetSpent
            The client has used up its requests or its seconds.
        """
        if self._accounts is None:
            return
        if (seconds := self._item(client, self._seconds * _THOUSAND)) and not self._accounts.test(seconds, client.name):
            raise self._spent(client, seconds, f"{self._seconds * client.budget:g} seconds of queries")
        requests = self._item(client, self._requests)
        if requests and not self._accounts.hit(requests, client.name):
            raise self._spent(client, requests, f"{requests.amount} requests")

    def charge(self, client: Client, seconds: float) -> None:
        """Charge a query's seconds."""
        if self._accounts is not None and (item := self._item(client, self._seconds * _THOUSAND)):
            self._accounts.hit(item, client.name, cost=math.ceil(seconds * _THOUSAND))

    @staticmethod
    def _item(client: Client, amount: float) -> RateLimitItem | None:
        return RateLimitItemPerMinute(max(1, round(amount * client.budget))) if amount > 0 else None

    def _spent(self, client: Client, item: RateLimitItem, what: str) -> BudgetSpent:
        assert self._accounts is not None  # noqa: S101  # nothing is spent where nothing is counted
        left = max(1, math.ceil(self._accounts.get_window_stats(item, client.name).reset_time - time.time()))
        return BudgetSpent(f"{client.name!r} has used its {what} a minute; ask again in {left} seconds", left)
