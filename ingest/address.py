"""The addresses of what an article speaks of, minted from its content alone.

The same text gives the same addresses on any machine, and nothing in an address comes from the text's words: only
digests, offsets (RFC 5147) and counts do, so hostile text cannot leave its literal.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from rdflib import URIRef

from ingest.model import Article, Span, Statement

BASE = "https://w3id.org/onrecord/id/"


@dataclass(frozen=True, slots=True)
class Address:
    """Where one version of one article lives: ``work`` for the article, ``version`` for this text of it.

    >>> here = Address.of(Article(text="The Senate met.", origin="-", url="https://example.org/1"))
    >>> str(here.work)
    'https://w3id.org/onrecord/id/article/18c17418f5ad82f0'
    >>> here.span(Span(4, 10)) == URIRef(f"{here.version}#char=4,10")
    True
    """

    base: str
    work: URIRef
    version: URIRef

    @classmethod
    def of(cls, article: Article, base: str = BASE) -> Address:
        """Mint the addresses of an article: the work by its URL, else publisher and id, else its text."""
        work = f"{base}article/{digest(identity(article))[:16]}"
        return cls(base, URIRef(work), URIRef(f"{work}/{digest(article.text)[:12]}"))

    @property
    def links(self) -> URIRef:
        """The graph of what this article's mentions were found to refer to."""
        return URIRef(f"{self.version}/links")

    @property
    def title(self) -> URIRef:
        """The headline that came apart from the text, a context of its own."""
        return URIRef(f"{self.version}/title")

    def span(self, span: Span) -> URIRef:
        """Return the address of a stretch of the text: a fragment of the version (RFC 5147, section 2.2)."""
        return URIRef(f"{self.version}#char={span.start},{span.end}")

    def part(self, kind: str, number: int) -> URIRef:
        """Return the address of the ``number``-th actor, place, time or event of the article."""
        return URIRef(f"{self.version}/{kind}/{number}")

    def statement(self, statement: Statement) -> URIRef:
        """Return a statement's address: where its cue and its content begin, content twice where no cue is."""
        content = statement.attribution.content[0].start
        cue = statement.attribution.cue[0].start if statement.attribution.cue else content
        return URIRef(f"{self.version}/statement/{cue}-{content}")


def identity(article: Article) -> str:
    """Return the words that tell one work from another: its URL, else its publisher and id, else its text.

    A NUL stands between publisher and id, so that neither can run into the other.
    """
    if article.url:
        return article.url
    if article.id:
        return f"{article.publisher or ''}\0{article.id}"
    return article.text


def digest(words: str) -> str:
    """Return the SHA-256 of the words in UTF-8, in hexadecimal; lone surrogates are kept apart, not lost."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
