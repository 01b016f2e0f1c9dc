"""Shards: the unit of work past one process and past one machine.

A shard is a few hundred articles with a name, a digest of all that decides what comes of them. What comes of it lies in
a folder of that name, which is there whole or not at all, so any number of machines may work at the same shards at the
same time, stop at any moment and begin again: what is made is not made twice.

Where one shard ends and the next begins is told by the articles themselves (a digest of an article ends its shard in
one of so many cases), so that articles which are added among others change one shard or two and leave the rest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from ingest.errors import Unreadable
from ingest.model import Article
from ingest.run import Run

FORM = 1
"""Of the files of a shard; another one makes every shard anew."""

SIZE = 200
"""Articles in a shard, on average."""

MOST = 4
"""How many times as many as on average a shard holds at most."""

type Item = Article | Unreadable


@dataclass(frozen=True, slots=True)
class Shard:
    """A few hundred articles, or what could not become one, in order. ``fatal`` are those that nobody survives."""

    name: str
    items: tuple[Item, ...]
    fatal: frozenset[int] = frozenset()


def cut(items: Iterable[Item], run: Run, size: int = SIZE) -> Iterator[Shard]:
    """Put articles into shards, in order.

    Examples
    --------
    >>> run = Run("0.1.0", "en_core_web_md", "3.8.0", "ab", "rules", "cd")
    >>> articles = [Article(text=f"Report {n}.", origin=f"news.jsonl:{n}") for n in range(100)]
    >>> before, after = ({each.name for each in cut(some, run, 10)} for some in (articles[1:], articles))
    >>> len(after) > 5, len(after - before)
    (True, 1)
    """
    begun: list[Item] = []
    digests: list[bytes] = []
    for item in items:
        begun.append(item)
        digests.append(_digest(item))
        if int.from_bytes(digests[-1][:8]) % size == 0 or len(begun) == MOST * size:
            yield Shard(_name(digests, run), tuple(begun))
            begun, digests = [], []
    if begun:
        yield Shard(_name(digests, run), tuple(begun))


def _name(digests: Iterable[bytes], run: Run) -> str:
    total = hashlib.sha256(f"{FORM}\0{run.base}\0{run.configuration}\0".encode())
    for digest in digests:
        total.update(digest)
    return total.hexdigest()[:32]


def _digest(item: Item) -> bytes:
    """Digest what an article is; where it was read is not part of it."""
    if isinstance(item, Article):
        known: dict[str, object] = asdict(item)
        del known["origin"]
    else:
        known = {"problem": item.problem, "remedy": item.remedy}
    words = json.dumps(known, sort_keys=True, default=str)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()
