"""What can go wrong in a command, and the exit code that says so.

FrontError
├── InputMissing        a file that a command needs cannot be read
├── OutputFailed        a file that was to be written cannot be
├── EntriesUnfit        own entries of the authority cannot be kept or read
├── EntriesChanged      own entries changed while articles were read with them
├── EntriesMisplaced    there is no folder for own entries
├── UnknownEntries      no own entries have this name
├── ReviewUnfit         a table of reviewed links cannot be read, or names what is not there
├── EntitiesUnfit       what is known of an entity cannot be kept, or an entity that is named is none
├── ArticleUnknown      an article that is to be forgotten is not in the store
├── LookupFailed        a service outside gave no answer, or none that can be read
├── UnknownQuestion     no question has this name
├── UnknownColumn       no code of states or type of event has this name
├── CrewLost            no process that reads stays alive
├── PartMissing         what a command needs is an extra that is not installed
├── ShardUnfit          a shard cannot be loaded
├── ReleaseUnfit        what a release is to be compared with is none, or not whole
├── Unanswered          a question of a client got no answer
│   └── Refused         the question is at fault
└── PortTaken           another program listens there

0 done; 1 done, with findings; 2 usage; 3 nothing could be done; 130 interrupted, and safe to run again.
"""

from __future__ import annotations

from api.errors import ApiError, BadRequest, InvalidSetting, QueryRefused
from ingest.errors import IngestError

FINDINGS, USAGE, NOTHING_DONE, INTERRUPTED = 1, 2, 3, 130


class FrontError(Exception):
    """The root of this package's errors; its text says what, where, and what to do."""


class InputMissing(FrontError):
    """A file that a command needs cannot be read."""


class OutputFailed(FrontError):
    """A file that was to be written cannot be."""


class EntriesUnfit(FrontError):
    """Own entries of the authority cannot be kept, or what is kept cannot be read."""


class EntriesChanged(FrontError):
    """Own entries of the authority changed while articles were read with them."""


class EntriesMisplaced(FrontError):
    """There is no folder for own entries of the authority."""


class UnknownEntries(FrontError):
    """No own entries are kept under this name."""


class UnknownQuestion(FrontError):
    """No question has this name."""


class UnknownColumn(FrontError):
    """No code of states, or no type of event, has this name."""


class CrewLost(FrontError):
    """No process that reads stays alive."""


class PartMissing(FrontError):
    """A command needs an extra that is not installed."""


class ShardUnfit(FrontError):
    """A shard is not whole, or it is not known which of several is meant."""


class ReleaseUnfit(FrontError):
    """What a release is to be compared with is no release, or not whole."""


class Unanswered(FrontError):
    """A question of a client got no answer: nobody answers there, or not now.

    ``status`` and ``kind`` are those of the problem that was told of (RFC 9457), 0 and empty where there was none.
    """

    def __init__(self, message: str, status: int = 0, kind: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind


class Refused(Unanswered):
    """A question of a client is at fault: it is malformed, too large, or may not be asked there."""


class ReviewUnfit(FrontError):
    """A table of reviewed links cannot be read, or names what is not in the store."""


class EntitiesUnfit(FrontError):
    """What is known of an entity of the corpus cannot be kept, or what is named as one is none."""


class ArticleUnknown(FrontError):
    """An article that is to be forgotten, or not any more, is not in the store."""


class LookupFailed(FrontError):
    """A service outside gave no answer to a question about names, or none that can be read."""


class PortTaken(FrontError):
    """Another program listens at this address."""


FORESEEN = (FrontError, ApiError, IngestError, OSError)
"""What is said in one line; everything else is a mistake in the program and shows where it happened."""

_USAGE = (BadRequest, EntriesMisplaced, InvalidSetting, QueryRefused, UnknownColumn, UnknownEntries, UnknownQuestion)


def code_of(error: Exception) -> int:
    """Give the exit code for a foreseen error.

    >>> code_of(UnknownQuestion("who-said-wht"))
    2
    """
    return USAGE if isinstance(error, _USAGE) else NOTHING_DONE


def describe(error: Exception) -> str:
    """Put a foreseen error in a line.

    >>> describe(PermissionError(13, "Permission denied", "/srv/news"))
    '/srv/news: Permission denied; look at the path, its permissions and the free space'
    """
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}; look at the path, its permissions and the free space"
    return str(error)
