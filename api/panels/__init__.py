"""Statements counted by unit and month: the panels that political scientists join with their event data.

`api.panels.reading` reads what is counted out of one state of the graph, by a few queries of ours;
`api.panels.countries` says for which state somebody speaks; `api.panels.counting` counts, and knows of no store. The
values that travel between them are in `api.panels.values`.
"""
