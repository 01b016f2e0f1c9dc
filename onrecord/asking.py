"""A question to the store, answered in a process that can be killed, as a table, as CSV or as JSON."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

from api import questions
from api.answering import Answering, Question, answer_for
from api.errors import NotFound, QueryRefused
from api.federation import federate
from api.guard import Limits, check_query
from api.store import Store, open_store
from onrecord import screen
from onrecord.errors import InputMissing, UnknownQuestion
from onrecord.settings import Settings

RESULTS: Mapping[str, str] = MappingProxyType(
    {"table": "application/sparql-results+json", "csv": "text/csv", "json": "application/sparql-results+json"}
)
GRAPHS: Mapping[str, str] = MappingProxyType({"table": "text/turtle", "json": "application/ld+json"})


def ask(name: str, settings: Settings, form: str) -> None:
    """Print the answer to a query, in rows as they come or as a table."""
    query = find_query(name)
    store = open_store(settings.store, settings)
    if form != "table":
        answer(store, settings, query, form, screen.put_bytes)
        return
    parts: list[bytes] = []
    kind = answer(store, settings, query, form, parts.append)
    if kind not in {"SELECT", "ASK"}:
        screen.put_bytes(b"".join(parts))
        return
    found = tabulate(b"".join(parts))
    if isinstance(found, bool):
        screen.put("yes\n" if found else "no\n")
    else:
        screen.show_table(*found)


def find_query(name: str, stdin: BinaryIO | None = None) -> str:
    """Give the text of a query: of a file, of standard input for ``-``, or of a question by its name.

    Raises
    ------
    InputMissing
        The file cannot be read.
    UnknownQuestion
        It is neither a file nor the name of a question.
    """
    if name == "-":
        return _decode((stdin or sys.stdin.buffer).read(), "standard input")
    file = Path(name)
    if file.is_file() or file.suffix or len(file.parts) > 1:
        return questions.read(file).query if file.suffix == ".ttl" else _decode(_read(file), name)
    try:
        return questions.find(name).query
    except NotFound as error:
        raise UnknownQuestion(f"{name}: there is no such file, and {error}") from error


def answer(store: Store, settings: Settings, query: str, form: str, sink: Callable[[bytes], None]) -> str:
    """Answer a query in chunks, and give its form in capitals.

    Raises
    ------
    QueryRefused
        It is no query, or none that may be asked here, or its answer has no such format.
    QueryFailed
        There is no answer, or none within the time allowed.
    """
    kind = check_query(query, Limits.of(settings))
    offered = RESULTS if kind in {"SELECT", "ASK"} else GRAPHS
    if form not in offered:
        raise QueryRefused(
            f"the answer to a {kind} is a graph and has no rows; ask for --format table, which is Turtle"
        )
    asyncio.run(_ask(federate(answer_for(store, settings), settings), Question(query, offered[form]), sink))
    return kind


async def _ask(answering: Answering, question: Question, sink: Callable[[bytes], None]) -> None:
    await answering.start()
    try:
        reply = await answering.ask(question)
        async for chunk in reply.chunks:
            sink(chunk)
    finally:
        await answering.stop()


def tabulate(results: bytes) -> tuple[list[str], list[list[str]]] | bool:
    """Give the columns and rows of an answer in JSON (SPARQL 1.1 Query Results JSON, section 3), or its truth value.

    >>> tabulate(b'{"head": {"vars": ["a"]}, "results": {"bindings": [{}]}}')
    (['a'], [['']])
    """
    document: dict[str, Any] = json.loads(results)
    if "boolean" in document:
        return bool(document["boolean"])
    columns: list[str] = document["head"]["vars"]
    rows = document["results"]["bindings"]
    return columns, [[row[name]["value"] if name in row else "" for name in columns] for row in rows]


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputMissing(f"{file}: cannot be read ({error.strerror or error}); name a file with a query") from error


def _decode(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryRefused(f"{where}: is not UTF-8 text ({error.reason} at {error.start}); save it as UTF-8") from error
