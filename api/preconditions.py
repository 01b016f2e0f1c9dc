"""Changes that are made only where nobody else has changed the graph meanwhile (RFC 9110, section 13).

The tag of a graph that was read names the state of all that is stored. The condition is about the graph alone: it holds
where the graph is still what it was in that state, whatever became of others, and is looked at when nobody else can
write any more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.errors import BadRequest

ANY = "*"
_LIST = re.compile(r'\s*(?:W/)?"[^"]*"\s*(?:,\s*(?:(?:W/)?"[^"]*"\s*)?)*')
_TAG = re.compile(r'(W/)?"([^"]*)"')
_STATE = re.compile(r"([1-9]\d{0,17}\.[0-9a-f]+)-[\w-]+")
UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Preconditions:
    """The states of which the graph must be, and of which it must not be; ``*`` is any, and None no condition.

    A tag that names no state, or names it weakly where it must not, is an empty text, and no graph is of it.
    """

    match: Sequence[str] | None = None
    none_match: Sequence[str] | None = None

    @classmethod
    def read(cls, headers: Mapping[str, str]) -> Preconditions:
        """Read them from the headers of a request.

        Raises
        ------
        BadRequest
            A header holds no tags.

        Examples
        --------
        >>> Preconditions.read({"if-match": '"7.18ec07e1-turtle-a1b2c3"', "if-none-match": "*"})
        Preconditions(match=('7.18ec07e1',), none_match=('*',))
        >>> Preconditions.read({"if-match": 'W/"7.18ec07e1-turtle-a1b2c3"'})
        Preconditions(match=('',), none_match=None)
        """
        return cls(_read(headers, "if-match", weakly=False), _read(headers, "if-none-match", weakly=True))


def _read(headers: Mapping[str, str], name: str, *, weakly: bool) -> tuple[str, ...] | None:
    header = headers.get(name)
    if header is None:
        return None
    if header.strip() == ANY:
        return (ANY,)
    if not _LIST.fullmatch(header):
        raise BadRequest(f"the header {name} holds {header!r}; give the ETag of the graph as it was sent, or *")
    states = (_find_state(tag) if weakly or not weak else UNKNOWN for weak, tag in _TAG.findall(header))
    return tuple(dict.fromkeys(states))


def _find_state(tag: str) -> str:
    found = _STATE.fullmatch(tag)
    return found[1] if found else UNKNOWN
