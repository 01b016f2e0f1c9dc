"""The store as its keeper has it: put away, put back, and lifted to the model that this software writes."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from api.errors import ModelOlder, ModelUnknown, StoreError, StoreMissing
from api.model import check_model, current_model, find_chain, load_migrations, read_model
from api.store import Store, open_store
from api.store.backup import back_up, check, restore
from api.store.embedded import EmbeddedStore
from onrecord import screen
from onrecord.authority.kept import find_kept
from onrecord.settings import Settings
from onrecord.storing import find_shared


def keep(settings: Settings, place: Path) -> None:
    """Put a copy of the store away.

    Raises
    ------
    StoreError
        The store is no folder, nothing is stored there, or the copy cannot be made.
    """
    store = _expect_folder(settings)
    with store.read() as reader:
        model = read_model(reader, settings.base) or ""
    found = back_up(store, place, model)
    screen.say(f"{place}: snapshot {found.snapshot}, {found.quads} quads, {len(found.files)} files, read again whole")


def put_back(settings: Settings, place: Path, *, force: bool) -> None:
    """Make a store of a copy.

    Raises
    ------
    StoreError
        A store is there already, the copy is not whole, or it follows a model that is not known here.
    """
    store = _expect_folder(settings)
    tell_model(place, check(place).model or None)  # before anything is moved
    found, aside = restore(place, Path(store.where), force=force)
    if aside is not None:
        screen.say(f"{aside}: holds what was in {store.where}; take it away once it is not needed")
    screen.say(f"{store.where}: snapshot {found.snapshot}, {found.quads} quads, of {place}")


def migrate(settings: Settings) -> None:
    """Lift a store to the model that this software writes, whole or not at all.

    Raises
    ------
    StoreMissing
        Nothing is stored there.
    ModelNewer, ModelUnknown
        It follows a newer model, or one from which no way is known.
    """
    store, goal = open_store(settings.store, settings), current_model()
    store.read().close()  # what is not there is not made
    with store.write() as writer:
        version = read_model(writer, settings.base)
        if version is None:
            raise ModelUnknown(f"{store.where}: holds no vocabulary of OnRecord under {settings.base}; look at base")
        try:
            check_model(version, store.where)
        except ModelOlder:
            chain = find_chain(version, goal, load_migrations())
            graphs = {shared.name: shared.build() for shared in find_shared(settings.base, find_kept(settings))}
            writer.change([step.update for step in chain], graphs)
            state = writer.publish()
            screen.say(f"{store.where}: lifted from the model {version} to {goal}" + (state and f", snapshot {state}"))
        else:
            screen.say(f"{store.where}: follows the model {version} already")


def mind_model(store: Store, base: str) -> None:
    """Make sure that a store can be answered from, and say so where it would be better lifted first.

    What holds nothing follows every model.

    Raises
    ------
    ModelNewer
        It follows a model that this software does not know.
    """
    with suppress(StoreMissing), store.read() as reader:
        tell_model(store.where, read_model(reader, base))


def tell_model(where: object, version: str | None) -> None:
    """Say that a store follows an older model, and raise `ModelNewer` where it follows a newer one."""
    try:
        check_model(version, str(where))
    except ModelOlder as error:
        screen.say(f"{error}; until then some questions find less")


def _expect_folder(settings: Settings) -> EmbeddedStore:
    store = open_store(settings.store, settings)
    if not isinstance(store, EmbeddedStore):
        raise StoreError(f"{store.where}: is an engine elsewhere; use its own means, or onrecord export")
    return store
