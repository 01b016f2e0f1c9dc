"""Every setting of the command line, and where its value comes from: onrecord.toml < ONRECORD_* < options.

The table goes on from the server's (`api.settings`), so one file configures both.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import api.settings
from api.errors import InvalidSetting
from api.settings import PREFIX, setting

FILE = "onrecord.toml"
LOG_FORMATS = ("text", "json")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(api.settings.Settings):
    """How the commands behave, and the server that `onrecord serve` starts."""

    store: str = setting("onrecord-data", "the folder, or the address of a SPARQL endpoint, that holds the graph")
    pipeline: str = setting("", "the spaCy pipeline that annotates articles; empty for the one that is installed")
    tagger: str = setting(
        "", "the file of the tagger that finds statements; empty for the one that is installed, none for rules alone"
    )
    authority: str = setting(
        "", "the folder of your own entries of the authority; empty for authority in the folder of the store"
    )
    jobs: int = setting(1, "processes that read articles at the same time")
    publish_every: float = setting(3.0, "seconds after which a long ingest lets readers see what it has stored so far")
    contact: str = setting(
        "", "whom a service outside may turn to: an address of mail or of a page, sent with each request"
    )
    link_pause: float = setting(1.0, "seconds between two requests to a service outside")
    link_timeout: float = setting(30.0, "seconds that a service outside may take for an answer")
    link_days: float = setting(30.0, "days for which an answer of a service outside is not asked for again")
    link_answers: str = setting("onrecord-lookups", "the folder in which answers of services outside are kept")
    wikidata: str = setting(
        "https://query.wikidata.org/sparql", "the SPARQL endpoint of Wikidata, or of a copy of it, that link may ask"
    )
    log_format: str = setting("text", "how ingest tells what happens: text, or json for a JSON object a line")
    host: str = setting("127.0.0.1", "the address that the server listens at")
    port: int = setting(8000, "the port that the server listens at")


def settle(
    options: Mapping[str, object], environment: Mapping[str, str] = os.environ, file: Path | None = None
) -> Settings:
    """Settle every setting; an option that is ``None`` was not given.

    Raises
    ------
    InvalidSetting
        The file cannot be read, it sets what is no setting, or a value is of the wrong kind or out of range.

    Examples
    --------
    >>> settle({"port": None, "host": "::1"}, {"ONRECORD_PORT": "80", "ONRECORD_HOST": "localhost"}).port
    80
    """
    given = {PREFIX + name.upper(): str(value) for name, value in options.items() if value is not None}
    settings = Settings.read(ChainMap(given, dict(environment), _read(file or Path(FILE))))
    if not settings.store.strip():
        raise InvalidSetting("store is empty; name a folder, or the address of a SPARQL endpoint")
    if settings.jobs < 1:
        raise InvalidSetting(f"jobs is {settings.jobs}; at least one process must read")
    if settings.log_format not in LOG_FORMATS:
        raise InvalidSetting(f"log_format is {settings.log_format!r}; choose one of {', '.join(LOG_FORMATS)}")
    if settings.licence.strip() and not _ADDRESS.fullmatch(settings.licence.strip()):
        raise InvalidSetting(f"licence is {settings.licence!r}; give its address, as https://creativecommons.org/…")
    for name in ("query_workers", "query_cpu", "client_queries", "connections", "client_connections"):
        if getattr(settings, name) < 1:
            raise InvalidSetting(f"{name} is {getattr(settings, name)}; give 1 or more")
    for name in ("link_pause", "link_days"):
        if not 0 <= getattr(settings, name) < float("inf"):
            raise InvalidSetting(f"{name} is {getattr(settings, name):g}; give 0 or more")
    if not 0 < settings.link_timeout < float("inf"):
        raise InvalidSetting(f"link_timeout is {settings.link_timeout:g}; give a number of seconds above 0")
    if not 0 <= settings.port < 65536:
        raise InvalidSetting(f"port is {settings.port}; a port lies between 0 and 65535")
    if settings.query_timeout <= 0:
        raise InvalidSetting(f"query_timeout is {settings.query_timeout:g}; give a number of seconds above 0")
    return settings


def _read(file: Path) -> dict[str, str]:
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise InvalidSetting(f"{file}: cannot be read ({error}); mend it, or take it away") from error
    known = {name: default for name, default, _ in Settings.table()}
    for name, value in given.items():
        if name not in known:
            raise InvalidSetting(f"{file}: {name!r} is no setting; there are {', '.join(sorted(known))}")
        if not isinstance(value, str | int | float) or (isinstance(value, bool) and not isinstance(known[name], bool)):
            raise InvalidSetting(f"{file}: {name} is a {type(value).__name__}; give a string or a number")
    values = {PREFIX + name.upper(): str(value) for name, value in given.items()}
    try:
        Settings.read(values)
    except InvalidSetting as error:
        raise InvalidSetting(f"{file}: {error}") from error
    return values
