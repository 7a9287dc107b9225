"""A person clicks: the payload that says so, its one delivery, and the triangle if it fails."""

from dataclasses import dataclass, replace

from playground.slack.acts.refusals import Refused
from playground.slack.acts.surfaces import (
    Placed,
    Surface,
    blocks_of,
    container_of,
    elements_in,
    surface_of,
)
from playground.slack.acts.values import SLOTS, chosen, options_of, state_values
from playground.slack.deliveries.transport import Answered, NotAnswered, Outcome
from playground.slack.payload import Payload, payload_of, without_nones
from playground.slack.records import Ephemeral, Message, ResponseUrl, Trigger, View, Warned
from playground.slack.site import Site
from playground.slack.wire import message_payload, view_payload
from playground.slack.workspace import mint


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A click as it will be delivered; keep it to click late, or twice."""

    user: str
    surface: Surface
    payload: Payload


def aim(site: Site, user: str, container: Payload, action: Payload, values: Payload) -> Press:
    """Build the payload of a click on an element that stands there now.

    Raises:
        Refused: unknown_action, unknown_option, unknown_container.
    """
    surface = surface_of(site, user, container)
    placed = _placed(surface, action)
    fired = _fired(site, placed, action) | {"action_ts": site.workspace.next_ts(site.clock.now())}
    given = _with_own_value(placed, action, values)
    payload = {
        "type": "block_actions",
        **person_part(site, user),
        "trigger_id": mint("13."),
        **_surface_part(site, surface, given),
        "actions": [fired],
    }
    return Press(user=user, surface=surface, payload=payload)


def _placed(surface: Surface, action: Payload) -> Placed:
    for placed in elements_in(blocks_of(surface)):
        same = (placed.block_id, placed.action_id) == (action["block_id"], action["action_id"])
        if same and action.get("type") in {None, placed.element.get("type")}:
            return placed
    raise Refused("unknown_action")


def _with_own_value(placed: Placed, action: Payload, values: Payload) -> Payload:
    if str(placed.element["type"]) not in SLOTS:
        return values
    block = payload_of(values.get(placed.block_id)) | {placed.action_id: action}
    return {**values, placed.block_id: block}


def _fired(site: Site, placed: Placed, action: Payload) -> Payload:
    element = placed.element
    kind = str(element["type"])
    start: Payload = {"type": kind, "action_id": placed.action_id, "block_id": placed.block_id}
    if kind in SLOTS:
        value = chosen(site, element, action)
        return without_nones(
            start | {SLOTS[kind].key: value, "placeholder": element.get("placeholder")}
        )
    if kind == "overflow":
        return start | {"selected_option": _overflow_option(site, element, action)}
    if kind == "feedback_buttons":
        return start | _feedback(element, action)
    shown = {key: element.get(key) for key in ("text", "value", "style", "url")}
    return without_nones(start | shown)


def _feedback(element: Payload, action: Payload) -> Payload:
    for key in ("positive_button", "negative_button"):
        button = payload_of(element.get(key))
        if button.get("value") == action.get("value"):
            return {"text": button.get("text"), "value": button.get("value")}
    raise Refused("unknown_option")


def _overflow_option(site: Site, element: Payload, action: Payload) -> Payload:
    wanted = action.get(
        "selected_option_value", payload_of(action.get("selected_option")).get("value")
    )
    for option in options_of(site, element):
        if option.get("value") == wanted:
            return option
    raise Refused("unknown_option")


def person_part(site: Site, user: str) -> Payload:
    """Write who acts, where, and for which app: what every interaction carries."""
    person = site.workspace.person(user)
    domain, enterprise = site.app.team_domain, site.app.enterprise_id
    is_of_organisation = site.app.is_enterprise_install
    return {
        "team": None if is_of_organisation else {"id": site.app.team_id, "domain": domain},
        "enterprise": {"id": enterprise, "name": site.app.enterprise_name} if enterprise else None,
        "is_enterprise_install": is_of_organisation,
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": person.team_id,
        },
        "api_app_id": site.app.app_id,
        "token": "legacy",
    }


def _surface_part(site: Site, surface: Surface, given: Payload) -> Payload:
    values = state_values(site, blocks_of(surface), given)
    if isinstance(surface, View):
        view = view_payload(site.workspace, surface, values)
        return {"container": {"type": "view", "view_id": surface.id}, "view": view}
    channel = site.workspace.channels[surface.channel]
    name = "directmessage" if channel.kind == "im" else channel.name
    container = {
        "type": "message",
        "message_ts": surface.ts,
        "channel_id": surface.channel,
        "is_ephemeral": isinstance(surface, Ephemeral),
        "thread_ts": surface.thread_ts,
    }
    shown = message_payload(site.workspace, surface) if isinstance(surface, Message) else None
    return without_nones(
        {
            "container": without_nones(container),
            "channel": {"id": channel.id, "name": name},
            "message": shown,
            "state": {"values": values},
            "response_url": f"{site.workspace.origin}/actions/{site.app.team_id}/{mint('')}",
        }
    )


async def press(site: Site, held: Press) -> Outcome:
    """Deliver a click, once, and put up the triangle if the app does not take it."""
    _grant(site, held)
    clear_warnings(site, held.user, held.surface)
    outcome = await site.deliveries.interact(held.payload)
    warn_unless_taken(site, held.user, held.surface, outcome)
    return outcome


def _grant(site: Site, held: Press) -> None:
    now = site.clock.now()
    view_id = held.surface.id if isinstance(held.surface, View) else None
    trigger = Trigger(user=held.user, issued_at=now, view_id=view_id)
    site.workspace.triggers.setdefault(held.payload["trigger_id"], trigger)
    if isinstance(held.surface, View):
        return
    is_message = isinstance(held.surface, Message)
    url_id = str(held.payload["response_url"]).rpartition("/")[2]
    url = ResponseUrl(
        id=url_id,
        user=held.user,
        channel=held.surface.channel,
        issued_at=now,
        message_ts=held.surface.ts if is_message else None,
        ephemeral_id=None if isinstance(held.surface, Message) else held.surface.id,
        thread_ts=held.surface.thread_ts,
    )
    site.workspace.response_urls.setdefault(url_id, url)


def clear_warnings(site: Site, user: str, surface: Surface) -> None:
    """Take away the person's triangles on a surface."""
    container = container_of(surface)
    stale = [
        warned.id
        for warned in site.workspace.warnings.values()
        if warned.user == user and warned.container == container
    ]
    for warned_id in stale:
        del site.workspace.warnings[warned_id]
    if stale:
        site.workspace.touch()


def warn_unless_taken(site: Site, user: str, surface: Surface, outcome: Outcome) -> bool:
    """Put up the triangle unless the app took the interaction in time, and tell which."""
    match outcome:
        case Answered() if outcome.is_accepted:
            return True
        case Answered(status=status):
            text = f"{site.app.app_name} answered with HTTP {status}"
        case NotAnswered(reason="http_timeout"):
            text = f"{site.app.app_name} did not answer within 3 seconds"
        case NotAnswered():
            text = f"{site.app.app_name} could not be reached"
    warned = Warned(id=mint("Wr"), user=user, container=container_of(surface), text=text)
    site.workspace.warnings[warned.id] = warned
    site.workspace.touch()
    return False


def tampered(held: Press, **changes: object) -> Press:
    """Change the action inside a click as only an attacker could."""
    action = held.payload["actions"][0] | changes
    return replace(held, payload={**held.payload, "actions": [action]})
