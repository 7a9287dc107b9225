"""Slack: requests in, cards and calls out."""
