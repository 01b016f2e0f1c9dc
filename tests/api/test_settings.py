from __future__ import annotations

import pytest

from api.errors import InvalidSetting
from api.settings import Settings


def test_the_environment_sets_what_it_names_and_leaves_the_rest() -> None:
    settings = Settings.read({"ONRECORD_QUERY_WORKERS": "7", "ONRECORD_STORE": "elsewhere", "HOME": "/"})
    assert settings == Settings(query_workers=7)


def test_a_value_of_the_wrong_kind_is_named() -> None:
    with pytest.raises(InvalidSetting, match="ONRECORD_QUERY_WORKERS='many' is no int"):
        Settings.read({"ONRECORD_QUERY_WORKERS": "many"})


def test_the_table_gives_every_setting_a_default_and_a_meaning() -> None:
    rows = list(Settings.table())
    assert ("query_depth", 64, "brackets that may stand open inside one another in a query") in rows
    assert all(meaning for _, _, meaning in rows)
