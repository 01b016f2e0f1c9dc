import json
from pathlib import Path

import pytest

from api.errors import InvalidSetting
from onrecord.settings import Settings, settle


def test_an_option_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "onrecord.toml"
    file.write_text('store = "file"\nport = 1\nhost = "file"\nquery_timeout = 7\n', encoding="utf-8")
    settings = settle({"store": "option", "port": None}, {"ONRECORD_STORE": "variable", "ONRECORD_PORT": "2"}, file)
    assert (settings.store, settings.port, settings.host) == ("option", 2, "file")
    assert settings.query_timeout == 7.0


def test_without_any_file_the_defaults_hold(tmp_path: Path) -> None:
    assert settle({}, {}, tmp_path / "none.toml") == Settings()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("stroe = 'a'", "'stroe' is no setting"),
        ("port = 'many'", "ONRECORD_PORT"),
        ("store = ''", "store is empty"),
        ("port = 70000", "65535"),
        ("jobs = 0", "at least one"),
        ("jobs = true", "bool"),
        ("query_timeout = -1", "above 0"),
        ("client_queries = 0", "1 or more"),
        ("licence = 'CC BY 4.0'", "give its address"),
        ("jobs = [1]", "list"),
        ("= broken", "cannot be read"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, words: str, says: str) -> None:
    file = tmp_path / "onrecord.toml"
    file.write_text(words, encoding="utf-8")
    with pytest.raises(InvalidSetting, match=says):
        settle({}, {}, file)


def test_the_table_says_what_every_setting_means() -> None:
    names = [name for name, _, meaning in Settings.table() if meaning]
    assert {"store", "jobs", "host", "port", "pipeline", "query_timeout", "base"} <= set(names)


def test_the_page_lists_every_setting_with_its_default_and_meaning() -> None:
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text("utf-8")
    rows = [f"| `{name}` | `{json.dumps(default)}` | {meaning} |" for name, default, meaning in Settings.table()]
    assert [row for row in page.splitlines() if row.startswith("| `")] == rows
