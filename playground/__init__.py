"""The whole system on one machine: a local Slack, a model, and template.yaml's functions."""
