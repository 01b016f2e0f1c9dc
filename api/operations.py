"""The operations of an update, seen from its text: which may be carried out, on what graphs, and with which dataset.

An engine reaches out to other servers for LOAD and SERVICE, has no parameter for the graphs that the protocol names
beside an update, and does not tell what an update changed. All three are read off the tokens here; what is no valid
SPARQL is left for the engine to refuse.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from api.errors import BadRequest, QueryForbidden, QueryRefused, QueryTooLarge
from api.lexer import QUERY_FORMS, UPDATE_FORMS, Sort, Token, tokens
from api.store.dataset import resolve_token
from api.store.terms import to_named_node

_OPENING = frozenset("([{") | {"<<"}
_CLOSING = frozenset(")]}") | {">>"}
_OPERATORS = frozenset("!+-*/|^=<>") | {"&&", "||", "!=", "<=", ">=", "^^"}
_MODIFY = frozenset({"INSERT", "DELETE", "WITH"})
_BEFORE_A_GRAPH = ("GRAPH", "WITH", "TO", "INTO", "ADD", "MOVE", "COPY", "CLEAR", "DROP", "CREATE")
_OF_GRAPHS = ("GRAPH", "WITH", "USING", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
_BETWEEN = ("SILENT", "GRAPH")
_NOTHING = "INSERT DATA {}"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of an update: its tokens, each with the number of brackets it stands in, and its form."""

    tokens: tuple[tuple[Token, int], ...]
    form: str

    @property
    def is_pattern(self) -> bool:
        """Whether it asks a pattern, for which a dataset can be given (SPARQL 1.1 Update, section 3.1.3)."""
        return self.form in _MODIFY and self.find("DATA") is None

    def find(self, *words: str) -> Token | None:
        """Find the first of these keywords outside all brackets."""
        return next((token for token, depth in self.tokens if depth == 0 and token.is_word(*words)), None)


def split(text: str) -> Iterator[Operation]:
    """Give the operations of an update, whose prologues belong to them.

    Examples
    --------
    >>> [operation.form for operation in split("PREFIX a: <http://a/> CLEAR ALL ; INSERT DATA { a:1 a:p ';' }")]
    ['CLEAR', 'INSERT']
    """
    found: list[tuple[Token, int]] = []
    depth = 0
    for token in tokens(text):
        depth -= token.text in _CLOSING and token.sort is Sort.SIGN
        if token.text == ";" and depth <= 0:
            yield _make(found)
            found = []
            continue
        found.append((token, max(depth, 0)))
        depth += token.text in _OPENING and token.sort is Sort.SIGN
    if found:
        yield _make(found)


def check_update(text: str, depth: int, operators: int) -> str:
    """Give an update as it may be carried out: a LOAD that is SILENT does nothing, any other is refused.

    Brackets may stand ``depth`` deep; an operation may have so many ``operators``, unless it is INSERT or DELETE DATA.

    Raises
    ------
    QueryForbidden
        It would fetch something from another server.
    QueryTooLarge
        It is deeper or denser than the limits allow.
    QueryRefused
        It is a query, or no update.

    Examples
    --------
    >>> check_update("LOAD SILENT <http://a/> ; CLEAR ALL", 64, 2000)
    'INSERT DATA {} ; CLEAR ALL'
    """
    cuts: list[tuple[int, int]] = []
    operations = [*split(text)]
    if not all(operation.tokens for operation in operations):
        raise QueryRefused.for_syntax("a semicolon has no operation before it", "update")
    for operation in operations:
        if not operation.form and (asked := operation.find(*QUERY_FORMS)):
            raise QueryRefused(f"{asked.text.upper()} asks and changes nothing; send it as the parameter query")
        _measure(operation, depth, operators)
        if operation.form == "LOAD":
            cuts.append(_pass_over(operation))
    for start, end in reversed(cuts):
        text = text[:start] + _NOTHING + text[end:]
    return text


def check_patch(text: str, depth: int, operators: int) -> str:
    """Give the update of one graph as it may be carried out where that graph is the default graph; else as above.

    Raises
    ------
    QueryForbidden
        It names another graph, or this one, which is never needed.

    Examples
    --------
    >>> check_patch("DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } WHERE { ?s ?p 1 }", 64, 2000)
    'DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } WHERE { ?s ?p 1 }'
    """
    for token in tokens(text):
        if token.is_word(*_OF_GRAPHS):
            raise QueryForbidden(
                f"{token.text.upper()} at offset {token.start} is for several graphs, and a patch is of one, which it "
                "does not name; use INSERT and DELETE without it, or send the update to /update"
            )
    return check_update(text, depth, operators)


