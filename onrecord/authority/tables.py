"""Own entries in a table: one row an entry, or one row a tenure of somebody who held several offices."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from rdflib import Graph, URIRef

from onrecord.authority.checking import Problem
from onrecord.authority.draft import draft
from onrecord.authority.entry import Entry, Found, Given, Kind, Office
from ontology.terms import STATE_CODES

WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"
SCHEMES = tuple(str(path).rpartition("#")[2] for path in STATE_CODES)
"""The columns that give a code, named as the properties are."""


def _last_part(value: object) -> object:
    """Give what stands last in an address: Q843 may be given as the address of its page."""
    return re.sub(r"^https?://\S*?/([^/\s]+)/?$", r"\1", value) if isinstance(value, str) else value


def _split(value: object) -> object:
    return tuple(part.strip() for part in value.split("|") if part.strip()) if isinstance(value, str) else value


Several = Annotated[tuple[str, ...], BeforeValidator(_split)]


class Row(BaseModel):
    """The columns of a table; all but kind and label may be missing or empty."""

    model_config = ConfigDict(str_strip_whitespace=True, frozen=True, extra="ignore")

    kind: Kind
    label: str = Field(min_length=1)
    id: str = Field("", pattern=r"^((actor|forum|place)/[a-z0-9-]+)?$")
    aliases: Several = ()
    language: str = Field("en", pattern=r"^([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)?$")
    adjectives: Several = ()
    metonyms: Several = ()
    wikidata: Annotated[str, BeforeValidator(_last_part)] = Field("", pattern=r"^(Q[1-9][0-9]*)?$")
    geonames: Annotated[str, BeforeValidator(_last_part)] = Field("", pattern=r"^([1-9][0-9]*)?$")
    home: str = ""
    part_of: str = ""
    role: str = ""
    since: str = Field("", alias="from")
    until: str = Field("", alias="to")
    source: str = ""
    rights: str = ""


COLUMNS = (*(field.alias or name for name, field in Row.model_fields.items()), *SCHEMES)
"""All headings that are read."""


def read_table(given: Given, known: Graph) -> Found:
    """Read a table of entries, commas, semicolons or tabs between its cells, in UTF-8.

    Raises
    ------
    OSError
        It cannot be read.
    """
    problems, passed_over = list[Problem](), Counter[str]()
    try:
        entries = list(_read_rows(given, problems, passed_over))
    except (UnicodeDecodeError, csv.Error) as error:
        return Found(Graph(), {}, (Problem(str(given.file), f"is no table in UTF-8 ({error}); save it as one"),))
    if problems:
        return Found(Graph(), {}, tuple(problems))
    return replace(draft(entries, given, known), passed_over=passed_over)


def _read_rows(given: Given, problems: list[Problem], passed_over: Counter[str]) -> Iterator[Entry]:
    with given.file.open(encoding="utf-8-sig", newline="") as lines:
        first = lines.readline()
        delimiter = max(",;\t", key=first.count)
        headings = [heading.strip() for heading in next(csv.reader([first], delimiter=delimiter), [])]
        missing = {"kind", "label"} - set(headings)
        if missing:
            what = f"has no column {' and none '.join(sorted(missing))}; name the columns in the first line"
            problems.append(Problem(f"{given.file}:1", what))
            return
        for heading in headings:
            if heading not in COLUMNS:
                passed_over[f"the column {heading!r} is none that is read"] = 1
        rows = csv.DictReader(lines, headings, delimiter=delimiter, restkey="", restval="")
        for row in rows:
            where = f"{given.file}:{rows.line_num + 1}"
            if row.get(""):
                problems.append(Problem(where, "has more cells than there are columns; put quotes around a cell"))
                continue
            cells = {heading: cell for heading, cell in row.items() if cell.strip()}
            if cells:
                yield from _read_row(cells, where, problems)


def _read_row(cells: dict[str, str], where: str, problems: list[Problem]) -> Iterator[Entry]:
    try:
        row = Row.model_validate(cells)
    except ValidationError as error:
        for each in error.errors():
            column = ".".join(map(str, each["loc"]))
            problems.append(Problem(where, f"{column} is {cells.get(column, '')!r}: {each['msg']}; mend the cell"))
        return
    home = "" if row.kind is Kind.STATE else row.home
    matches = [URIRef(WIKIDATA + row.wikidata)] if row.wikidata else []
    matches += [URIRef(f"{GEONAMES}{row.geonames}/")] if row.geonames else []
    if not row.role and (row.since or row.until):
        problems.append(Problem(where, "has days and no role; name the office in the column role"))
    yield Entry(
        where,
        row.kind,
        row.label,
        address=row.id,
        language=row.language or None,
        aliases=row.aliases,
        adjectives=row.adjectives,
        metonyms=row.metonyms,
        matches=tuple(matches),
        codes={scheme: cells[scheme].strip() for scheme in SCHEMES if scheme in cells},
        home=home,
        part_of=row.part_of,
        offices=(Office(row.role, row.since, row.until, home),) if row.role else (),
        sources=(row.source,) if row.source else (),
        rights=row.rights,
    )
