"""The door that both of Slack's requests come through: nothing is read before it is proven."""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from signoff.adapters.http import Response, answer
from signoff.adapters.slack.signature import (
    NotFromSlackError,
    UnreadableBodyError,
    raw_body,
    verify,
)

NOT_SIGNED = "This request is not signed by Slack, or is too old. Check SlackSigningSecret."


def admitted(
    event: Mapping[str, object], *, secrets: Callable[[], Sequence[str]], clock: Callable[[], int]
) -> bytes | Response:
    """Give the body of a request that Slack signed; otherwise what to answer it.

    Args:
        event: The event of API Gateway.
        secrets: Gives every signing secret that counts now.
        clock: Gives the time, in milliseconds since 1970.
    """
    found = event.get("headers")
    if not isinstance(found, Mapping):
        return answer(401, said=NOT_SIGNED)
    headers = cast("Mapping[str, object]", found)
    try:
        body = raw_body(event)
        verify(headers, body, secrets=secrets(), now_s=clock() // 1000)
    except UnreadableBodyError:
        return answer(400, said="The body cannot be decoded.")
    except NotFromSlackError:
        return answer(401, said=NOT_SIGNED)
    return body
