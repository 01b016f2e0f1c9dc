"""Who says it, to whom and where: the words of an article resolved against each other."""

from ingest.discourse.forgetting import Discourse
from ingest.discourse.resolve import resolve

__all__ = ["Discourse", "resolve"]
