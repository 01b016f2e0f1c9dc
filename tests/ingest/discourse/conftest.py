from __future__ import annotations

import pytest

from ingest.nlp import Annotator, load


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    return load()
