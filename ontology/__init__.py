"""What may be said: the vocabulary, its concept schemes, its alignments, and the authority file."""
