"""Where a report begins behind its dateline."""

import pytest

from ingest.datelines import opening
from tests.ingest.statements.reading import words

STORY = "The dam was full when the rain came, police said."


@pytest.mark.parametrize(
    "dateline",
    [
        "ZÜRICH — ",
        "ÅLESUND, Norway (Agency) — ",
        "ŁÓDŹ, Poland, Nov. 6 (Agency) - ",
        "MALMÖ/LUND, Sweden — ",
        "BREMEN/HAVEL (Agency) - ",
        "LA UNIÓN, Chile. March 3 — ",
        "KOTA BARU, Jan 28 — ",
        "Málaga, Nov. 6 (Agency) -- ",
        "Makale, South Sulawesi (Agency) - ",
        "SÃO PAULO: ",
    ],
)
def test_a_dateline_has_accents_slashes_and_regions(dateline: str) -> None:
    found = opening(dateline + STORY, 0, len(dateline + STORY))
    assert found is not None
    assert found[0] == dateline


@pytest.mark.parametrize("start", ["Anna — ", "Bremen, Germany — ", "The dam: ", "SEO: We knew.\nKELLER: "])
def test_a_small_name_with_a_dash_and_a_turn_are_no_dateline(start: str) -> None:
    assert opening(start + STORY, 0, len(start + STORY)) is None


@pytest.mark.parametrize("town", ["BREMEN", "SÃO PAULO", "MALMÖ/LUND"])
def test_the_colon_of_a_dateline_is_no_cue(town: str) -> None:
    text = f"{town}: {STORY}\nMills stood still."
    assert words(text) == [("police", "said", "The dam was full when the rain came")]


def test_a_name_with_a_colon_in_a_line_of_its_own_speaks() -> None:
    assert words("KELLER: The dam was full when the rain came.") == [
        ("KELLER", ":", "The dam was full when the rain came")
    ]
