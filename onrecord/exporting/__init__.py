"""What a store holds, in forms for other tools: tables, networks, linked data and research objects.

Each form is a function of one state of the graph and of nothing else, so the same state makes the same bytes.
"""
