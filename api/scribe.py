"""The process in which changes are made: one at a time, each on a copy that takes the store's place once it is checked.

It is started by `api.changes` as ``python -m api.scribe FOLDER KEPT PATIENCE BYTES BASE DEPTH OPERATORS`` and may be
killed at any moment: what is stored is whole before and after. Between changes it holds nothing open, so that others
can write.

A change is one line of JSON on standard input; what becomes of it is one line or two on standard output::

    {"stage": "ready"}          once, when it can begin
    {"stage": "writing"}        the change is made and checked; from here on it may be stored
    {"stage": "done", "state": "7", "created": true}
    {"stage": "failed", "error": "QueryRefused", "text": "...", "report": [...]}
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox

from api.confinement import bound_memory, confine
from api.conformance import Gate, differ, find_graphs
from api.errors import (
    ApiError,
    ChangeConflict,
    ChangeOutdated,
    ChangeRefused,
    ChangeUnfit,
    NotFound,
    QueryRefused,
    StoreDamaged,
)
from api.operations import check_patch, check_update, find_targets, give_dataset
from api.preconditions import ANY, UNKNOWN, Preconditions
from api.store.draft import Draft
from api.store.embedded import EmbeddedStore
from api.store.terms import to_named_node

type Told = Mapping[str, Any]


class Scribe:
    """Makes changes to a store in a folder."""

    def __init__(self, store: EmbeddedStore, base: str, depth: int, operators: int) -> None:
        self._store = store
        self._gate = Gate(base)
        self._depth = depth
        self._operators = operators

    def carry_out(self, change: Told, tell: BinaryIO) -> None:
        """Make a change and tell what became of it."""
        try:
            with self._store.draft() as draft:
                created, changed = self._make(change, draft)
                self._gate.check(draft.engine, changed)
                _tell(tell, {"stage": "writing"})
                state = draft.commit()
            # Told once the next writer may begin, since whoever hears of it may be that writer.
            _tell(tell, {"stage": "done", "state": state, "created": created})
        except ApiError as error:
            report = error.report if isinstance(error, ChangeUnfit) else ()
            _tell(tell, {"stage": "failed", "error": type(error).__name__, "text": str(error), "report": report})

    def _make(self, change: Told, draft: Draft) -> tuple[bool, tuple[str, ...]]:
        try:
            _expect(self._store, draft.engine, change["graph"], Preconditions(**change.get("conditions", {})))
            if change["kind"] == "update":
                return False, self._update(change, draft)
            return self._put(change, draft.engine)
        except (SyntaxError, UnicodeDecodeError, ValueError) as error:
            raise _find_fault(change, error) from error
        except RuntimeError as error:
            raise ChangeConflict(f"the change was not made ({error}); look at what is stored, or say SILENT") from error
        except OSError as error:
            raise StoreDamaged(f"{self._store.where}: nothing was written ({error}); look for free space") from error

    def _update(self, change: Told, draft: Draft) -> tuple[str, ...]:
        text, base = _read_update(change), change["base"]
        asked = give_dataset(check_update(text, self._depth, self._operators), change["using"], change["using_named"])
        draft.engine.update(asked, base_iri=base)
        targets = find_targets(text, base)
        candidates = find_graphs(draft.before, draft.engine) if targets is None else targets | {""}
        looked_at = sorted(name for name in candidates if self._gate.looks_at(draft.engine, name))
        return tuple(name for name in looked_at if differ(draft.before, draft.engine, name))

    def _put(self, change: Told, engine: ox.Store) -> tuple[bool, tuple[str, ...]]:
        """Replace, add to, patch or remove a graph (SPARQL 1.1 Graph Store HTTP Protocol, section 5)."""
        kind, name = change["kind"], change["graph"]
        if name is None:
            return False, _replace_all(change, engine)
        target = to_named_node(name) if name else ox.DefaultGraph()
        known = isinstance(target, ox.DefaultGraph) or engine.contains_named_graph(target)
        if kind in {"remove", "patch"} and not known:
            raise NotFound(f"{name} names no graph that is stored; put one there first")
        patched = self._patch(change, engine, target) if kind == "patch" else ()
        if kind != "add":
            engine.clear_graph(target)
        if isinstance(target, ox.NamedNode):
            engine.remove_graph(target) if kind == "remove" else engine.add_graph(target)
        engine.extend(patched)
        for part in change["parts"] if kind != "patch" else ():
            _load(part, change["base"], engine, target)
        return not known, (name,)

    def _patch(self, change: Told, engine: ox.Store, target: ox.NamedNode | ox.DefaultGraph) -> Sequence[ox.Quad]:
        """Give what an update makes of a graph when there is no other: it is carried out where none is in reach."""
        text = check_patch(_read_update(change), self._depth, self._operators)
        alone = ox.Store()
        found = engine.quads_for_pattern(None, None, None, target)
        alone.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in found)
        alone.update(text, base_iri=change["base"])
        return [ox.Quad(quad.subject, quad.predicate, quad.object, target) for quad in alone]


def _read_update(change: Told) -> str:
    [part] = change["parts"]
    return Path(part["file"]).read_text("utf-8")


def _expect(store: EmbeddedStore, engine: ox.Store, graph: str | None, wanted: Preconditions) -> None:
    """Make sure that conditions hold of a graph, or of all that is stored, for whoever has the turn to write.

    Raises
    ------
    ChangeOutdated
        They do not.
    """
    known = graph is None or not graph or engine.contains_named_graph(ox.NamedNode(graph))
    where = graph or ("everything" if graph is None else "the default graph")
    if wanted.match is not None and not (known and any(_is_of(store, engine, graph, one) for one in wanted.match)):
        raise ChangeOutdated(
            f"{where} is not what a tag in If-Match names (a weak one names nothing; Accept-Encoding: identity brings "
            "one that is not weak); read it again, and change what you find then"
        )
    if wanted.none_match is not None and known and any(_is_of(store, engine, graph, one) for one in wanted.none_match):
        raise ChangeOutdated(f"{where} is there, as If-None-Match must not find it; read it, and change what you find")


def _is_of(store: EmbeddedStore, engine: ox.Store, graph: str | None, state: str) -> bool:
    if state in {ANY, UNKNOWN}:
        return state == ANY
    number = state.partition(".")[0]
    try:
        if store.stamp(number) != state:
            return False  # the store was filled anew, and its numbers have begun again
        snapshot, lease = store.hold(number)
    except NotFound:
        return False  # it is not kept any more, so nobody can tell
    try:
        before = ox.Store.read_only(str(snapshot))
        names = find_graphs(before, engine) if graph is None else (graph,)
        return not any(differ(before, engine, name) for name in names)
    finally:
        os.close(lease)


def _replace_all(change: Told, engine: ox.Store) -> tuple[str, ...]:
    """Put quads into the graphs that they name; in place of everything that is stored, if so told."""
    names: set[str] = set()
    if change["kind"] == "replace":
        names.update(graph.value for graph in engine.named_graphs())
        engine.clear()
    for part in change["parts"]:
        form = ox.RdfFormat.from_media_type(part["media_type"])
        engine.load(path=part["file"], format=form, base_iri=change["base"])
        found = ox.parse(path=part["file"], format=form, base_iri=change["base"])
        names.update(quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else "" for quad in found)
    return tuple(names)


def _load(part: Told, base: str, engine: ox.Store, target: ox.NamedNode | ox.DefaultGraph) -> None:
    form = ox.RdfFormat.from_media_type(part["media_type"])
    assert form is not None  # noqa: S101  # the server asked for it by its name
    if not form.supports_datasets:
        engine.load(path=part["file"], format=form, base_iri=base, to_graph=target)
        return
    found = ox.parse(path=part["file"], format=form, base_iri=base, without_named_graphs=True, rename_blank_nodes=True)
    engine.extend(ox.Quad(quad.subject, quad.predicate, quad.object, target) for quad in found)


def _find_fault(change: Told, error: Exception) -> ApiError:
    if change["kind"] in {"update", "patch"}:
        return QueryRefused.for_syntax(str(error), "update")
    return ChangeRefused(f"the body is no {change['parts'][0]['media_type']} ({error}); mend it there")


def _tell(sink: BinaryIO, what: Told) -> None:
    sink.write(json.dumps(what).encode() + b"\n")
    sink.flush()


def main(arguments: list[str]) -> None:
    """Make changes until there are no more."""
    folder, kept, patience, memory, base, depth, operators = arguments
    confine()
    bound_memory(int(memory))
    scribe = Scribe(EmbeddedStore(Path(folder), int(kept), float(patience)), base, int(depth), int(operators))
    sink = sys.stdout.buffer
    _tell(sink, {"stage": "ready"})
    for line in sys.stdin.buffer:
        scribe.carry_out(json.loads(line), sink)


if __name__ == "__main__":
    main(sys.argv[1:])
