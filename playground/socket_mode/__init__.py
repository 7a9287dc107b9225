"""A real workspace in front of the functions here: Socket Mode, and no public address."""
