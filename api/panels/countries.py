"""For which state somebody speaks, as far as the article and the authority tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ties:
    """What leads from somebody to a state: links of mentions, bodies above bodies, home states, and the states."""

    linked: Mapping[str, Set[str]]
    above: Mapping[str, Set[str]]
    homes: Mapping[str, Set[str]]
    states: Set[str]

    def reach(self, node: str) -> frozenset[str]:
        """Give a node, what it is linked to, and the bodies above each.

        Examples
        --------
        >>> ties = Ties({"m": {"senate"}}, {"senate": {"parliament"}}, {}, set())
        >>> sorted(ties.reach("m"))
        ['m', 'parliament', 'senate']
        """
        found, waiting = {node}, [node]
        while waiting:
            at = waiting.pop()
            new = (self.linked.get(at, set()) | self.above.get(at, set())) - found
            found |= new
            waiting += new
        return frozenset(found)

    def entities(self, node: str) -> frozenset[str]:
        """Give what a mention is linked to; nothing for one that nobody of the authority is behind."""
        return frozenset(self.linked.get(node, ()))

    def states_of(self, node: str) -> frozenset[str]:
        """Give the states that a node is, belongs to, or is at home in.

        Examples
        --------
        >>> sorted(Ties({"m": {"rana"}}, {}, {"rana": {"pakistan"}}, {"pakistan"}).states_of("m"))
        ['pakistan']
        """
        reached = self.reach(node)
        homes = frozenset(home for each in reached for home in self.homes.get(each, ()))
        return frozenset((reached | homes) & self.states)

    def spoken_for(self, claimant: str, offices: Iterable[str]) -> frozenset[str]:
        """Give the states for which a claimant speaks who is shown in an office of these bodies.

        The office goes first: whoever speaks as an official of a body of the authority that belongs to no state, such
        as the United Nations, speaks for none, wherever that person is at home.

        Examples
        --------
        >>> ties = Ties({"m": {"guterres"}, "n": {"un"}}, {}, {"guterres": {"portugal"}}, {"portugal"})
        >>> ties.spoken_for("m", ["n"]), sorted(ties.spoken_for("m", []))
        (frozenset(), ['portugal'])
        """
        bodies = [body for body in offices if any(each in self.linked for each in self.reach(body))]
        if bodies:
            return frozenset(state for body in bodies for state in self.states_of(body))
        return self.states_of(claimant)
