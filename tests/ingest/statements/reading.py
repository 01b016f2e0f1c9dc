"""What the tests of this folder share: a text in, what the rules read out of it as plain words."""

import re
from functools import cache

from ingest import nlp
from ingest.lexicon import load
from ingest.model import Attribution, Block, BlockRole, Span, Spans
from ingest.parse import Parse
from ingest.statements import RuleExtractor
from ingest.statements.authorial import assert_own

Found = tuple[str, str, str]


@cache
def annotator() -> nlp.Annotator:
    return nlp.load()


def parse(text: str) -> Parse:
    blocks = [Block(Span(*m.span()), BlockRole.BODY, "a line") for m in re.finditer(r"[^\n]+", text)]
    return annotator().parse(text, blocks)


def extract(text: str) -> tuple[Attribution, ...]:
    return RuleExtractor().extract(parse(text))


def join(text: str, spans: Spans) -> str:
    return " | ".join(span.of(text) for span in spans)


def words(text: str) -> list[Found]:
    return [(join(text, a.source), join(text, a.cue), join(text, a.content)) for a in extract(text)]


def only(text: str) -> Attribution:
    [found] = extract(text)
    return found


def own(text: str) -> list[str]:
    parsed = parse(text)
    found = assert_own(parsed, RuleExtractor().extract(parsed), load())
    return [join(text, a.content) for a in found]
