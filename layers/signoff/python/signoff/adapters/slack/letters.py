"""Direct messages: what somebody is told whose thread does not take it, and why it does not."""

from signoff.adapters.slack.bodies import expiry
from signoff.adapters.slack.escapes import mrkdwn, one_line
from signoff.adapters.slack.limits import clipped
from signoff.adapters.slack.web import RefusedBySlackError
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.titles import title_of
from signoff.ports import CardView, UndeliverableError

_TITLE = 300
_AND_NOW = (
    "Nobody can decide until I can write there again; then the card appears there by itself. "
    "What nobody has decided when it expires is not executed."
)

_WHY = {
    "channel_is_limited_access": "only some people may write there",
    "channel_not_found": "I can't see that conversation any more",
    "is_archived": "it is archived",
    "is_inactive": "it is archived or deleted",
    "not_in_channel": "I am not in it",
    "restricted_action": "I may not write there",
    "restricted_action_read_only_channel": "only some people may write there",
    "restricted_action_thread_locked": "the thread is locked",
    "restricted_action_thread_only_channel": "only some people may write there",
    "thread_not_found": "the thread is gone",
}


def marked(thread: ThreadKey, mark: str) -> str:
    """Name what belongs to a thread where the messages of many threads stand."""
    return f"{thread.channel}.{thread.thread_ts}.{mark}"


def head(thread: ThreadKey, why: UndeliverableError) -> str:
    """Say in mrkdwn what the thread was that a direct message stands for."""
    return f"For your thread in {_channel(thread)}, where I can't say it: {reason(why)}."


def announcement(view: CardView, why: UndeliverableError) -> str:
    """Say in mrkdwn what waits unseen, until when, and what becomes of it."""
    waiting = [_waiting(row) for row in view.rows if row.is_open]
    count = "a decision" if len(waiting) == 1 else f"{len(waiting)} decisions"
    place = f"Your thread in {_channel(view.thread)} waits for {count}"
    return "\n".join([f"{place}, and I can't show it there: {reason(why)}.", *waiting, _AND_NOW])


def reason(why: UndeliverableError) -> str:
    """Say why Slack does not take something in its thread."""
    code = why.code if isinstance(why, RefusedBySlackError) else ""
    return _WHY.get(code, f"Slack says `{code}`" if code else "Slack does not take it")


def _waiting(row: Requirement) -> str:
    return f"• {mrkdwn(clipped(one_line(title_of(row)), _TITLE))} · {expiry(row)}"


def _channel(thread: ThreadKey) -> str:
    return f"<#{thread.channel}>"
