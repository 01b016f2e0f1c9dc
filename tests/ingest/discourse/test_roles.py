from __future__ import annotations

import pytest

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


def role_of(annotator: Annotator, title: str) -> tuple[str, str | None]:
    text = f"{title} Maria Keller said the budget was ready."
    found = read(annotator, text, (f"{title} Maria Keller", "said", "the budget was ready"))
    held = found.memberships[found.statements[0].roles[0]]
    return held.role, None if held.organization is None else found.entities[held.organization].label


@pytest.mark.parametrize(
    ("title", "role", "body"),
    [
        ("Defence Minister", "Defence Minister", None),
        ("US Secretary of State", "Secretary of State", "United States"),
        ("UN Secretary-General", "Secretary-General", "UN"),
        ("White House press secretary", "press secretary", "White House"),
        ("Kenya's finance minister", "finance minister", "Kenya"),
    ],
)
def test_a_role_is_as_printed_without_the_state_or_owner_before_it(
    annotator: Annotator, title: str, role: str, body: str | None
) -> None:
    assert role_of(annotator, title) == (role, body)


def test_an_apposition_says_what_somebody_is_and_in_which_body(annotator: Annotator) -> None:
    text = "Maria Keller, the spokeswoman of the African Union, said the budget was ready."
    found = read(annotator, text, ("Maria Keller", "said", "the budget was ready"))
    held = found.memberships[found.statements[0].roles[0]]
    assert held.role == "spokeswoman of the African Union"
    assert held.organization is not None
    assert found.entities[held.organization].label == "African Union"


def test_a_short_title_and_the_same_in_full_are_one_role(annotator: Annotator) -> None:
    text = "Sen. Maria Keller spoke first.\nSenator Maria Keller said the budget was ready."
    found = read(annotator, text, ("Senator Maria Keller", "said", "the budget was ready"))
    assert len(found.memberships) == 1
