"""The JSON API: statements, actors, venues, events and articles as rows, for those who do not write SPARQL.

Each answer is that of one SPARQL query, which it shows. The way of a request: its parameters (`api.v1.filters`) give
conditions (`api.v1.conditions`), which choose a page of things (`api.v1.pages`); one query asks for the page and for
the facts of what is on it (`api.v1.statements` and its neighbours), and its rows become the models of the answer.
"""
