"""What is true: values and pure transitions, on the standard library alone."""
