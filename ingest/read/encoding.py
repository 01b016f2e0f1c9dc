"""From bytes to characters: the encoding is known, or found with a check of its own, or the bytes are left alone.

Strict UTF-8 comes first, since text in another encoding is almost never valid in it; then what is declared; then what
charset-normalizer finds, but only where the words it gives are in a language that is written in that encoding. On its
own its choice among the encodings of one byte a character is a guess: English with a few accents comes out as
Czech. Where two encodings would give two texts, neither is taken.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from charset_normalizer import from_bytes

from ingest.errors import Unreadable
from ingest.read.language import name_language

_WESTERN: Final = frozenset(
    [
        "af",
        "ast",
        "br",
        "ca",
        "da",
        "de",
        "en",
        "es",
        "eu",
        "fi",
        "fo",
        "fr",
        "ga",
        "gl",
        "id",
        "is",
        "it",
        "lb",
        "ms",
        "nb",
        "nl",
        "nn",
        "no",
        "oc",
        "pt",
        "sq",
        "sv",
        "sw",
        "tl",
    ]
)
_CENTRAL: Final = frozenset(["bs", "cs", "hr", "hu", "pl", "ro", "sh", "sk", "sl", "sq"])
_CYRILLIC: Final = frozenset(["be", "bg", "mk", "ru", "sr", "uk"])

WRITTEN_IN: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "cp1252": _WESTERN,
        "cp850": _WESTERN,
        "mac_roman": _WESTERN,
        "cp1250": _CENTRAL,
        "iso8859_2": _CENTRAL,
        "cp1251": _CYRILLIC,
        "koi8_r": _CYRILLIC,
        "cp1253": frozenset({"el"}),
        "cp1254": frozenset({"az", "tr"}),
        "cp1255": frozenset({"he", "yi"}),
        "cp1256": frozenset({"ar", "fa", "ur"}),
        "cp1257": frozenset({"et", "lt", "lv"}),
        "cp1258": frozenset({"vi"}),
        "cp874": frozenset({"th"}),
        "big5": frozenset({"zh", "yue"}),
        "gb18030": frozenset({"zh", "wuu"}),
        "cp932": frozenset({"ja"}),
        "euc_jp": frozenset({"ja"}),
        "cp949": frozenset({"ko"}),
    }
)
"""The encodings that are looked for, and the languages that are written in each."""

_WIDER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ascii": "cp1252",
        "iso8859-1": "cp1252",
        "iso8859-9": "cp1254",
        "iso8859-11": "cp874",
        "tis-620": "cp874",
        "gb2312": "gb18030",
        "gbk": "gb18030",
        "shift_jis": "cp932",
        "euc_kr": "cp949",
    }
)
"""What a label stands for on the web (WHATWG Encoding Standard, section 4.2): the larger set, where there are two."""

SAMPLE: Final = 2**16
"""Bytes that an encoding is looked for in."""

LARGE: Final = 16
"""How many samples are looked through for whether the bytes are UTF-8 but for a few."""

LEAST_SAMPLE: Final = 64
"""Bytes below which no encoding is looked for: too little to tell one from another."""

_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?\s*([\w:.-]{1,40})""", re.IGNORECASE
)
_HEAD: Final = 4096
_SAVE: Final = "save the file as UTF-8 text"
_BROKEN_CASE = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, and the encoding that gave them, as Python names it.

    ``damaged`` is where the first byte stands that is none of it, if U+FFFD was put in place of such bytes.
    """

    text: str
    encoding: str
    damaged: int | None = None


def decode(data: bytes, where: str, declared: str | None = None, *, mend: bool = False) -> Decoded | Unreadable:
    r"""Return the characters of ``data`` without a byte order mark, and with nothing else changed.

    Parameters
    ----------
    data
        The bytes of a text.
    where
        Where they were read, for reports.
    declared
        The encoding that they are said to be in.
    mend
        Whether U+FFFD may stand for the bytes of a damaged UTF-8; the caller looks for it.

    Examples
    --------
    >>> decode("Déjà vu.".encode("utf-8-sig"), "a.txt")
    Decoded(text='Déjà vu.', encoding='utf-8', damaged=None)
    >>> print(decode(b"caf\xe9", "a.txt"))
    a.txt: the byte 0xE9 at 3 is not UTF-8, and too little tells which encoding it is; save the file as UTF-8 text
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decode_as(data, "utf-16", where)
    stateful = _find_stateful(data, declared)
    if stateful is not None:
        return _decode_as(data, stateful, where)
    try:
        return Decoded(data.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError as error:
        first = error.start
    if _is_damaged(data):
        if mend:
            return Decoded(data.decode("utf-8-sig", "replace"), "utf-8", first)
        return Unreadable(where, f"the byte 0x{data[first]:02X} at {first} is not UTF-8, as the rest is", _SAVE)
    known = _find_codec(declared)
    if known is not None and known != "utf-8":
        return _decode_as(data, known, where)
    found = list(_find(data, first))
    if len(found) == 1:
        return _decode_as(data, found[0], where)
    why = f"it could be {' or '.join(found)}" if found else "too little tells which encoding it is"
    return Unreadable(where, f"the byte 0x{data[first]:02X} at {first} is not UTF-8, and {why}", _SAVE)


def find_declared(page: bytes) -> str | None:
    """Return the encoding that a page of HTML or XML declares in its first bytes.

    >>> find_declared(b'<html><head><meta charset="windows-1251">')
    'windows-1251'
    """
    found = _DECLARED.search(page[:_HEAD])
    return found[1].decode("ascii", "ignore") if found else None


def _decode_as(data: bytes, encoding: str, where: str) -> Decoded | Unreadable:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        shown = f"the byte 0x{data[error.start]:02X} at {error.start} is not {encoding.upper()}"
        return Unreadable(where, shown, _SAVE)


def _is_damaged(data: bytes) -> bool:
    """Say whether bytes are UTF-8 but for a few: in any other encoding most are no UTF-8 at all.

    Taken for another encoding, the many good ones would come out as "Ã©".
    """
    sample = data[: LARGE * SAMPLE].decode("utf-8", "surrogateescape")
    strange = [letter for letter in sample if letter > "\x7f"]
    return 2 * sum("\ud800" <= letter <= "\udfff" for letter in strange) < len(strange)


def _find_codec(label: str | None) -> str | None:
    """Return Python's name for a text encoding that a page or a server names; an unknown one says nothing."""
    if not label:
        return None
    try:
        found = codecs.lookup(label.strip().lower())
    except (LookupError, ValueError):
        return None
    if not found._is_text_encoding or found.name in {
        "idna",
        "punycode",
        "unicode-escape",
        "raw-unicode-escape",
        "utf-7",
    }:
        return None
    return _WIDER.get(found.name, found.name)


def _find_stateful(data: bytes, declared: str | None) -> str | None:
    """Return ISO 2022 where it is declared and used: its bytes are those of ASCII, so UTF-8 would take them."""
    known = _find_codec(declared) if b"\x1b" in data else None
    return known if known is not None and known.startswith("iso2022") else None


def _find(data: bytes, first: int) -> Iterator[str]:
    """Find the encodings in which the bytes are words of a language that is written in them."""
    sample = _cut_sample(data, first)
    if len(sample) < LEAST_SAMPLE:
        return
    matches = list(from_bytes(sample, cp_isolation=list(WRITTEN_IN)))
    best = min((match.chaos for match in matches), default=0.0)
    texts: set[str] = set()
    for match in matches:
        text = str(match)
        if match.chaos > best or text in texts or _breaks_case(text):
            continue
        language = name_language(text, least=LEAST_SAMPLE // 2, sure=0.5)
        fits = [name for name in WRITTEN_IN if name in match.could_be_from_charset and language in WRITTEN_IN[name]]
        if fits:
            texts.add(text)
            yield fits[0]


def _cut_sample(data: bytes, first: int) -> bytes:
    """Return whole lines from around the first byte that is no ASCII."""
    start = data.rfind(b"\n", 0, max(0, first - SAMPLE // 4)) + 1
    if len(data) - start <= SAMPLE:
        return data[start:]
    stop = data.rfind(b"\n", start, start + SAMPLE)
    return data[start : stop if stop > first else start + SAMPLE]


def _breaks_case(text: str) -> bool:
    """Say whether accented capitals stand where none are written: "cafÈ", "ÒWe". Such a text is decoded wrongly.

    >>> _breaks_case("ÒWe are readyÓ"), _breaks_case("Élan ÉTÉ déjà")
    (True, False)
    """
    for match in _BROKEN_CASE.finditer(text):
        word = match[0]
        if word.isupper() or word.islower():
            continue
        inside = any(a.islower() and b.isupper() and b > "\x7f" for a, b in pairwise(word))
        before = word[0] > "\x7f" and word[:2].isupper() and word[2:].islower()
        if inside or before:
            return True
    return False
