"""The command that writes statements counted by unit and month, as a table for a statistics program."""
