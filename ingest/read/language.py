"""Which language an article is in: the one that is given, as a tag, or else the one that its words are in.

The words are asked of py3langid, which works offline, in a millisecond an article. It is loaded with the first article
that does not give its language: two seconds, 75 MB. What it is not sure of stays unknown.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LEAST: Final = 200
"""Letters of a text below which its language is not looked for: names alone decide in a short one."""

SURE: Final = 0.9
"""How probable a language has to be."""

SAMPLE: Final = 4000
"""Characters from the beginning of a text that are looked at."""

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")
_NAMES: Final = {"english": "en", "eng": "en"}


def as_tag(words: str | None) -> str | None:
    """Return a language as a tag (BCP 47, RFC 5646, section 2.1), or ``None`` for what cannot be one.

    >>> as_tag("en_GB"), as_tag("English"), as_tag("nb-NO"), as_tag("?")
    ('en-GB', 'en', 'nb-NO', None)
    """
    if words is None:
        return None
    bare = words.strip().replace("_", "-")
    tag = _NAMES.get(bare.lower(), bare)
    return tag if _TAG.fullmatch(tag) else None


def name_language(text: str, least: int = LEAST, sure: float = SURE) -> str | None:
    """Name the language that a text is in, or ``None`` where its words do not decide.

    >>> name_language("Le ministre a déclaré mardi que le pont ouvrirait au printemps prochain.", least=50)
    'fr'
    >>> name_language("Rates held.") is None
    True
    """
    sample = text[:SAMPLE]
    if sum(map(str.isalpha, sample)) < least:
        return None
    language, confidence = _identifier().classify(sample)
    return str(language) if confidence >= sure else None


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
