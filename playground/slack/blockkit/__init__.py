"""Slack's limits on blocks, elements and views, as tables."""
