"""What statements are about: events with a type, who takes part in them, and who affirms or denies them."""

from ingest.events.finding import find

__all__ = ["find"]
