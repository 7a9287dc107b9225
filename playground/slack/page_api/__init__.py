"""What the web page asks of the local Slack, and what it is told."""
