"""Tables to terminal and files."""
