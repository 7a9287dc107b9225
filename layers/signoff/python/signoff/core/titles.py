"""The human sentence on a card, as long as it is true."""

from signoff.core.merging import changed_arguments
from signoff.core.redaction import scrubbed
from signoff.core.requirement import Requirement


def humanised(name: str) -> str:
    """Turn the name of a tool or a parameter into words: `send_email`, Send email."""
    words = " ".join(name.replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:]


def title_of(requirement: Requirement) -> str:
    """Give the title; only the tool's name once an argument that it speaks of was changed.

    The sentence is written by the tool's author, whose code only the worker has.
    """
    is_true = not changed_arguments(requirement).keys() & set(requirement.titled_by)
    return scrubbed(requirement, requirement.title) if is_true else humanised(requirement.tool)
