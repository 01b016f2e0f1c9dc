"""What an engine elsewhere can do, and whether it answers the questions as the engine that comes with the package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from api import questions
from api.comparing import compare_all
from api.errors import InvalidSetting
from api.store import Reader, open_store
from api.store.embedded import EmbeddedStore
from api.store.probing import UNION, probe
from api.store.remote import RemoteStore
from onrecord import screen
from onrecord.settings import Settings

_WORDS = {True: "yes", False: "NO", None: "unknown"}


def verify(settings: Settings, store: str | None = None, *, copy: bool = False) -> tuple[int, int]:
    """Print what an engine can do, and give how many things were tried and how many are not as they must be.

    Where a ``store`` is named, or a ``copy`` is to be made, the answers to every question are compared with those that
    the folder gives.

    Raises
    ------
    InvalidSetting
        The setting ``store`` is no address of an endpoint, or the store to compare with is no folder.
    StoreError
        The engine cannot be asked, or nothing is stored in the folder.
    """
    engine = open_store(settings.store, settings)
    if not isinstance(engine, RemoteStore):
        raise InvalidSetting(f"{settings.store} is no address; give one such as http://host/sparql")
    tried: list[tuple[str, bool | None, str]] = []
    fit = True
    with screen.counting("tried", prints=True) as counter:
        for finding in probe(engine):
            counter.advance(finding.what)
            tried.append((finding.what, finding.holds, finding.words))
            fit = fit and not (finding.what == UNION and finding.holds is False)
        if not fit:
            tried.append(("same answers", None, "not compared, for every question would find nothing"))
        elif store is not None or copy:
            with engine.read() as there, _open_folder(store, there) as here:
                for verdict in compare_all(questions.load(), here, there):
                    counter.advance(verdict.what)
                    tried.append((f"same {verdict.what}", verdict.same, verdict.words))
    screen.show_table(("what", "holds", "to know"), [(what, _WORDS[holds], words) for what, holds, words in tried])
    failed = sum(holds is False for _, holds, _ in tried)
    screen.say(f"{engine.where}: {len(tried)} tried, of which {failed} are not as they must be")
    return len(tried), failed


@contextmanager
def _open_folder(store: str | None, there: Reader) -> Iterator[Reader]:
    if store is not None:
        folder = open_store(store)
        if not isinstance(folder, EmbeddedStore):
            raise InvalidSetting(f"{folder.where} is no folder; compare with a store in a folder")
        with folder.read() as reader:
            yield reader
        return
    with TemporaryDirectory(prefix="onrecord-") as place:
        copied = EmbeddedStore(Path(place))
        with copied.write() as writer:
            for name in there.graphs():
                writer.put({name: there.graph(name)})
        with copied.read() as reader:
            yield reader
