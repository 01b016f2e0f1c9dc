"""Articles through the gate, in the order in which they were given, and what is loaded for it.

A mistake in the program, or a process that dies, costs the one article it was met at: a batch of a night goes on.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import repeat
from pathlib import Path
from typing import Protocol

import shapes
from ingest import nlp
from ingest.errors import Unreadable
from ingest.extractor import Extractor
from ingest.gate import Admitted, Gate, Quarantined
from ingest.link import Linker
from ingest.model import Article
from ingest.parse import Parse
from ingest.pipeline import Pipeline
from ingest.places import gazetteer
from ingest.read.sources import STDIN
from ingest.run import Run
from ingest.statements import BlendedExtractor, RuleExtractor
from ingest.tagger import FILE
from ingest.tagger.model import load
from ingest.version import Version
from onrecord import screen
from onrecord.authority.kept import NONE, Kept
from onrecord.authority.kept import load as load_authority
from onrecord.settings import Settings

RULES_ALONE = "none"
"""The setting of the tagger under which there is none."""

FIRST = Article(text="The Senate met on Monday, a spokesman said.", origin="first")
"""An article that nobody asked for: reading it loads what is loaded late."""

YOUNG = 50_000
"""How many more objects there are before the garbage collector looks at them; an article makes some 20,000."""


@dataclass(frozen=True, slots=True)
class Failed:
    """An article at which the program itself failed. ``problem`` is what happened."""

    article: Article
    problem: str

    @property
    def origin(self) -> str:
        """Where the article was read."""
        return self.article.origin

    def __str__(self) -> str:
        return f"{self.origin}: could not be read ({self.problem}); please report it, the article is needed to mend it"


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An article that the store holds already, as this software reads it. ``origin`` is where it was read."""

    origin: str


type Passing = Unreadable | Unchanged
"""What stands among articles and is not to be read: it comes out where it stood."""

type Outcome = Version | Quarantined | Failed


class Reading(Protocol):
    """Reads articles."""

    @property
    def run(self) -> Run:
        """The configuration that reads them."""

    def admit_all(self, items: Iterable[Article | Passing]) -> Iterator[Outcome | Passing]:
        """Read every article, in order."""

    def close(self) -> None:
        """Let go of everything."""


@cache
def open_gate(pipeline: str, tagger: str, base: str) -> Gate:
    """Load everything that reading needs, once a process.

    Raises
    ------
    PipelineMissing
        The named language pipeline is not installed.
    TaggerUnfit
        The named tagger cannot be used.
    GazetteerMissing
        The gazetteer of places is not installed.
    """
    annotator, extractor = nlp.load(pipeline or None), open_extractor(tagger)
    gate = Gate(
        Pipeline(annotator, extractor),
        open_linker(NONE, base),
        shapes.Validator(),
        Run.of(annotator, extractor, base),
        base,
    )
    gate.admit(FIRST)
    settle()
    return gate


@cache
def open_linker(kept: Kept, base: str) -> Linker:
    """Read the names of the authority, a user's own entries among them, and of the gazetteer, once a process."""
    return Linker(load_authority(kept), gazetteer.load(), base)


def open_own_gate(settings: Settings, kept: Kept) -> Gate:
    """Load everything that reading needs, with a user's own entries of the authority.

    Raises
    ------
    PipelineMissing, TaggerUnfit
        See `open_gate`.
    EntriesChanged, EntriesUnfit
        The own entries cannot be read as they were found.
    """
    gate = open_gate(settings.pipeline, settings.tagger, settings.base)
    return (
        replace(gate, linker=open_linker(kept, settings.base), run=replace(gate.run, own=kept.digest)) if kept else gate
    )


def settle() -> None:
    """Spare the garbage collector what is loaded: it stays, and would be looked through again every few articles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


def open_extractor(tagger: str) -> Extractor:
    """Load what finds statements: the tagger of a file with the rules around it, or the rules alone."""
    if tagger == RULES_ALONE or (not tagger and not FILE.is_file()):
        return RuleExtractor()
    return BlendedExtractor(load(Path(tagger) if tagger else FILE))


def mind_tagger(settings: Settings) -> None:
    """Say so where the tagger's file is not there and the rules have to do alone."""
    if not settings.tagger and not FILE.is_file():
        screen.say(f"{FILE}: is missing, so statements are found by rules alone, which miss more; install it again")


def attempt[T](work: Callable[[Article], T], article: Article) -> T | Failed:
    """Do something with an article, and let no mistake in the program end more than that."""
    try:
        return work(article)
    except Exception as error:  # noqa: BLE001 -- the articles after this one are not at fault
        return Failed(article, f"{type(error).__name__}: {error}")


def admit(gate: Gate, group: Iterable[Article]) -> Iterator[Admitted | Quarantined | Failed]:
    """Read the articles of a group in order: annotating short ones together takes a third less."""
    articles = [*group]
    for article, parse in zip(articles, _annotate(gate, articles), strict=False):
        yield attempt(partial(gate.admit, parse=parse), article)


def pack(outcome: Admitted | Quarantined | Failed) -> Outcome:
    """Take from an article what a store needs."""
    return Version.of(outcome) if isinstance(outcome, Admitted) else outcome


def gather(items: Iterable[Article | Passing]) -> Iterator[list[Article | Passing]]:
    """Give articles in order and in groups to be annotated together, each as soon as it is full."""
    return nlp.gather(items, _size)


class Here:
    """Reads in this process."""

    def __init__(self, settings: Settings, kept: Kept = NONE) -> None:
        self._gate = open_own_gate(settings, kept)

    @property
    def run(self) -> Run:
        """The configuration of the gate."""
        return self._gate.run

    def admit_all(self, items: Iterable[Article | Passing]) -> Iterator[Outcome | Passing]:
        """Read articles in order, each group once its first is asked for."""
        for group in gather(items):
            admitted = admit(self._gate, (item for item in group if isinstance(item, Article)))
            for item in group:
                yield pack(next(admitted)) if isinstance(item, Article) else item

    def close(self) -> None:
        """Do nothing: the gate stays for whoever reads next."""


def _annotate(gate: Gate, articles: list[Article]) -> Iterable[Parse | None]:
    """Annotate articles together; where that fails, each is left to be annotated when it is read."""
    try:
        return [*gate.pipeline.annotate(articles)]
    except Exception:  # noqa: BLE001 -- one of them is at fault, and it is named when it is read alone
        return repeat(None)


def _size(item: Article | Passing) -> int:
    """Give how many code points there are to annotate; what comes over standard input waits for nothing after it."""
    if not isinstance(item, Article):
        return 0
    return nlp.ROOM if item.origin.partition(":")[0] == STDIN else len(item.text)
