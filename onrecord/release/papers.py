"""What goes along with the data of a release, for people: how to cite it, what is in it, and what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import yaml

from onrecord.exporting.about import About, Part
from onrecord.release.changes import Changes

_SHOWN = 20


def write_citation(about: About) -> str:
    """Write how to cite a release (Citation File Format 1.2.0).

    Examples
    --------
    >>> from datetime import date
    >>> write_citation(About("Kabul desk", date(2026, 11, 27), "7", "The desk")).splitlines()[2:4]
    ['title: Kabul desk', 'type: dataset']
    """
    software = {
        "type": "software",
        "title": "OnRecord",
        "version": about.software.rpartition(" ")[2],
        "authors": [{"name": "The OnRecord maintainers"}],
    }
    told = {
        "cff-version": "1.2.0",
        "message": "If you use this data set, please cite it as below.",
        "title": about.title,
        "type": "dataset",
        "authors": [{"name": about.publisher}],
        "version": about.number,
        "date-released": about.day,
        **({"license-url": about.licence} if about.licence else {}),
        "abstract": about.description,
        "references": [software],
    }
    return str(yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=120))


def write_readme(about: About, parts: Iterable[Part], totals: Mapping[str, int], quads: int) -> str:
    """Write what a release holds and what to do with it, in Markdown."""
    licence = f"The licence of the data is <{about.licence}>." if about.licence else "No licence is given: ask first."
    rows = "".join(f"| `{part.name}` | {part.title} | {part.size} |\n" for part in parts)
    counts = ", ".join(f"{kind}: {number}" for kind, number in totals.items())
    return f"""# {_plain(about.title)}, {about.day.isoformat()}

{about.description}

Version {about.number}, published by {_plain(about.publisher)}, made with {about.software}.

It holds {quads} quads; {counts}. `CITATION.cff` says how to cite it, and `CHANGES.md` what is new.

{licence} The graph holds the texts of the articles, in which their publishers may have rights.

| File | What it is | Bytes |
|---|---|---|
{rows}
Make sure that nothing was lost on the way:

    sha256sum -c SHA256SUMS

Load the graph into any engine that reads N-Quads, with the union of its graphs as the default graph:

    gunzip -k graph.nq.gz
    oxigraph load --location store --file graph.nq

Or read the table, in Python and in R:

    pandas.read_parquet("statements.parquet")
    arrow::read_parquet("statements.parquet")

The statements are those that software found in articles of news. Each carries the words that it rests on, where they
stand, and how sure the software is; none says that what was said is so.
"""


def write_changes(about: About, changes: Mapping[str, Changes], since: Mapping[str, str] | None) -> str:
    """Write what has changed, in Markdown; ``CHANGES.json`` has all of it."""
    parts = [f"# Changes of {about.day.isoformat()}, version {about.number}\n"]
    if since is None:
        parts.append("This release was compared with no other.\n")
        parts += [f"- {kind}: {each.total}" for kind, each in changes.items()]
        return "\n".join(parts) + "\n"
    parts.append(f"Compared with version {since['version']} of {since['date']}.\n")
    parts.append("| | Now | Added | Removed | Revised |\n|---|---|---|---|---|")
    for kind, each in changes.items():
        numbers = (each.total, len(each.added), len(each.removed), len(each.revised))
        parts.append(f"| {kind} | {' | '.join(map(str, numbers))} |")
    for kind, each in changes.items():
        for name, iris in (("added", each.added), ("removed", each.removed), ("revised", each.revised)):
            if iris:
                parts.append(f"\n## {kind.capitalize()} {name}\n")
                parts += [f"- <{iri}>" for iri in iris[:_SHOWN]]
                if len(iris) > _SHOWN:
                    parts.append(f"- and {len(iris) - _SHOWN} more, in CHANGES.json")
    return "\n".join(parts) + "\n"


def _plain(words: str) -> str:
    """Keep words that are a setting on one line, and from being read as marks."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in " ".join(words.split()))
