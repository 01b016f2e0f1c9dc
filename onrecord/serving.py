"""The server over the store that the settings name."""

from __future__ import annotations

import api
from api.store import open_store
from onrecord import screen
from onrecord.keeping import mind_model
from onrecord.settings import Settings


def serve(settings: Settings) -> None:
    """Serve until interrupted.

    Raises
    ------
    StoreError
        Nothing is stored there, it cannot be read, or it follows a newer model.
    AddressInUse, AddressUnusable
        Nobody can listen at this address.
    """
    store = open_store(settings.store, settings)
    mind_model(store, settings.base)
    api.serve(settings, store, settings.host, settings.port, announce)


def announce(address: str) -> None:
    """Say where the server listens."""
    screen.say(f"serving at {address} ; stop with Ctrl-C")
