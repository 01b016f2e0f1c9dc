"""What the pages show, as values: graphs in, frozen dataclasses out. Only the templates know HTML."""
