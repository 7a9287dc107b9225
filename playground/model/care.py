"""The part that the local model plays in `make dev`."""

from playground.model.replies import Answer, Reply, Text
from playground.model.request import ModelRequest


def customer_care(request: ModelRequest) -> Reply:
    """Answer."""
    return Answer(items=(Text(text="Hello."),))
