"""What the agent says, written so that Slack shows it and nobody is woken by it."""

import re
from typing import Final

from signoff.adapters.slack.escapes import mrkdwn

LONGEST_TEXT: Final = 40_000
"""The most characters of a message's plain text."""

_BROADCAST = re.compile(r"<!(channel|here|everyone)(\|[^>]*)?>")
_ESCAPED_PERSON = re.compile(r"&lt;@([UW][A-Z0-9]{1,40})&gt;", re.ASCII)


def fits_as_text(text: str) -> bool:
    """Tell whether all of a text fits where Slack shows no Markdown."""
    return len(_shown(text)) <= LONGEST_TEXT


def plain(text: str) -> str:
    """Write a text so that Slack's mrkdwn shows it as it is; whom it calls, it calls here too."""
    escaped = _shown(text)
    if len(escaped) <= LONGEST_TEXT:
        return escaped
    return re.sub(r"&[a-z]*$", "", escaped[: LONGEST_TEXT - 1]) + "…"


def _shown(text: str) -> str:
    # Of all marks only those for people are left in a text that is said.
    return _ESCAPED_PERSON.sub(r"<@\1>", mrkdwn(text))


def unbroadcast(text: str) -> str:
    """Take the bell off `<!channel>`: a text of the model's wakes nobody."""
    return _BROADCAST.sub(r"@\1", text)
