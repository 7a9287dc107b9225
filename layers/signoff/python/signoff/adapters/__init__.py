"""The outside: one module per system that Signoff talks to."""
