"""Human-in-the-loop agents for Slack: what a user's agent.py imports.

Each name is looked up when it is first asked for: a function that only queues an event imports this
package too, and would pay for all of it on every cold start. `__init__.pyi` says the same in types.
"""

from importlib import import_module

from signoff import baked

baked.use(f"{__path__[0]}/{baked.FILE}")

_HOMES = {
    "Agent": "signoff.agent.agent",
    "CallContext": "signoff.agent.when",
    "Email": "signoff.agent.annotations",
    "File": "signoff.agent.files",
    "Format": "signoff.agent.annotations",
    "Length": "signoff.agent.annotations",
    "OpenAIResponses": "signoff.agent.model",
    "Range": "signoff.agent.annotations",
    "Rule": "signoff.agent.rules",
    "SlackChannel": "signoff.agent.annotations",
    "SlackUser": "signoff.agent.annotations",
    "Tool": "signoff.agent.tool",
    "ToolDefinitionError": "signoff.agent.errors",
    "ToolResult": "signoff.agent.files",
    "Toolkit": "signoff.agent.toolkit",
    "Url": "signoff.agent.annotations",
    "UserFeedbackTools": "signoff.agent.feedback",
    "tool": "signoff.agent.decorator",
}

__all__ = list(_HOMES)  # pyright: ignore[reportUnsupportedDunderAll] - written out in the stub


def __getattr__(name: str) -> object:
    """Import a public name from where it is defined."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found = getattr(import_module(home), name)
    return found
