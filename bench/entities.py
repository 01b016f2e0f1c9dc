"""How well the articles of a store are joined into entities: ``python -m bench.entities STORE [--pairs N]``.

No gold says who is one and the same over many articles, so what linking is sure of stands in for it: every person,
group and body that is linked to the authority with a score of 0.9 and more is taken for unknown, all are joined as
`onrecord link entities` does it, and two of one entity are right where the authority has one entry for both. Printed
are precision and recall over pairs of articles' actors, and both as means over actors (B cubed, Bagga and Baldwin
1998). ``--pairs`` prints joined pairs of which nobody knows, drawn by chance, to be judged by reading.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from api.store import Writer, give_rows
from api.store.embedded import EmbeddedStore
from ingest.entities.clustering import join
from ingest.entities.model import Bearer, Entity, Membership
from ingest.entities.words import load as load_words
from onrecord.entities.gathering import gather

SURE = 0.9
BASE = "https://w3id.org/onrecord/id/"
_LINKED = """
PREFIX rec: <https://w3id.org/onrecord/ns#>
PREFIX sssom: <https://w3id.org/sssom/>
SELECT ?node ?target ?score WHERE {
  ?node rec:refersTo ?target . ?mapping sssom:subject_id ?node ; sssom:object_id ?target ; sssom:confidence ?score }"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision and recall over pairs, and as means over what was joined."""

    pairs: tuple[float, float]
    cubed: tuple[float, float]


def measure(joined: Iterable[Iterable[str]], truth: Mapping[str, str]) -> Figures:
    """Compare groups of nodes with the entry that each stands for; nodes in no group stand alone.

    >>> measure([["a", "b", "c"]], {"a": "X", "b": "X", "c": "Y", "d": "Y"}).pairs
    (0.3333333333333333, 0.5)
    """
    group = {node: n for n, nodes in enumerate(joined) for node in nodes if node in truth}
    alone = len(truth)
    for node in truth:
        group.setdefault(node, (alone := alone + 1))
    both = Counter((group[node], truth[node]) for node in truth)
    groups, entries = Counter(group.values()), Counter(truth.values())
    right = sum(n * (n - 1) for n in both.values())
    said, there = (sum(n * (n - 1) for n in each.values()) for each in (groups, entries))
    precision = sum(n * n / groups[key[0]] for key, n in both.items()) / len(truth)
    recall = sum(n * n / entries[key[1]] for key, n in both.items()) / len(truth)
    return Figures((right / said if said else 1.0, right / there if there else 1.0), (precision, recall))


def hide(writer: Writer) -> tuple[tuple[Bearer, ...], dict[str, str]]:
    """Gather bearers as though nothing in the authority bore their names, and say which entry each of them is."""
    truth = {str(r["node"]): str(r["target"]) for r in give_rows(writer, _LINKED) if float(str(r["score"])) >= SURE}
    gathered = gather(writer, hidden=frozenset(truth))
    return gathered.bearers, {each.node: truth[each.node] for each in gathered.bearers if each.node in truth}


def main() -> None:
    """Print the figures of a store."""
    with EmbeddedStore(Path(sys.argv[1])).write() as writer:
        bearers, truth = hide(writer)
        entities = join(bearers, load_words(), BASE)
    groups = [[member.bearer.node for member in each.members] for each in entities]
    print(f"{len(bearers):,} bearers, {len(truth):,} of them known, {len(entities):,} entities")
    for sort in ("Person", "Organization", "Group", "Forum", None):
        known = {each.node: truth[each.node] for each in bearers if each.node in truth and sort in (None, each.sort)}
        found = measure(groups, known)
        print(
            f"{sort or 'all':12} {len(known):6,} pairs P {100 * found.pairs[0]:5.1f} R {100 * found.pairs[1]:5.1f}"
            f"   B3 P {100 * found.cubed[0]:5.1f} R {100 * found.cubed[1]:5.1f}"
        )
    if "--pairs" in sys.argv:
        show([m for each in entities for m in each.members[1:] if m.bearer.node not in truth], entities)


def show(joined: list[Membership], entities: Iterable[Entity]) -> None:
    """Print joined bearers that nobody knows, each beside the first of its entity."""
    first = {m.bearer.node: each.members[0].bearer for each in entities for m in each.members}
    random.Random(7).shuffle(joined)
    for member in joined[: int(sys.argv[-1])]:
        for bearer in (first[member.bearer.node], member.bearer):
            held = "; ".join(f"{h.words} ({h.body_label})" for h in bearer.held)
            states = ", ".join(each.rpartition("/")[2] for each in sorted(bearer.states))
            print(f"  {bearer.label:32} {bearer.sort:8} {bearer.day} [{held}] [{states}]")
        print(f"  {member.score} {'; '.join(member.reasons)}\n")


if __name__ == "__main__":
    main()
