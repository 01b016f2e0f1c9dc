"""The words for events name types that the vocabulary has."""

from __future__ import annotations

import csv
from pathlib import Path

import ontology
from ingest.events.lexicon import load
from ontology.terms import PLOVER


def test_every_type_is_a_concept_of_the_scheme_and_every_concept_has_words() -> None:
    lexicon = load()
    types = {frame.type for table in (lexicon.verbs, lexicon.nouns) for frames in table.values() for frame in frames}
    schemes = ontology.load()
    concepts = {str(s).removeprefix(str(PLOVER)) for s in set(schemes.subjects()) if str(s).startswith(str(PLOVER))}
    assert types == concepts


def test_the_types_are_those_of_the_authority(gold: Path) -> None:
    with (gold / "authority" / "plover_events.csv").open(encoding="utf-8") as rows:
        names = {row["plover"] for row in csv.DictReader(rows)}
    lexicon = load()
    assert {frame.type for frames in lexicon.verbs.values() for frame in frames} == names


def test_slots_are_roles_or_prepositions() -> None:
    lexicon = load()
    frames = [frame for table in (lexicon.verbs, lexicon.nouns) for found in table.values() for frame in found]
    assert all(slot.islower() and slot.isalpha() for frame in frames for slot in frame.agent + frame.recipient)
    assert all(frame.personal is None or frame.personal.isupper() for frame in frames)


def test_each_family_holds_words_that_are_known() -> None:
    lexicon = load()
    for word in lexicon.kin:
        lemma = word.split("_")[0]
        assert lemma in lexicon.verbs or lemma in lexicon.nouns, word
