"""How fast it is, how little it asks for, and how that compares."""
