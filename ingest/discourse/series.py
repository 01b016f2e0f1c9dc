"""Series of statements that one speaker makes near each other, with no other audience, day or channel between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.discourse.scenes import LEAD, Scenes
from ingest.model import EntityKind, Membership, Statement

REACH = 15
"""How many sentences may stand between two statements of one occasion."""

MEMBERS = 12
"""How many statements of an occasion a new one is held against; it keeps the work linear in long articles."""


@dataclass(frozen=True)
class Series:
    """Groups the statements of one article by speaker, as far as they can be of one occasion."""

    scenes: Scenes
    memberships: Sequence[Membership] = ()

    def runs(self) -> list[list[int]]:
        """Group the statements: the same speaker, near each other, and no other audience, day or channel between."""
        scenes = self.scenes
        open_runs: dict[tuple[int | None, ...], list[int]] = {}
        finished: list[list[int]] = []
        leads = self.leads()
        for n in sorted(range(len(scenes.statements)), key=lambda n: scenes.statements[n].start):
            statement = scenes.statements[n]
            if not scenes.shares(statement) or scenes.settings[n].dated or scenes.moved(statement):
                continue
            speaker = self.speaker(statement, leads)
            run = open_runs.get(speaker)
            if run is None or not self.joins(run, n):
                run = open_runs[speaker] = []
                finished.append(run)
            run.append(n)
        return finished

    def joins(self, run: Sequence[int], n: int) -> bool:
        """Say whether a statement belongs to an occasion that is open."""
        last = self.scenes.sentence(run[-1])
        near = self.scenes.sentence(n) - last <= REACH or last < LEAD
        return near and not any(self.scenes.differs(m, n) for m in run[-MEMBERS:])

    def leads(self) -> frozenset[int]:
        """Return the states and bodies that speak in the lead, where nothing is said of whom they speak to."""
        scenes, found = self.scenes, set()
        for n, statement in enumerate(scenes.statements):
            alone = scenes.heard(n) is None and statement.venue is None and scenes.settings[n].channel is None
            if scenes.shares(statement) and scenes.sentence(n) < LEAD and alone and len(statement.claimants) == 1:
                number = statement.claimants[0].entity
                if number is not None and scenes.cast.drafts[number].kind is not EntityKind.PERSON:
                    found.add(number)
        return frozenset(found)

    def speaker(self, statement: Statement, leads: frozenset[int]) -> tuple[int | None, ...]:
        """Return who speaks; a spokesman speaks on the occasion on which his body does in the lead."""
        speakers = tuple(reference.entity for reference in statement.claimants)
        if len(speakers) != 1 or not leads:
            return speakers
        for held in self.memberships:
            spokes = any(noun in held.role.lower() for noun in self.scenes.lexicon.spokes)
            if held.member == speakers[0] and spokes and held.organization is not None:
                bodies = {held.organization, self.whole(held.organization)}
                return next(((body,) for body in bodies if body in leads), speakers)
        return speakers

    def whole(self, number: int) -> int | None:
        """Return the state that a body acts for, as far as its name shows it."""
        cast = self.scenes.cast
        words = cast.drafts[number].label.split()
        state = self.scenes.lexicon.state_of_adjective(words[0]) if words else None
        if state is None and words and words[-1].lower() == "ministry":
            states = [n for n, d in enumerate(cast.drafts) if d.kind is EntityKind.STATE and d.mentions]
            return min(states, key=lambda n: cast.drafts[n].mentions[0], default=None)
        return cast.named(state, EntityKind.STATE) if state is not None else None
