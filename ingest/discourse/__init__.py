"""Who says it, to whom and where: the words of an article resolved against each other."""

from ingest.discourse.resolve import Discourse, resolve

__all__ = ["Discourse", "resolve"]
