"""Whoever gives the codes of states gives them by every scheme."""

from __future__ import annotations

from api.panels import values
from api.reconciliation import properties
from ontology.terms import STATE_CODES


def test_panels_and_reconciliation_know_every_scheme() -> None:
    assert {*values.CODES.values()} == {each.path for each in properties.CODES} == {*STATE_CODES}
