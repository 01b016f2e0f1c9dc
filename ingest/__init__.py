"""An article in, a graph out. Knows nothing of the web."""
