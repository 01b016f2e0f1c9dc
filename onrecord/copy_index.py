"""The index by which copies are found: a file beside the store, made of what is stored and made again when in doubt.

It holds the latest version of every article with the hashes of its body, and for each hash that is looked up
(`ingest.copies.RATE`) the articles that have it. A copy is listed only under what its original does not have: however
often a report is printed, it is looked up once. A hash that many reports share is a stock phrase or a publisher's
standing words, and leads nowhere.

The file is written in transactions (SQLite, write-ahead), and everything is on disk: memory does not grow with it.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

from api.errors import StoreDamaged
from ingest.copies import Signature

FILE = "copies.sqlite"

CROWD = 200
"""Reports that share a hash beyond which it tells nothing."""

MOST = 50
"""Articles that one is compared with, those that share most first."""

BATCH = 500
"""Articles that are noted or listed in one transaction where many are."""

_FORM = 1  # of the file and of the signatures in it: another makes it anew
_SCHEMA = f"""
CREATE TABLE articles (
  id INTEGER PRIMARY KEY, work TEXT NOT NULL UNIQUE, version TEXT NOT NULL, day TEXT, first TEXT,
  digest TEXT NOT NULL, shingles BLOB NOT NULL, listed INTEGER NOT NULL
);
CREATE INDEX digests ON articles (digest);
CREATE INDEX unlisted ON articles (id) WHERE listed = 0;
CREATE TABLE hashes (hash INTEGER, article INTEGER, PRIMARY KEY (hash, article)) WITHOUT ROWID;
CREATE TABLE state (name TEXT);
PRAGMA user_version = {_FORM};
"""
_GET = "SELECT version, work, day, first, digest, shingles FROM articles WHERE work = ?"
_AT = "SELECT version, work, day, first, digest, shingles FROM articles WHERE id = ?"
_SAME = """
SELECT version, work, day, first, digest, shingles FROM articles WHERE digest = ? AND digest != '' AND work != ?
ORDER BY first IS NOT NULL, day IS NULL, day, work LIMIT ?
"""
_UNLISTED = """
SELECT id, version, work, day, first, digest, shingles FROM articles WHERE listed = 0 ORDER BY id LIMIT ?
"""
_PUT = """
INSERT INTO articles (version, work, day, first, digest, shingles, listed) VALUES (?, ?, ?, ?, ?, ?, 0)
"""
_DIFFERENT = """
SELECT work, version, days.day, firsts.first
FROM stored LEFT JOIN days USING (work) LEFT JOIN firsts USING (version)
WHERE work > ? AND NOT EXISTS (
  SELECT 1 FROM articles WHERE articles.work = stored.work AND articles.version = stored.version
  AND articles.day IS days.day AND articles.first IS firsts.first
) ORDER BY work LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """The latest version of an article: its addresses, its first day, what it is a copy of, and its signature."""

    version: str
    work: str
    day: date | None
    first: str | None
    signature: Signature


