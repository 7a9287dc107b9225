"""Others, measured beside Signoff: each in an environment of its own, against the same world."""
