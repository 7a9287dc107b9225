"""A person types into a select whose options the app knows."""

import json

from playground.slack.acts.clicking import person_part, warn_unless_taken
from playground.slack.acts.surfaces import blocks_of, surface_of
from playground.slack.acts.values import state_values
from playground.slack.deliveries.transport import Answered
from playground.slack.payload import Payload, payload_of, payloads_of
from playground.slack.records import View
from playground.slack.site import Site
from playground.slack.wire import view_payload

MAX_OPTIONS = 100


async def suggest(
    site: Site, user: str, container: Payload, *, block_id: str, action_id: str, typed: str
) -> list[Payload]:
    """Ask the app for options and remember them until one is chosen."""
    surface = surface_of(site, user, container)
    if isinstance(surface, View):
        values = state_values(site, blocks_of(surface), {})
        where: Payload = {
            "container": {"type": "view", "view_id": surface.id},
            "view": view_payload(site.workspace, surface, values),
        }
    else:
        channel = site.workspace.channels[surface.channel]
        where = {
            "container": {"type": "message", "message_ts": surface.ts, "channel_id": channel.id},
            "channel": {"id": channel.id, "name": channel.name},
        }
    asked = {"action_id": action_id, "block_id": block_id, "value": typed}
    payload = {"type": "block_suggestion", **person_part(site, user), **where, **asked}
    outcome = await site.deliveries.interact(payload)
    if not warn_unless_taken(site, user, surface, outcome) or not isinstance(outcome, Answered):
        return []
    options = _options(outcome.body)
    site.workspace.suggested[action_id] = options
    return options


def _options(body: str) -> list[Payload]:
    try:
        answer = payload_of(json.loads(body or "{}"))
    except ValueError:
        return []
    groups = payloads_of(answer.get("option_groups"))
    grouped = [option for group in groups for option in payloads_of(group.get("options"))]
    return [*payloads_of(answer.get("options")), *grouped][:MAX_OPTIONS]
