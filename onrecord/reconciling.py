"""A client of reconciliation services (Reconciliation Service API 0.2): any that speaks it, our own among them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import batched

from api.errors import InvalidTerm
from api.store.terms import to_named_node
from onrecord.errors import LookupFailed
from onrecord.outside import Asked, Kept, Proposal, Told, Web

_AT_ONCE = 25
_CANDIDATES = 5


class Service:
    """A reconciliation service; an `onrecord.outside.Source`. It is asked who it is when this is made.

    Raises
    ------
    LookupFailed
        It gives no manifest, or speaks another version.
    """

    def __init__(self, address: str, web: Web, kept: Kept) -> None:
        self.address = address
        self._web = web
        self._kept = kept
        manifest = _object(web.ask(address), address, "its manifest")
        versions = manifest.get("versions", ["0.1"])
        if not isinstance(versions, list) or not {"0.1", "0.2"} & {str(each) for each in versions}:
            raise LookupFailed(f"{address}: speaks the versions {versions} of the protocol; name a service of 0.2")
        self.title = _string(manifest.get("name"), address, "the name in its manifest")
        self._space = _string(manifest.get("identifierSpace"), address, "the identifierSpace in its manifest")

    def look_up(self, asked: Sequence[Asked]) -> Mapping[Asked, Told]:
        """Propose what names may stand for; see `onrecord.outside.Source.look_up`."""
        found = {each: told for each in asked if (told := self._remember(each)) is not None}
        for part in batched([each for each in asked if each not in found], _AT_ONCE):
            queries = {f"q{n}": {"query": each.name, "limit": _CANDIDATES} for n, each in enumerate(part)}
            given = {"queries": json.dumps(queries)}
            answer = _object(self._web.ask(self.address, given), self.address, "its answer")
            for n, each in enumerate(part):
                result = _object(answer.get(f"q{n}"), self.address, f"the answer q{n}").get("result")
                if not isinstance(result, list):
                    raise LookupFailed(f"{self.address}: the answer q{n} has no list of results; tell its keeper")
                told = self._read(result, datetime.min)  # so that what cannot be read is never kept
                found[each] = Told(told.proposals, self._kept.put(result, self.address, each.name))
        return found

    def _remember(self, asked: Asked) -> Told | None:
        found = self._kept.get(self.address, asked.name)
        return self._read(found[0], found[1]) if found is not None and isinstance(found[0], list) else None

    def _read(self, result: Sequence[object], at: datetime) -> Told:
        return Told(
            tuple(self._propose(_object(each, self.address, "a candidate")) for each in result[:_CANDIDATES]), at
        )

    def _propose(self, candidate: Mapping[str, object]) -> Proposal:
        identifier = _string(candidate.get("id"), self.address, "the id of a candidate")
        name = _string(candidate.get("name"), self.address, "the name of a candidate")
        score = candidate.get("score")
        if isinstance(score, bool) or not isinstance(score, int | float) or not math.isfinite(score):
            raise LookupFailed(f"{self.address}: the score of {name!r} is no number; tell its keeper")
        iri = identifier if identifier.startswith(("http://", "https://")) else self._space + identifier
        try:
            to_named_node(iri)
        except InvalidTerm as error:
            raise LookupFailed(f"{self.address}: the identifier of {name!r} is no IRI ({error})") from error
        sure = candidate.get("match") is True
        return Proposal(iri, name, sure, f"score {score:g} of the service, {'a' if sure else 'no'} match by it")


def _object(value: object, where: str, what: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise LookupFailed(f"{where}: {what} is no JSON object; see whether it is a reconciliation service")
    return value


def _string(value: object, where: str, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise LookupFailed(f"{where}: {what} is missing or no string; see whether it is a reconciliation service")
    return value
