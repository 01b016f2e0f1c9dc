"""What can go wrong while the graph is stored, asked and served.

ApiError
├── StoreError             the store cannot do what was asked of it
│   ├── StoreMissing       nothing was ever published there
│   ├── StoreLocked        another process is writing
│   ├── StoreDamaged       its files cannot be read, or cannot be written
│   ├── StoreClosed        it was used after it was closed
│   ├── StoreOccupied      something stands where a store or a backup was to be
│   ├── BackupDamaged      a backup is not whole, or none
│   ├── ModelOlder         it follows an older model than this software writes
│   ├── ModelNewer         it follows a newer model than this software knows
│   ├── ModelUnknown       no way is known from its model to this software's
│   ├── EngineUnreachable  the remote engine does not answer
│   ├── EngineUnfit        what answers there cannot serve as a store
│   └── UpdateFailed       the remote engine did not carry out an update
├── InvalidTerm            a value that RDF does not allow: an IRI with a space, a malformed language tag
├── InvalidSetting         a setting of the wrong kind
├── NotAcceptable          no format that the client accepts is offered
├── BadRequest             a request that cannot be understood
├── NotFound               nothing of this name is on record
│   ├── FoundElsewhere     the page of this name has another address
│   ├── ArticleForgotten   the article was removed, and a tombstone stands in its place
│   ├── SnapshotUnknown    there never was a snapshot of this number
│   └── SnapshotGone       this snapshot is no longer kept
├── LinksFull              as many queries have a short address as may
├── UnsupportedMediaType   a body of a kind that is not taken
├── TokenMissing           what was asked for needs a token
├── TokenUnknown           a token that nobody has
├── RightMissing           what was asked for needs a right that the client has not
├── BudgetSpent            the client has used up what it may use in a minute
├── SenderSlow             the client took too long to send its request
├── ServerStopping         the server was told to stop before there was an answer
├── ChangeFailed           a change over HTTP was not made, or not for certain
│   ├── ChangeRefused      it cannot be made: its body cannot be read
│   │   └── ChangeConflict     its graph is not there, or is there already
│   ├── ChangeOutdated     its graph is no longer what the client has read
│   ├── ChangeUnfit        what it leaves behind breaks the shapes
│   ├── ChangeTooLarge     it is larger than the limit
│   ├── ChangeTimeout      it took longer than the limit, and was undone
│   └── ChangeUncertain    it was being written when its process died
├── ClientGone             whoever asked has left before there was an answer
├── AddressUnusable        the server cannot listen where it was told to
│   └── AddressInUse       another program listens there
└── QueryFailed            a query that gave no answer
    ├── QueryRefused       the query is at fault: its syntax
    │   ├── QueryForbidden     it would change the graph, or ask another server
    │   └── QueryTooLarge      it is longer, deeper or denser than the limits allow
    ├── ServiceFailed      a server that it asks by SERVICE gave no answer, or too large a one
    ├── QueryUnwritable    its answer has no form in the format asked for
    ├── QueryTimeout       it ran longer than the limit
    │   └── IndexUnready       what it searches is still being made
    ├── QueryExhausted     its process died, as a rule for want of memory
    ├── SpoolFull          the disk has no room to keep its answer
    └── QueryCrowdedOut    too many queries were waiting already
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_LETTERS = re.compile(r"\['.' ?\.\.= ?'[^]]*\]")


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


class StoreOccupied(StoreError):
    """Something stands where a store or a backup was to be."""


class BackupDamaged(StoreError):
    """A backup is not whole, or what was named is none."""


class ModelOlder(StoreError):
    """A store follows an older model than this software writes."""


class ModelNewer(StoreError):
    """A store follows a newer model than this software knows."""


class ModelUnknown(StoreError):
    """No way is known from a store's model to the one that this software writes."""


class EngineUnreachable(StoreError):
    """A remote engine does not answer."""


class EngineUnfit(StoreError):
    """What answers at a remote address is no SPARQL endpoint, lets nobody in, or keeps its graphs apart."""


class UpdateFailed(StoreError):
    """A remote engine did not carry out an update, or did not say that it had."""


class InvalidTerm(ApiError):
    """A value is no RDF term: an IRI with a space in it, a malformed language tag."""


class QueryFailed(ApiError):
    """A query gave no answer."""


