"""The Web API of the local Slack: one module per family of methods."""
