"""What the local Slack sends to the app: signed events and interactions."""
