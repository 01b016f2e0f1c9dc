"""How a page is cited: what it shows, where that was published, and an address that gives the same state again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from api.labels import clip

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Citation:
    """A line to cite, without and with the address that it ends in."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page is served: the server's address, its title, and the number of the state, if it has one."""

    server: str
    title: str
    snapshot: str

    def cite(self, parts: Iterable[str | None], local: str) -> Citation:
        """Cite a thing by the parts that are known of it; ``local`` is its IRI without what all begin with.

        Examples
        --------
        >>> Place("http://a/", "Coast desk", "7").cite(["Port shut", None, "2022-01-28"], "article/1/2")
        Citation(words='Port shut. 2022-01-28. Coast desk, snapshot 7.', address='http://a/id/article/1/2?snapshot=7')
        """
        kept = f"{self.title}, snapshot {self.snapshot}" if self.snapshot else self.title
        words = ". ".join(clip(part, _LONGEST).rstrip(".") for part in (*parts, kept) if part)
        at = f"?snapshot={self.snapshot}" if self.snapshot else ""
        return Citation(f"{words}.", f"{self.server}id/{quote(local, safe="/%:=,;@!$&'()*+~")}{at}")
