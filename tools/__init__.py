"""What the people who work on Signoff run beside the system."""
