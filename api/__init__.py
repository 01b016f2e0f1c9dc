"""The graph out to its readers: the store, SPARQL over HTTP, pages of single things. Knows nothing of ingest."""
