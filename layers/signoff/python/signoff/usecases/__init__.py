"""What can happen: one module per thing."""
