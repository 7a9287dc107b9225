"""The measurements, each of which fills some rows of the table."""
