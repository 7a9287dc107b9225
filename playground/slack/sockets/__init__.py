"""Socket Mode: the app comes to Slack over a WebSocket, and needs no address of its own."""
