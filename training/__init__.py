"""Training of the tagger that finds attributions. Users of the package never need it: the weights ship with it."""
