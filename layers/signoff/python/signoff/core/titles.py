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

    The sentence is written by the tool's author, whose code only the worker has. The tool's name
    also stands where something hidden is in it: the model must not choose which words go.
    """
    title = requirement.title
    is_changed = changed_arguments(requirement).keys() & set(requirement.titled_by)
    is_true = not is_changed and scrubbed(requirement, title) == title
    return title if is_true else humanised(requirement.tool)
