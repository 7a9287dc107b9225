"""`signoff pending`: what waits for a person, all of it, and a decision from a terminal."""
