"""The front door: the command line, and the client of a notebook. It wires, and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.client import Client

__all__ = ["Client"]


def __getattr__(name: str) -> object:
    """Import the client once somebody asks for it, so that the commands start without it."""
    if name != "Client":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from onrecord.client import Client

    return Client
