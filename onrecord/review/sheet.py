"""The table in which a person decides about links: one row a link, in CSV (RFC 4180, UTF-8)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from onrecord.errors import ReviewUnfit

COLUMNS = ("node", "label", "sentence", "candidate", "candidate_label", "score", "decision", "everywhere")
ACCEPT, REJECT = "accept", "reject"
YES = frozenset({"yes", "y", "true", "1", "everywhere"})
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Line:
    """What was decided in a row: ``decision`` is ``accept``, ``reject``, or the address of another entry."""

    number: int
    node: str
    candidate: str
    decision: str
    everywhere: bool


def write(rows: Iterable[Mapping[str, str]]) -> str:
    r"""Write the table; what a spreadsheet would take for a formula begins with an apostrophe.

    >>> write([{"node": "n", "label": "=1+1", "score": "0.9"}]).splitlines()[1]
    "n,'=1+1,,,,0.9,,"
    """
    sink = io.StringIO()
    table = csv.DictWriter(sink, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    for row in rows:
        table.writerow({k: f"'{v}" if v.startswith(FORMULA) else v for k, v in row.items()})
    return sink.getvalue()


def read(text: str, name: str) -> Iterator[Line]:
    """Yield the rows in which something was decided; ``name`` is the file's, for what is wrong in it.

    Raises
    ------
    ReviewUnfit
        A column is missing, or a row cannot be read.
    """
    table = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), restval="")
    missing = [each for each in ("node", "candidate", "decision") if each not in (table.fieldnames or ())]
    if missing:
        raise ReviewUnfit(f"{name}: has no column {missing[0]!r}; export a table with --output and fill it in")
    for row in table:
        decision = (row["decision"] or "").strip()
        if decision:
            everywhere = (row.get("everywhere") or "").strip().casefold() in YES
            word = decision.casefold() if decision.casefold() in (ACCEPT, REJECT) else decision
            yield Line(table.line_num, row["node"].strip(), row["candidate"].strip(), word, everywhere)
