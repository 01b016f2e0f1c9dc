from __future__ import annotations

from ingest.model import Basis
from ingest.nlp import Annotator
from tests.ingest.discourse.prose import claimant, read


def test_a_title_is_a_role_in_the_state_its_adjective_names(annotator: Annotator) -> None:
    text = "The Kenyan Finance Minister Maria Keller said the budget was ready."
    found = read(annotator, text, ("The Kenyan Finance Minister Maria Keller", "said", "the budget was ready"))
    role = found.memberships[found.statements[0].roles[0]]
    assert role.role == "Finance Minister"
    assert role.organization is not None
    assert found.entities[role.organization].label == "Kenya"
    assert claimant(found) == "Maria Keller"


def test_the_minister_is_whoever_was_called_minister(annotator: Annotator) -> None:
    text = (
        "Finance Minister Maria Keller said the budget was ready.\n"
        "John Brown, a farmer, had waited for it.\n"
        "The minister said it was balanced."
    )
    found = read(
        annotator,
        text,
        ("Finance Minister Maria Keller", "said", "the budget was ready"),
        ("The minister", "said", "it was balanced"),
    )
    assert claimant(found, 1) == "Maria Keller"
    assert found.statements[1].claimants[0].basis is Basis.DESCRIPTION