def give_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Give an update whose patterns are asked of these graphs (SPARQL 1.1 Protocol, section 2.2.3).

    Raises
    ------
    BadRequest
        An operation names its own graphs by WITH or USING.
    InvalidTerm
        A graph's name is no IRI.

    Examples
    --------
    >>> give_dataset("DELETE WHERE { ?s ?p ?o }", ["http://a/g"], [])
    'DELETE { ?s ?p ?o } USING <http://a/g> WHERE { ?s ?p ?o }'
    """
    clauses = " ".join(
        [f"USING {to_named_node(iri)}" for iri in default] + [f"USING NAMED {to_named_node(iri)}" for iri in named]
    )
    if not clauses:
        return text
    for operation in reversed([*split(text)]):
        if not operation.is_pattern:
            continue
        if (own := operation.find("WITH", "USING")) is not None:
            raise BadRequest(
                f"{own.text.upper()} at offset {own.start} and the parameters using-graph-uri and using-named-graph-uri"
                " name graphs for the same operation; use one or the other"
            )
        if (where := operation.find("WHERE")) is not None:
            text = f"{text[: where.start]}{_template(text, operation, where)}{clauses} {text[where.start :]}"
    return text


def find_targets(text: str, base: str) -> frozenset[str] | None:
    """Name every graph that an update could change besides the default graph; None: it could be any.

    Examples
    --------
    >>> sorted(find_targets("PREFIX a: <http://a/> WITH a:1 DELETE WHERE { ?s ?p ?o } ; CLEAR GRAPH <2>", "http://b/"))
    ['http://a/1', 'http://b/2']
    >>> find_targets("INSERT { GRAPH ?g { ?s ?p 1 } } WHERE { GRAPH ?g { ?s ?p ?o } }", "http://b/")
    """
    prefixes: dict[str, set[str]] = {}
    targets: set[str] = set()
    awaited = False
    try:
        for operation in split(text):
            for (token, _), (following, _) in pairwise(operation.tokens):
                if token.is_word("BASE") and following.sort is Sort.IRI:
                    base = resolve_token(following, base, {})
                elif token.text.endswith(":") and following.sort is Sort.IRI:
                    prefixes.setdefault(token.text[:-1], set()).add(resolve_token(following, base, {}))
                awaited = token.is_word(*_BEFORE_A_GRAPH) or (awaited and token.is_word(*_BETWEEN))
                if not awaited or following.is_word(*_BETWEEN):
                    continue
                if following.sort is Sort.VARIABLE or following.is_word("ALL", "NAMED"):
                    return None
                if following.sort is Sort.IRI or ":" in following.text:
                    targets.update(_read_names(following, base, prefixes))
    except QueryRefused:
        return None  # a name that only the engine can read
    return frozenset(targets)


def _read_names(token: Token, base: str, prefixes: dict[str, set[str]]) -> Iterator[str]:
    prefix = token.text.partition(":")[0]
    for start in prefixes.get(prefix, {""}) if token.sort is not Sort.IRI else ("",):
        yield resolve_token(token, base, {prefix: start} if start else {})


def _make(found: list[tuple[Token, int]]) -> Operation:
    form = next((token.text.upper() for token, depth in found if not depth and token.is_word(*UPDATE_FORMS)), "")
    return Operation(tuple(found), form)


def _measure(operation: Operation, deepest: int, most: int) -> None:
    counts = operation.find("DATA") is None
    operators = 0
    for token, depth in operation.tokens:
        if token.sort is Sort.WORD and "SERVICE" in token.text.partition(":")[0].upper():
            raise QueryForbidden(f"SERVICE at offset {token.start} would ask another server; ask that server yourself")
        if token.is_word("LOAD") and operation.form != "LOAD":
            raise QueryRefused.for_syntax(f"LOAD at offset {token.start} stands within another operation", "update")
        if depth >= deepest:
            raise QueryTooLarge(f"brackets stand more than {deepest} deep at offset {token.start}; flatten the update")
        operators += counts and token.sort is Sort.SIGN and token.text in _OPERATORS
    if operators > most:
        raise QueryTooLarge(f"an operation has {operators} operators and {most} are allowed; use VALUES instead")


def _pass_over(operation: Operation) -> tuple[int, int]:
    words = [token for token, _ in operation.tokens]
    at = next(place for place, token in enumerate(words) if token.is_word("LOAD"))
    load, *rest = words[at:]
    silent = bool(rest) and rest[0].is_word("SILENT")
    shape = [token.text.upper() if token.sort is Sort.WORD and ":" not in token.text else "name" for token in rest]
    if shape[silent:] not in (["name"], ["name", "INTO", "GRAPH", "name"]):
        raise QueryRefused.for_syntax(
            f"LOAD at offset {load.start} takes an IRI, then INTO GRAPH and an IRI if any", "update"
        )
    if not silent:
        raise QueryForbidden(f"LOAD at offset {load.start} would ask another server; put the graph itself")
    return load.start, rest[-1].start + len(rest[-1].text)


def _template(text: str, operation: Operation, where: Token) -> str:
    """Write out what DELETE WHERE takes away, for its short form has no place for a dataset."""
    first = next(token for token, depth in operation.tokens if not depth and token.is_word(*_MODIFY))
    between = [token for token, _ in operation.tokens if first.start < token.start < where.start]
    if not first.is_word("DELETE") or between:
        return ""
    last = operation.tokens[-1][0]
    return f"{text[where.start + len(where.text) : last.start + len(last.text)].strip()} "
