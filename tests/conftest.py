"""What every test may ask for: the loaded language pipeline, and the folder of gold data where there is one."""

import os
from pathlib import Path

import pytest

from ingest import nlp


@pytest.fixture(scope="session")
def annotator() -> nlp.Annotator:
    return nlp.load()


@pytest.fixture(scope="session")
def gold() -> Path:
    folder = os.environ.get("ONRECORD_GOLD")
    if not folder:
        pytest.skip("ONRECORD_GOLD names no folder of gold data")
    return Path(folder)
