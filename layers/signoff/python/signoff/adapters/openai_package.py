"""What is used of the `openai` package, which loads no types before they are asked for."""

from signoff.adapters import openai_types

openai_types.as_needed()

from openai import (  # noqa: E402 - the stand-ins come first
    APIConnectionError,
    APIError,
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    DefaultHttpxClient,
    OpenAI,
    Stream,
    Timeout,
)

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIStatusError",
    "AuthenticationError",
    "BadRequestError",
    "DefaultHttpxClient",
    "OpenAI",
    "Stream",
    "Timeout",
]
