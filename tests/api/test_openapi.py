"""The server keeps to its own description: requests made up from it are answered as it says, and never with a 5xx."""

from __future__ import annotations

from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

_FEW = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
_CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def test_the_description_is_kept(served: str) -> None:
    schema = schemathesis.openapi.from_url(f"{served}/openapi.json")
    operations = list(schema.get_all_operations())
    assert len(operations) >= 18
    for operation in operations:
        assert isinstance(operation, Ok)
        _try(operation.ok().as_strategy())


def _try(cases: st.SearchStrategy[Case[Any]]) -> None:
    @seed(1)
    @_FEW
    @given(case=cases)
    def check(case: Case[Any]) -> None:
        case.call_and_validate(checks=_CHECKS, timeout=30)

    check()
