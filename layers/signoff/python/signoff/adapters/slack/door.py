"""The door that both of Slack's requests come through: nothing is read before it is proven."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, cast

from signoff.adapters.http import Response, answer
from signoff.adapters.slack.signature import (
    NotFromSlackError,
    UnreadableBodyError,
    claim,
    raw_body,
    verify,
)
from signoff.core.observations.doors import RequestRefused
from signoff.core.observations.observed import silent

NOT_SIGNED = "This request is not signed by Slack, or is too old. Check SlackSigningSecret."


NOT_A_BODY = "The body cannot be decoded."

Tell: TypeAlias = Callable[[RequestRefused], None]


def admitted(
    event: Mapping[str, object],
    *,
    secrets: Callable[[], Sequence[str]],
    clock: Callable[[], int],
    tell: Tell = silent,
) -> bytes | Response:
    """Give the body of a request that Slack signed; otherwise what to answer it.

    Args:
        event: The event of API Gateway.
        secrets: Gives every signing secret that counts now; asked only for what could be Slack's.
        clock: Gives the time, in milliseconds since 1970.
        tell: Tells the operator of what is not let in.
    """
    found = event.get("headers")
    headers = cast("Mapping[str, object]", found if isinstance(found, Mapping) else {})
    now_s = clock() // 1000
    try:
        # First without a secret: what cannot be Slack's must not have one read again.
        claim(headers, now_s=now_s)
        body = raw_body(event)
        verify(headers, body, secrets=secrets(), now_s=now_s)
    except UnreadableBodyError:
        return _refused(400, NOT_A_BODY, tell)
    except NotFromSlackError:
        return _refused(401, NOT_SIGNED, tell)
    return body


def _refused(status: int, said: str, tell: Tell) -> Response:
    tell(RequestRefused(status=status))
    return answer(status, said=said)
