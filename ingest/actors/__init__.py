"""What the names of people, groups, bodies and states stand for: the entries of the authority, weighed."""
