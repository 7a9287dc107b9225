"""AWS, Slack and a model as small echoes on this machine, quick enough not to count."""
