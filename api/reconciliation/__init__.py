"""The reconciliation service: columns of names are matched to the actors and venues of the graph.

It speaks the Reconciliation Service API 0.2 of the W3C's Entity Reconciliation Community Group, which OpenRefine and
others use. All names of one state stand in a `api.reconciliation.catalogue.Catalogue`, in a process of its own for a
store in a folder (`api.reconciliation.worker`), where they are compared with what is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from ontology.terms import REC

SCHEMA_SPACE = str(REC)
"""What the identifiers of types and properties are relative to."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A type that may be asked for: the last part of its IRI, its name, its meaning, and the type above it."""

    id: str
    name: str
    description: str
    above: str | None = None


SORTS = {
    sort.id: sort
    for sort in (
        Sort("Actor", "Actor", "Anybody who can be on record: a person, a body, a group, a state."),
        Sort("Person", "Person", "A human being.", "Actor"),
        Sort("State", "State", "A state or territory that speaks through its government.", "Actor"),
        Sort("Group", "Group", "An armed group, a movement or a people.", "Actor"),
        Sort("Organization", "Organization", "A body with a name and members; a forum is one.", "Actor"),
        Sort("Forum", "Forum", "A body before which people speak: a parliament, a committee, a court.", "Organization"),
        Sort("Publisher", "Publisher", "Who publishes articles.", "Actor"),
        Sort("Site", "Site", "A building or a city where something is said.", "Place"),
        Sort("Place", "Place", "A place where something happens or is said."),
    )
}
"""The types, by identifier."""


def widen(types: frozenset[str]) -> frozenset[str]:
    """Give types with those above them.

    Examples
    --------
    >>> sorted(widen(frozenset({"Forum"})))
    ['Actor', 'Forum', 'Organization']
    """
    above = frozenset(found for each in types if (found := SORTS[each].above))
    return types if above <= types else widen(types | above)
