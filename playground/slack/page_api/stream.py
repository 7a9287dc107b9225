"""Live updates: the whole state again, a moment after each change."""

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from playground.slack.page_api.state import state_for
from playground.slack.site import Site

DEBOUNCE = 0.03
PING_EVERY = 15.0


async def stream_state(site: Site, request: Request) -> Response:
    """Send the state now and after each change, until the page goes away."""
    me = site.workspace.person(request.query_params.get("as", "U0ANA")).id
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(site, me), media_type="text/event-stream", headers=headers)


async def _events(site: Site, me: str) -> AsyncIterator[str]:
    changed = asyncio.Event()
    site.workspace.listeners.append(changed.set)
    try:
        sent = ""
        while True:
            changed.clear()
            now = json.dumps(state_for(site, me))
            # Typing lines and streams end by themselves, which changes the state unheard.
            yield f"data: {now}\n\n" if now != sent else ": ping\n\n"
            sent = now
            if await _within(changed, PING_EVERY):
                await asyncio.sleep(DEBOUNCE)
    finally:
        site.workspace.listeners.remove(changed.set)


async def _within(changed: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await changed.wait()
    except TimeoutError:
        return False
    return True
