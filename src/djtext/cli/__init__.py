"""The command line: a command declares, calls, writes."""
