"""From a data set's own types to the sixteen of PLOVER, by the table beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from ontology.terms import PLOVER

_LONGEST_CODE = 4


@cache
def read_tables() -> Mapping[str, Mapping[str, str]]:
    """Read the tables, by data set or coding scheme."""
    tables: dict[str, dict[str, str]] = tomllib.loads((files("ingest.datasets") / "types.toml").read_text("utf-8"))
    return tables


def find_type(table: str, *names: str) -> str | None:
    """Return the PLOVER type for the names of a type, the widest first; ``None`` where the table has none.

    >>> find_type("acled", "Protests", "Protest with intervention")
    'COERCE'
    >>> find_type("acled", "Strategic developments", "Other") is None
    True
    """
    known = read_tables()[table]
    bare = [name.strip().lower() for name in names if name.strip()]
    for length in range(len(bare), 0, -1):
        found = known.get(": ".join(bare[:length]))
        if found is not None:
            return found
    return None


def find_cameo_type(code: str) -> str | None:
    """Return the PLOVER type for a CAMEO code, by the longest of its beginnings that is known.

    >>> find_cameo_type("190"), find_cameo_type("1712"), find_cameo_type("010")
    ('ASSAULT', 'ASSAULT', None)
    """
    known = read_tables()["cameo"]
    return next((known[code[:n]] for n in range(_LONGEST_CODE, 1, -1) if code[:n] in known), None)


def name_type(word: str) -> str | None:
    """Return a PLOVER type that is given by its name, in any letters.

    >>> name_type("Assault"), name_type("riot")
    ('ASSAULT', None)
    """
    name = word.strip().upper()
    return name if name in _PLOVER else None


_PLOVER = frozenset(str(concept).rpartition("#")[2] for concept in dir(PLOVER) if "#" in str(concept))
