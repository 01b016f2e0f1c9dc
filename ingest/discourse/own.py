"""What an article says in its own voice, as statements of its publisher."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.lexicon import load
from ingest.model import Attribution, Basis, Reference, Statement
from ingest.parse import Parse
from ingest.statements.authorial import assert_own


def own_statements(parse: Parse, attributions: Sequence[Attribution]) -> list[Statement]:
    """Return the authorial statements: what is left of each sentence whose main verb is in nobody else's words."""
    publisher = Reference(0, Basis.PUBLISHER)
    return [Statement(own, (publisher,)) for own in assert_own(parse, attributions, load())]
