"""What the service says of itself (section 3 of the specification)."""

from __future__ import annotations

from collections.abc import Mapping

from api.reconciliation import SCHEMA_SPACE, SORTS, Sort
from api.reconciliation.properties import Property

_WIDTH, _HEIGHT = 430, 300


def write_manifest(title: str, base: str, server: str) -> Mapping[str, object]:
    """Write the manifest of the service at a server, whose address ends with a slash.

    Examples
    --------
    >>> write_manifest("Desk", "https://example.org/id/", "http://127.0.0.1:8000/")["view"]
    {'url': 'http://127.0.0.1:8000/reconcile/view?id={{id}}'}
    """
    root = f"{server}reconcile"
    return {
        "versions": ["0.2"],
        "name": f"{title}: actors and venues",
        "identifierSpace": base,
        "schemaSpace": SCHEMA_SPACE,
        "documentation": f"{server}docs",
        "logo": f"{server}static/icon.svg",
        "defaultTypes": [write_sort(sort) for sort in SORTS.values()],
        "view": {"url": f"{root}/view?id={{{{id}}}}"},
        "preview": {"url": f"{root}/preview?id={{{{id}}}}", "width": _WIDTH, "height": _HEIGHT},
        "suggest": {
            name: {"service_url": root, "service_path": f"/suggest/{name}"} for name in ("entity", "property", "type")
        },
        "extend": {
            "propose_properties": {"service_url": root, "service_path": "/properties"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": "Limit",
                    "type": "number",
                    "default": 0,
                    "help_text": "How many values of a cell are given at most; 0 for all",
                }
            ],
        },
    }


def write_sort(sort: Sort) -> Mapping[str, object]:
    """Write a type, with the one above it."""
    above = SORTS[sort.above] if sort.above is not None else None
    broader = {"broader": [{"id": above.id, "name": above.name}]} if above is not None else {}
    return {"id": sort.id, "name": sort.name, **broader}


def write_property(known: Property) -> Mapping[str, object]:
    """Write a property for a list to choose from."""
    return {"id": known.id, "name": known.name, "description": known.description}


def suggest[T: (Sort, Property)](prefix: str, among: list[T]) -> list[T]:
    """Give those with a word in identifier or name that begins with a prefix; all of them for none.

    Examples
    --------
    >>> [sort.id for sort in suggest("per", list(SORTS.values()))]
    ['Person']
    """
    return [each for each in among if _begins(prefix.strip().casefold(), each.id, each.name)]


def _begins(prefix: str, identifier: str, name: str) -> bool:
    return any(word.startswith(prefix) for word in (identifier.casefold(), *name.casefold().split()))
