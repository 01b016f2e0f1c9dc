"""Full-text search: words in statements, titles and names, beside the graph and always of the same state.

An index (`api.search.index`) is a file of SQLite's FTS5 for one published state, made by a process of its own
(`api.search.building`) when it is first asked for, from the index of the state before. A query reaches it by a pattern,
``?s search:matches "words"``, in whose place the server puts what was found before the query is evaluated
(`api.search.rewriting`, `api.search.answers`). An engine elsewhere has no index; there the pattern becomes a filter.
"""

from rdflib import URIRef

from ontology.terms import REC

NAMESPACE = "https://w3id.org/onrecord/ns/search#"
KINDS = ("statement", "article", "actor", "venue", "event")
"""What is searched: statements' texts, articles' titles, the names of actors and venues, the words of events."""

CLASSES: dict[str, tuple[URIRef, ...]] = {
    "statement": (REC.Statement,),
    "article": (REC.ArticleVersion,),
    "actor": (REC.Actor, REC.Person, REC.Organization, REC.Group, REC.State, REC.UnnamedSource, REC.Publisher),
    "venue": (REC.Forum, REC.Site, REC.Place),
    "event": (REC.Event,),
}
"""What is of which kind; who is a venue is no actor here, though a forum is both in the vocabulary."""

MATCHES = NAMESPACE + "matches"
"""The property whose subject holds the words that are its value."""
