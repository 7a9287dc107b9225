"""What the agent says, written so that Slack shows it and nobody is woken by it."""

import re
from typing import Final

from signoff.adapters.slack.escapes import mrkdwn

LONGEST_TEXT: Final = 40_000
"""The most characters of a message's plain text."""

_BROADCAST = re.compile(r"<!(channel|here|everyone)(\|[^>]*)?>")


def fits_as_text(text: str) -> bool:
    """Tell whether all of a text fits where Slack shows no Markdown."""
    return len(mrkdwn(text)) <= LONGEST_TEXT


def plain(text: str) -> str:
    """Write a text so that Slack's mrkdwn shows it as it is."""
    escaped = mrkdwn(text)
    if len(escaped) <= LONGEST_TEXT:
        return escaped
    return re.sub(r"&[a-z]*$", "", escaped[: LONGEST_TEXT - 1]) + "…"


def unbroadcast(text: str) -> str:
    """Take the bell off `<!channel>`: a text of the model's wakes nobody."""
    return _BROADCAST.sub(r"@\1", text)
