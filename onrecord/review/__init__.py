"""Links as a person sees them: a table to decide in, what was decided, and the graphs that follow from it."""
