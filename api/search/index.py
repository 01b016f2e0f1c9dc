"""The index of one state: which things hold words, how well, and where.

Words of statements and titles are found in all their forms (Porter's stems of English); names only as they are. Accents
and capitals make no difference in either. The rank is BM25, turned so that more is better.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from html import escape
from pathlib import Path

from api.errors import StoreDamaged
from api.search.words import Search

_OPEN, _CLOSE = "\x02", "\x03"
_WORDS_AROUND = 24
_TOKENS = "unicode61 remove_diacritics 2"
_SCHEMA = f"""
CREATE TABLE rows (
  id INTEGER PRIMARY KEY, subject TEXT NOT NULL, kind TEXT NOT NULL, stemmed INTEGER NOT NULL, text TEXT NOT NULL,
  UNIQUE (subject, kind, text)
);
CREATE VIRTUAL TABLE texts USING fts5 (text, content='rows', content_rowid='id', tokenize='porter {_TOKENS}');
CREATE VIRTUAL TABLE names USING fts5 (text, content='rows', content_rowid='id', tokenize='{_TOKENS}');
"""
_DIFFERENCES = """
CREATE TEMP TABLE gone AS SELECT id, stemmed, text FROM rows WHERE NOT EXISTS (
  SELECT 1 FROM wanted WHERE wanted.subject = rows.subject AND wanted.kind = rows.kind AND wanted.text = rows.text
);
CREATE TEMP TABLE new AS SELECT subject, kind, stemmed, text FROM wanted WHERE NOT EXISTS (
  SELECT 1 FROM rows WHERE rows.subject = wanted.subject AND rows.kind = wanted.kind AND rows.text = wanted.text
);
"""
_FIND = """
SELECT rows.subject, rows.kind, -bm25({table}) AS score, snippet({table}, 0, ?, ?, '…', {around})
FROM {table} JOIN rows ON rows.id = {table}.rowid
WHERE {table} MATCH ? {kinds} ORDER BY score DESC, rows.subject LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A text that is searched: of what, of what kind, and whether its words are found in all their forms."""

    subject: str
    kind: str
    text: str
    stemmed: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that holds the words: its kind, its score, and the text around them as HTML, the words in ``mark``."""

    subject: str
    kind: str
    score: float
    snippet: str


class Index:
    """A file with an index in it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def create(self) -> None:
        """Make an empty index."""
        with closing(sqlite3.connect(self.path)) as database:
            database.executescript(_SCHEMA)

    def update(self, entries: Iterable[Entry]) -> tuple[int, int]:
        """Make the index hold just these entries, and say how many were added and removed."""
        with closing(sqlite3.connect(self.path)) as database, database:
            database.execute("CREATE TEMP TABLE wanted (subject, kind, stemmed, text, UNIQUE (subject, kind, text))")
            database.executemany(
                "INSERT OR IGNORE INTO wanted VALUES (?, ?, ?, ?)",
                ((e.subject, e.kind, int(e.stemmed), _clean(e.text)) for e in entries),
            )
            # What differs is put down first, on disk, since it may be everything and is not to be held in memory.
            database.executescript(_DIFFERENCES)
            for number, stemmed, text in database.execute("SELECT id, stemmed, text FROM gone"):
                table = _table(stemmed)
                database.execute(
                    f"INSERT INTO {table} ({table}, rowid, text) VALUES ('delete', ?, ?)",  # noqa: S608  # one of two names
                    (number, text),
                )
                database.execute("DELETE FROM rows WHERE id = ?", (number,))
            for row in database.execute("SELECT subject, kind, stemmed, text FROM new"):
                added = database.execute("INSERT INTO rows (subject, kind, stemmed, text) VALUES (?, ?, ?, ?)", row)
                table = _table(row[2])
                database.execute(
                    f"INSERT INTO {table} (rowid, text) VALUES (?, ?)",  # noqa: S608  # one of two names
                    (added.lastrowid, row[3]),
                )
            [counts] = database.execute("SELECT (SELECT COUNT(*) FROM new), (SELECT COUNT(*) FROM gone)")
        return counts[0], counts[1]

    def find(self, search: Search, limit: int, kinds: Iterable[str] = ()) -> list[Hit]:
        """Give the things that hold the words, the best first, each once; of some kinds, or of all.

        Raises
        ------
        StoreDamaged
            The file cannot be read.
        """
        wanted = tuple(kinds)
        chosen = f"AND rows.kind IN ({', '.join('?' * len(wanted))})" if wanted else ""
        best: dict[str, Hit] = {}
        try:
            with closing(sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True)) as database:
                for table in ("texts", "names"):
                    asked = _FIND.format(table=table, around=_WORDS_AROUND, kinds=chosen)
                    # A thing may hold the words in several texts, so a few more are read than are given.
                    found = database.execute(asked, (_OPEN, _CLOSE, search.to_fts(), *wanted, 2 * limit))
                    for subject, kind, score, snippet in found:
                        if subject not in best or best[subject].score < score:
                            best[subject] = Hit(subject, kind, score, _mark(snippet))
        except sqlite3.DatabaseError as error:
            raise StoreDamaged(
                f"{self.path}: the index cannot be read ({error}); remove it to have it made anew"
            ) from error
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.subject))[:limit]


def _table(stemmed: int) -> str:
    return "texts" if stemmed else "names"


def _clean(text: str) -> str:
    return text.replace(_OPEN, " ").replace(_CLOSE, " ")


def _mark(snippet: str) -> str:
    r"""Write a snippet as HTML.

    Examples
    --------
    >>> _mark("a \x02b\x03 <c>")
    'a <mark>b</mark> &lt;c&gt;'
    """
    return escape(snippet).replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>")
