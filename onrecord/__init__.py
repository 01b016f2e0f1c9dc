"""The front door: the command line. It wires, and decides nothing."""
