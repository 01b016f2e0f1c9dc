"""Who is one and the same in many articles: names that no authority has, joined over a whole corpus.

Every article speaks of its own actors. Where nothing on record bears a name, the articles are compared with each
other: by how rare the name is among all names of the corpus, the offices it is given, the states that the articles
speak of, and what else they name. What is joined is an entity; the mentions stay what they are.
"""
