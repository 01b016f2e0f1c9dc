"""Frames for a notebook, out of a server of OnRecord or straight out of the folder of a store.

`onrecord.client.source` is the seam between the two; `onrecord.client.web` asks over HTTP and `onrecord.client.folder`
in this process. What comes back becomes a frame in `onrecord.client.frames` and `onrecord.client.tables`.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from onrecord.client.entities import find
from onrecord.client.frames import frame_answer, load_pandas
from onrecord.client.gathering import Value, gather, spell
from onrecord.client.source import Source
from onrecord.client.tables import frame_panel, frame_rows

if TYPE_CHECKING:
    from pandas import DataFrame


class Client(AbstractContextManager["Client"]):
    """Asks a server of OnRecord, or with `Client.local` a store in a folder, and gives frames of pandas.

    A frame's ``attrs`` say ``where`` it is from and the ``snapshot`` that it is true of, if that has a number.

    Parameters
    ----------
    url
        The address of the server, as ``http://127.0.0.1:8000``.
    token
        What it is shown as a bearer token (RFC 6750), where it asks for one.
    timeout
        Seconds that it may take to begin an answer.

    Raises
    ------
    PartMissing
        pandas is not installed.
    InvalidSetting
        The address is none.

    Examples
    --------
    >>> Client("http://127.0.0.1:8000").where
    'http://127.0.0.1:8000'
    """

    def __init__(self, url: str, *, token: str = "", timeout: float = 60.0) -> None:
        from onrecord.client.web import WebSource

        load_pandas()
        self._source: Source = WebSource(url, token=token, timeout=timeout)

    @classmethod
    def local(cls, folder: str | Path) -> Self:
        """Ask the store in a folder, without a server.

        Settings are those of the command line: ``onrecord.toml`` here, and variables ``ONRECORD_…``. Queries run in
        processes of their own, so that none of them can take the notebook with it.

        Raises
        ------
        PartMissing
            pandas is not installed.
        StoreMissing
            Nothing is stored there.
        InvalidSetting
            An address was given, or a setting is none.
        """
        from onrecord.client.folder import FolderSource

        load_pandas()
        client = cls.__new__(cls)
        client._source = FolderSource.open(folder)
        return client

    @property
    def where(self) -> str:
        """The address or the folder that is asked."""
        return self._source.where

    def sparql(self, query: str) -> DataFrame:
        """Ask a SELECT or an ASK, and give its rows in columns typed by the datatypes of their literals.

        Integers are ``Int64``, other numbers ``Float64``, truth values ``boolean``, days ``datetime64[s]``, moments
        ``datetime64[us]`` (in UTC where they have a zone), and everything else is ``string``, IRIs among it. What is
        unbound is missing. A column whose literals are of several kinds, or hold a value that its type cannot, is
        ``string``, as they are written. ``attrs["datatypes"]`` has the datatypes of each column with literals, and
        ``attrs["languages"]`` the language of a column, or of each of its rows where they differ. An ASK is one row,
        with one column ``ask``.

        Raises
        ------
        Refused
            The query is malformed, is neither, or may not be asked there.
        Unanswered
            There is no answer.
        """
        return frame_answer(self._source.ask(query), where=self.where)

    def statements(self, *, limit: int | None = None, **filters: Value | Iterable[Value]) -> DataFrame:
        """Give the statements that filters leave: all of them, or as many as ``limit`` says.

        The filters are the parameters of ``/api/v1/statements`` (docs/api.md), with ``from_`` for ``from``; several
        values mean any of them. The columns are those of its CSV.

        Raises
        ------
        Refused
            There is no such filter, or it does not take this value.
        Unanswered
            There is no answer, or the graph changed again and again while its pages were read.
        """
        return self.rows("statements", limit=limit, **filters)

    def rows(self, kind: str, /, *, limit: int | None = None, **filters: Value | Iterable[Value]) -> DataFrame:
        """Give ``statements``, ``actors``, ``venues``, ``events`` or ``articles``; otherwise as `statements`."""
        found = gather(self._source, kind, spell(filters), limit)
        return frame_rows(kind, found, where=self.where)

    def entity(self, iri_or_name: str) -> DataFrame:
        """Give who or what bears a name or an IRI: a row each, those who are on record most often first.

        Found is whoever is known across articles, on record or not, and whom a single article names so. The counts are
        of statements in the latest text of articles: by them, there, and about them. A name that nothing bears as a
        whole is looked for within names, and ``attrs["notes"]`` says so.

        Raises
        ------
        Refused
            It is no IRI though it begins as one, or a part of too many names.
        Unanswered
            There is no answer.
        """
        return find(self._source.ask, iri_or_name, where=self.where)

    def panel(
        self,
        unit: str = "country-month",
        codes: str | Iterable[str] = "iso3",
        *,
        event_type: str | Iterable[str] = (),
        text: str = "",
        about: bool = False,
        when: str = "certain",
        fill: bool = False,
    ) -> DataFrame:
        """Count statements by unit and month, as `onrecord panel` does (docs/panel.md).

        ``attrs["keys"]`` names the columns that tell rows apart, and ``attrs["omitted"]`` says how many statements are
        in no row.

        Raises
        ------
        UnknownColumn
            There is no such unit, code or type of event.
        Refused, Unanswered
            The words are no search, or there is no answer.
        """
        from onrecord.panel.command import read_wanted

        wanted = read_wanted(unit, codes, event_type, text=text, about=about, when=when, fill=fill)
        return frame_panel(self._source.count(wanted), where=self.where)

    def close(self) -> None:
        """Let go of connections and processes."""
        self._source.close()

    def __exit__(self, *_: object) -> None:
        self.close()
