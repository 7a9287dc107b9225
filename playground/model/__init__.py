"""A scripted model that speaks the Responses API: queue its answers, or let it play its part."""

from playground.model.care import customer_care
from playground.model.replies import (
    Answer,
    Call,
    Cut,
    Failed,
    Hang,
    HttpError,
    Item,
    Refusal,
    Reply,
    StreamError,
    Text,
    call,
    text,
)
from playground.model.request import ModelRequest, Outcome, ToolSpec
from playground.model.server import LocalModel, Script

__all__ = [
    "Answer",
    "Call",
    "Cut",
    "Failed",
    "Hang",
    "HttpError",
    "Item",
    "LocalModel",
    "ModelRequest",
    "Outcome",
    "Refusal",
    "Reply",
    "Script",
    "StreamError",
    "Text",
    "ToolSpec",
    "call",
    "customer_care",
    "text",
]
