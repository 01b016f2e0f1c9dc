"""What can go wrong while the graph is stored, asked and served.

ApiError
├── StoreError             the store cannot do what was asked of it
│   ├── StoreMissing       nothing was ever published there
│   ├── StoreLocked        another process is writing
│   ├── StoreDamaged       its files cannot be read, or cannot be written
│   └── StoreClosed        it was used after it was closed
├── InvalidTerm            a value that RDF does not allow: an IRI with a space, a malformed language tag
└── QueryFailed            a query that gave no answer
    └── QueryRefused       the query itself is at fault: its syntax, or something that is not allowed here
"""

from __future__ import annotations


class ApiError(Exception):
    """The root of this package's errors; its text says what, where, and what to do."""


class StoreError(ApiError):
    """The store cannot do what was asked of it."""


class StoreMissing(StoreError):
    """Nothing was ever published at this place."""


class StoreLocked(StoreError):
    """Another process is writing to this store."""


class StoreDamaged(StoreError):
    """The store's files cannot be read or written."""


class StoreClosed(StoreError):
    """The store was used after it was closed."""


class InvalidTerm(ApiError):
    """A value is no RDF term: an IRI with a space in it, a malformed language tag."""


class QueryFailed(ApiError):
    """A query gave no answer."""


class QueryRefused(QueryFailed):
    """The query is at fault: its syntax, or something that is not allowed here."""
