"""How often an event of the right type is found in snippets on conflict that others labelled (CASE 2021, task 2).

    ONRECORD_GOLD=folder python -m bench.events

The labels follow ACLED's types. Each is mapped to the PLOVER types under which an event coder would look for it; the
disasters, organised crime and reorganisations have none, and show how often a type is found where none belongs.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from ingest import nlp
from ingest.blocks import divide
from ingest.discourse import resolve
from ingest.events import find
from ingest.model import Article, Event
from ingest.times import find as find_times
from onrecord.reading import open_extractor

PLOVER = {
    "ABDUCT_DISSAP": {"ASSAULT"},
    "AGREEMENT": {"AGREE"},
    "AIR_STRIKE": {"ASSAULT"},
    "ARMED_CLASH": {"ASSAULT"},
    "ARREST": {"COERCE"},
    "ART_MISS_ATTACK": {"ASSAULT"},
    "ATTACK": {"ASSAULT"},
    "ATTRIB": {"ASSAULT", "ACCUSE"},  # a claim of responsibility: the attack, or the charge of it
    "CHEM_WEAP": {"ASSAULT"},
    "DIPLO": {"CONSULT", "SANCTION", "AGREE", "SUPPORT", "COOPERATE", "CONCEDE", "REJECT", "ACCUSE", "REQUEST"},
    "DISR_WEAP": {"COERCE"},  # weapons seized or made harmless
    "FORCE_AGAINST_PROTEST": {"COERCE", "ASSAULT"},
    "GOV_REGAINS_TERIT": {"ASSAULT"},
    "GRENADE": {"ASSAULT"},
    "HQ_ESTABLISHED": {"MOBILIZE"},
    "MOB_VIOL": {"ASSAULT", "PROTEST"},
    "NON_STATE_ACTOR_OVERTAKES_TER": {"ASSAULT"},
    "NON_VIOL_TERRIT_TRANSFER": {"RETREAT"},
    "PEACE_PROTEST": {"PROTEST"},
    "PROPERTY_DISTRUCT": {"ASSAULT"},
    "PROTEST_WITH_INTER": {"PROTEST", "COERCE"},
    "REM_EXPLOS": {"ASSAULT"},
    "SEX_VIOL": {"ASSAULT"},
    "SUIC_BOMB": {"ASSAULT"},
    "VIOL_DEMONSTR": {"PROTEST"},
}
NONE = ("NATURAL_DISASTER", "MAN_MADE_DISASTER", "ORG_CRIME", "CHANGE_TO_GROUP_ACT", "OTHER")


def read(path: Path) -> Iterator[tuple[str, str, tuple[Event, ...]]]:
    """Yield each snippet's label, text and events."""
    annotator, extractor = nlp.load(), open_extractor("")
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = Article(text=row["text"], origin=row["doc_id"])
        parse = annotator.parse(article.text, divide(article.text, None))
        times = find_times(parse, None)
        found = resolve(article, parse, extractor.extract(parse), times)
        yield row["events"][0]["type"], article.text, find(parse, found.statements, found.entities, found.times)


def main() -> None:
    """Print a line per label, the mean, and the share of snippets with an assault where none belongs."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    missed = "-v" in sys.argv
    for label, text, events in read(Path(os.environ["ONRECORD_GOLD"]) / "data" / "events" / "case21_dev.jsonl"):
        types = {event.type for event in events if event.type}
        hit = bool(types & PLOVER.get(label, set()))
        counts[label].update({"all": 1, "hit": hit, "any": bool(types), "assault": "ASSAULT" in types})
        counts[label]["types"] += len(types)
        if missed and label in PLOVER and not hit:
            print(label, sorted(types), "|", text)
        if missed and label in NONE and "ASSAULT" in types:
            words = [event.trigger.of(text) for event in events if event.type == "ASSAULT"]
            print("FALSE", label, words, "|", text)
    mapped = sum((counts[label] for label in PLOVER), Counter[str]())
    for label, row in sorted(counts.items()):
        wanted = "|".join(sorted(PLOVER.get(label, {"none"})))
        print(
            f"{label:30} {row['hit'] / row['all']:6.2f} of {row['all']:3}  any {row['any'] / row['all']:.2f}  {wanted}"
        )
    print(f"{'mapped':30} {mapped['hit'] / mapped['all']:6.3f} of {mapped['all']:3}", end="  ")
    print(f"types a snippet {mapped['types'] / mapped['all']:.2f}")
    apart = sum((counts[label] for label in NONE[:2]), Counter[str]())
    print(f"assault found in a disaster: {apart['assault']} of {apart['all']}")


if __name__ == "__main__":
    main()