class QueryRefused(QueryFailed):
    """The query is at fault: its syntax, if nothing narrower is said."""

    @classmethod
    def for_syntax(cls, complaint: str, kind: str = "query") -> QueryRefused:
        """Say what a parser has to say, without its ranges of letters.

        Examples
        --------
        >>> print(QueryRefused.for_syntax("error at 1:9: expected one of ASK, ['A' ..= 'Z' | 'a' ..= 'z'], [_]"))
        the query is no valid SPARQL (error at 1:9: expected one of ASK, a name); mend it there
        """
        plain = _LETTERS.sub("a name", complaint).replace(", [_]", "")
        return cls(f"the {kind} is no valid SPARQL ({plain}); mend it there")


class QueryForbidden(QueryRefused):
    """The query would change the graph, or ask another server."""


class QueryTooLarge(QueryRefused):
    """The query is longer, deeper or denser than the limits allow."""


class ServiceFailed(QueryFailed):
    """A server that a query asks by SERVICE gave no answer, or a larger one than is taken."""


class QueryUnwritable(QueryFailed):
    """The query's answer has no form in the format that was asked for."""


class QueryTimeout(QueryFailed):
    """The query ran longer than the limit, and was killed."""


class IndexUnready(QueryTimeout):
    """What a search needs is still being made."""


class QueryExhausted(QueryFailed):
    """The query's process died, as a rule for want of memory."""


class SpoolFull(QueryFailed):
    """The disk has no room to keep the answer."""


class QueryCrowdedOut(QueryFailed):
    """Too many queries were waiting already."""


class InvalidSetting(ApiError):
    """A setting is of the wrong kind."""


class NotAcceptable(ApiError):
    """No format that the client accepts is offered."""


class BadRequest(ApiError):
    """A request cannot be understood: a parameter is missing, or given twice."""


class UnsupportedMediaType(ApiError):
    """A body is of a kind that is not taken."""


class TokenMissing(ApiError):
    """What was asked for needs a token, and none was sent."""


class TokenUnknown(ApiError):
    """A token was sent that nobody has."""


class RightMissing(ApiError):
    """What was asked for needs a right that the client has not."""


class BudgetSpent(ApiError):
    """The client has used up what it may use in a minute; ``retry_after`` is in how many seconds it may ask again."""

    def __init__(self, detail: str, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class SenderSlow(ApiError):
    """The client took too long to send its request."""


class ServerStopping(ApiError):
    """The server was told to stop before there was an answer."""


class LinksFull(ApiError):
    """As many queries have a short address as may have one."""


class ChangeFailed(ApiError):
    """A change was not made: its process died, as a rule for want of memory, and what was stored before still is."""


class ChangeRefused(ChangeFailed):
    """A change cannot be made: its body cannot be read."""


class ChangeConflict(ChangeRefused):
    """A change does not fit what is stored: the graph that it names is not there, or is there already."""


class ChangeOutdated(ChangeFailed):
    """A condition of a change does not hold: somebody else has changed its graph meanwhile."""


class ChangeUnfit(ChangeFailed):
    """What a change leaves behind breaks the shapes; ``report`` holds what was found."""

    def __init__(self, message: str, report: tuple[Mapping[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.report = report


class ChangeTooLarge(ChangeFailed):
    """A change is larger than the limit."""


class ChangeTimeout(ChangeFailed):
    """A change took longer than the limit, and was undone."""


class ChangeUncertain(ChangeFailed):
    """A change was being written when its process died, and nobody knows whether it was made."""


class ClientGone(ApiError):
    """Whoever asked has left before there was an answer."""


class AddressUnusable(ApiError):
    """The server cannot listen at this address."""


class AddressInUse(AddressUnusable):
    """Another program listens at this address."""


class NotFound(ApiError):
    """Nothing of this name is on record."""


class FoundElsewhere(NotFound):
    """What was asked for has its page at another ``address``."""

    def __init__(self, address: str) -> None:
        super().__init__(f"the page of this name is at {address}; go there")
        self.address = address


class SnapshotUnknown(NotFound):
    """There never was a snapshot of this number."""


class ArticleForgotten(NotFound):
    """An article was removed from the store, and a tombstone stands in its place."""


class SnapshotGone(NotFound):
    """A snapshot is no longer kept; ``kept`` holds the numbers of those that are."""

    def __init__(self, message: str, kept: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.kept = kept
