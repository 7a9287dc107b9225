"""Which model answers, and with which options; a value, no client."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAIResponses:
    """A model behind OpenAI's Responses API, or one that speaks it.

    Attributes:
        id: The model's name.
        reasoning_effort: How long it may think; None = the model's own default.
        temperature: From 0 to 2; None = the model's own default.
        max_output_tokens: The longest answer; None = the model's own limit.
        base_url: Another endpoint that speaks the API, ending in /v1; None = the stack's.
        timeout: How many seconds one answer may take.
        max_retries: How often a failed request is sent again.
    """

    id: str = "gpt-5.4"
    reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh"] | None = None
    temperature: float | None = None
    max_output_tokens: int | None = None
    base_url: str | None = None
    timeout: float = 60.0
    max_retries: int = 2

    def __post_init__(self) -> None:
        """Refuse options that no model takes.

        Raises:
            ValueError: One of them is out of its range.
        """
        if not self.id:
            raise ValueError('OpenAIResponses needs a model: id="gpt-5.4".')
        if self.temperature is not None and not 0 <= self.temperature <= 2:  # noqa: PLR2004
            raise ValueError(f"temperature must be 0 to 2, not {self.temperature}.")
        if self.max_output_tokens is not None and self.max_output_tokens < 1:
            raise ValueError(f"max_output_tokens must be at least 1, not {self.max_output_tokens}.")
        if self.timeout <= 0:
            raise ValueError(f"timeout must be more than 0 seconds, not {self.timeout}.")
        if self.max_retries < 0:
            raise ValueError(f"max_retries must be at least 0, not {self.max_retries}.")