class Index:
    """The file, open.

    Every method but `state` may raise `StoreDamaged`: the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database = sqlite3.connect(path, autocommit=True)
        try:
            self._prepare()
        except sqlite3.DatabaseError:
            self._database.close()
            self._remove()
            self._database = sqlite3.connect(path, autocommit=True)
            with self._guarding():
                self._prepare()

    def _prepare(self) -> None:
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute(
            "PRAGMA synchronous = NORMAL"
        )  # the file may fall behind with the power, and is then told
        (form,) = self._database.execute("PRAGMA user_version").fetchone()
        if form != _FORM:
            if form or self._database.execute("SELECT 1 FROM sqlite_master").fetchone():
                raise sqlite3.DatabaseError("the file is of another form")
            self._database.executescript(f"BEGIN; {_SCHEMA} COMMIT;")

    def _remove(self) -> None:
        for name in (self._path, *(Path(f"{self._path}{end}") for end in ("-wal", "-shm"))):
            name.unlink(missing_ok=True)

    @property
    def state(self) -> str | None:
        """The state of the store that the index is known to follow."""
        found = self._database.execute("SELECT name FROM state").fetchone()
        return str(found[0]) if found else None

    @state.setter
    def state(self, name: str) -> None:
        with self._guarding(), self.changing():
            self._database.execute("DELETE FROM state")
            self._database.execute("INSERT INTO state VALUES (?)", (name,))

    @contextmanager
    def changing(self) -> Iterator[Self]:
        """Make several changes one."""
        with self._guarding():
            if self._database.in_transaction:
                yield self
                return
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def get(self, work: str) -> Entry | None:
        """Give an article, if it is there."""
        with self._guarding():
            row = self._database.execute(_GET, (work,)).fetchone()
        return _read(row) if row else None

    def find(self, signature: Signature, work: str) -> list[Entry]:
        """Give the articles that a body may have something in common with, without the one that it is the body of."""
        with self._guarding():
            shared = Counter[int]()
            for each in signature.sample:
                having = self._having(each)
                if len(having) <= CROWD:
                    shared.update(having)
            most = sorted(shared, key=lambda number: (-shared[number], number))[: 2 * MOST]
            likely = [(-shared[number], entry) for number in most if (entry := self._at(number)).work != work]
            likely.sort(key=lambda pair: (pair[0], pair[1].work))
            same = self._database.execute(_SAME, (signature.digest, work, MOST))
            found = {entry.work: entry for entry in (*map(_read, same), *(entry for _, entry in likely[:MOST]))}
        return list(found.values())

    def put(self, entry: Entry) -> None:
        """Note an article in place of its version before; it is found once it is listed."""
        with self.changing():
            self.remove(entry.work)
            day = entry.day.isoformat() if entry.day else None
            kept = (entry.version, entry.work, day, entry.first, entry.signature.digest, entry.signature.shingles)
            self._database.execute(_PUT, kept)

    def enlist(self, limit: int = -1) -> int:
        """List articles that are not, under what they do not share with what they are copies of; say how many."""
        with self.changing():
            rows = self._database.execute(_UNLISTED, (limit,)).fetchall()
            for number, *row in rows:
                entry = _read(tuple(row))
                first = self._version(entry.first)
                own = entry.signature if first is None else entry.signature.without(first.signature)
                for each in own.sample:
                    if len(self._having(each)) <= CROWD:
                        self._database.execute("INSERT OR IGNORE INTO hashes VALUES (?, ?)", (each, number))
                self._database.execute("UPDATE articles SET listed = 1 WHERE id = ?", (number,))
        return len(rows)

    def remove(self, work: str) -> None:
        """Forget an article."""
        with self.changing():
            held = self.get(work)
            if held is not None:
                (number,) = self._database.execute("SELECT id FROM articles WHERE work = ?", (work,)).fetchone()
                gone = ((each, number) for each in held.signature.sample)
                self._database.executemany("DELETE FROM hashes WHERE hash = ? AND article = ?", gone)
                self._database.execute("DELETE FROM articles WHERE id = ?", (number,))

    def differ(
        self, latest: Iterable[tuple[str, str]], days: Iterable[tuple[str, str]], firsts: Iterable[tuple[str, str]]
    ) -> Iterator[tuple[str, str, date | None, str | None]]:
        """Compare with a store, forget what it does not hold, and give what is to be put: work, version, day, first.

        Parameters
        ----------
        latest
            Each article with its latest version.
        days
            Versions, each with its day of publication.
        firsts
            Versions, each with what it is a copy of.
        """
        with self.changing():
            run = self._database.execute
            run("CREATE TEMP TABLE IF NOT EXISTS stored (work TEXT PRIMARY KEY, version TEXT)")
            run("CREATE TEMP TABLE IF NOT EXISTS days (work TEXT PRIMARY KEY, day TEXT)")
            run("CREATE TEMP TABLE IF NOT EXISTS firsts (version TEXT PRIMARY KEY, first TEXT)")
            for table in ("stored", "days", "firsts"):
                run(f"DELETE FROM {table}")  # noqa: S608  # one of three names
            self._database.executemany("INSERT OR REPLACE INTO stored VALUES (?, ?)", latest)
            self._database.executemany(
                "INSERT INTO days VALUES (?, ?) ON CONFLICT DO UPDATE SET day = min(day, excluded.day)",
                ((version.rpartition("/")[0], day) for version, day in days),
            )
            self._database.executemany("INSERT OR REPLACE INTO firsts VALUES (?, ?)", firsts)
            if run("SELECT 1 FROM articles WHERE work NOT IN (SELECT work FROM stored) LIMIT 1").fetchone():
                # Copies of what is gone are not listed under what they had from it.
                run("DELETE FROM articles")
                run("DELETE FROM hashes")
        work = ""
        while rows := self._find_different(work):
            for work, version, day, first in rows:
                yield work, version, date.fromisoformat(day) if day else None, first

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _find_different(self, after: str) -> list[tuple[str, str, str | None, str | None]]:
        with self._guarding():
            return self._database.execute(_DIFFERENT, (after, BATCH)).fetchall()

    def _having(self, each: int) -> list[int]:
        rows = self._database.execute("SELECT article FROM hashes WHERE hash = ? LIMIT ?", (each, CROWD + 1))
        return [row[0] for row in rows]

    def _at(self, number: int) -> Entry:
        return _read(self._database.execute(_AT, (number,)).fetchone())

    def _version(self, version: str | None) -> Entry | None:
        entry = self.get(version.rpartition("/")[0]) if version else None
        return entry if entry is not None and entry.version == version else None

    @contextmanager
    def _guarding(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreDamaged(
                f"{self._path}: cannot be used ({error}); look for free space, or remove it to have it made anew"
            ) from error


def _read(row: tuple[str, str, str | None, str | None, str, bytes]) -> Entry:
    version, work, day, first, digest, shingles = row
    return Entry(version, work, date.fromisoformat(day) if day else None, first, Signature(digest, shingles))
