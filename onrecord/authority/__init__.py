"""A user's own entries of the authority: read from files, checked, kept beside the store, and linked to.

What ships is in `ontology.authority`; own entries stand beside it, and may add names and identifiers to it.
"""
