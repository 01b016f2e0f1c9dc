"""The cells of a row as values: days, counts, degrees. A cell that is none is an error with its words in it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_WORDS = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*\.?[ -](\d{4}|\d{2})")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_PIVOT = 70
"""A year of two digits from here on is of the twentieth century: no data set that is read begins before 1970."""

_NONE: Final = frozenset({"", "na", "nan", "none", "null", "n/a"})


def read_day(words: str) -> date:
    """Read a day in the ways that the data sets write one; with slashes the day comes first, as ACLED has it.

    >>> [str(read_day(words)) for words in ("2021-08-26", "26 August 2021", "26-Aug-21", "26/08/2021", "20210826")]
    ['2021-08-26', '2021-08-26', '2021-08-26', '2021-08-26', '2021-08-26']
    """
    bare = words.strip()
    if found := _ISO.fullmatch(bare) or _COMPACT.fullmatch(bare):
        return date(*map(int, found.groups()[:3]))
    if found := _SLASHES.fullmatch(bare):
        day, month, year = map(int, found.groups())
        return date(year, month, day)
    if (found := _WORDS.fullmatch(bare)) and (known := _MONTHS.get(found[2].lower())):
        year = int(found[3])
        century = 0 if len(found[3]) > 2 else 1900 if year >= _PIVOT else 2000
        return date(century + year, known, int(found[1]))
    raise ValueError(f"{words!r} is no day that can be read")


def _read_count(words: object) -> int | None:
    bare = str(words).strip()
    if bare.lower() in _NONE:
        return None
    number = Decimal(bare) if re.fullmatch(r"\d+(\.0+)?", bare) else None
    if number is None:
        raise ValueError(f"{bare!r} is no count")
    return int(number)


def _read_degrees(words: object, most: int) -> str | None:
    bare = str(words).strip()
    if bare.lower() in _NONE:
        return None
    try:
        number = Decimal(bare)
    except InvalidOperation:
        raise ValueError(f"{bare!r} is no number of degrees") from None
    if not number.is_finite() or abs(number) > most:
        raise ValueError(f"{bare!r} is not between -{most} and {most} degrees")
    plain = f"{number.quantize(Decimal('0.000001')):f}".rstrip("0").rstrip(".")
    return "0" if plain == "-0" else plain


def _read_words(words: object) -> str | None:
    bare = " ".join(str(words).split())
    return None if bare.lower() in _NONE else bare


def _demand(words: str) -> str:
    if not words.strip():
        raise ValueError("is empty")
    return words.strip()


Words = Annotated[str | None, BeforeValidator(_read_words)]
"""Words on one line, or ``None`` where the cell is empty or says that there is nothing."""

Needed = Annotated[str, AfterValidator(_demand)]
Day = Annotated[date, BeforeValidator(lambda words: read_day(str(words)))]
Count = Annotated[int | None, BeforeValidator(_read_count)]
Latitude = Annotated[str | None, BeforeValidator(lambda words: _read_degrees(words, 90))]
"""Degrees in the one form that storage leaves as it is (XML Schema 1.1 Part 2, section 3.3.3), six digits at most."""

Longitude = Annotated[str | None, BeforeValidator(lambda words: _read_degrees(words, 180))]


class Row(BaseModel):
    """What every row shares: columns that are not read are passed over, and cells come as words."""

    model_config = ConfigDict(frozen=True, extra="ignore")


def split_names(words: str | None, marks: str = ";") -> tuple[str, ...]:
    """Return the names that stand in one cell.

    >>> split_names("Police; ; Army")
    ('Police', 'Army')
    """
    return tuple(name.strip() for name in re.split(f"[{marks}]", words or "") if name.strip())
