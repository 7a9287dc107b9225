"""A Slack workspace on this machine: its Web API, its signed deliveries and its page."""
