"""What a user writes: the agent, its tools, and what their signatures mean."""
