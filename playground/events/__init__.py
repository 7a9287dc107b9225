"""The files in events/: how they are made and signed, and how one of them is run."""
