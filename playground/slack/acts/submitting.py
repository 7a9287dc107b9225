"""A person submits or closes a modal, and the app's answer is carried out."""

import json
from dataclasses import dataclass, field

from playground.slack.acts.clicking import clear_warnings, person_part, warn_unless_taken
from playground.slack.acts.enforcing import broken_inputs
from playground.slack.acts.refusals import Refused
from playground.slack.acts.surfaces import blocks_of
from playground.slack.acts.values import state_values
from playground.slack.deliveries.transport import Answered, Outcome
from playground.slack.errors import SlackError
from playground.slack.modals import clear, pop, push, put_back, replaced
from playground.slack.payload import Payload, payload_of
from playground.slack.records import Trigger, View
from playground.slack.site import Site
from playground.slack.web.views import checked_view
from playground.slack.wire import view_payload
from playground.slack.workspace import mint

TROUBLE = "We had some trouble connecting. Try again?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """What the person sees after pressing Submit."""

    ok: bool
    errors: dict[str, str] = field(default_factory=dict[str, str])
    error: str | None = None
    outcome: Outcome | None = None


async def submit(site: Site, user: str, view_id: str, values: Payload) -> Submitted:
    """Hand in a modal: first Slack's own checks, then the app's answer."""
    view = _open_view(site, user, view_id)
    state = state_values(site, blocks_of(view), values)
    broken = broken_inputs(blocks_of(view), state)
    if broken:
        return Submitted(ok=False, errors=broken)
    clear_warnings(site, user, view)
    outcome = await site.deliveries.interact(_submission(site, user, view, state))
    if not warn_unless_taken(site, user, view, outcome) or not isinstance(outcome, Answered):
        return Submitted(ok=False, error=TROUBLE, outcome=outcome)
    return _carried_out(site, view, outcome)


def _open_view(site: Site, user: str, view_id: str) -> View:
    view = site.workspace.view(view_id)
    if view.user != user:
        raise Refused("not_found")
    return view


def _submission(site: Site, user: str, view: View, state: Payload) -> Payload:
    trigger_id = mint("13.")
    site.workspace.triggers[trigger_id] = Trigger(
        user=user, issued_at=site.clock.now(), view_id=view.id
    )
    return {
        "type": "view_submission",
        **person_part(site, user),
        "trigger_id": trigger_id,
        "view": view_payload(site.workspace, view, state),
        "response_urls": [],
    }


def _carried_out(site: Site, view: View, answer: Answered) -> Submitted:
    try:
        return _respond(site, view, answer)
    except (ValueError, SlackError) as error:
        # What the app answered is no answer: Slack shows trouble and keeps the modal.
        reason = error.code if isinstance(error, SlackError) else "invalid_response"
        return Submitted(ok=False, error=f"{TROUBLE} ({reason})", outcome=answer)


def _respond(site: Site, view: View, answer: Answered) -> Submitted:
    body = payload_of(json.loads(answer.body)) if answer.body.strip() else {}
    match body.get("response_action"):
        case None:
            pop(site, view)
        case "errors":
            errors = {str(key): str(text) for key, text in payload_of(body.get("errors")).items()}
            _check_blocks_known(view, errors)
            return Submitted(ok=False, errors=errors, outcome=answer)
        case "update":
            put_back(site, replaced(site, view, checked_view(body.get("view"), kind="modal")))
        case "push":
            push(site, view.user, checked_view(body.get("view"), kind="modal"))
        case "clear":
            _close_all(site, view)
        case unknown:
            raise ValueError(unknown)
    return Submitted(ok=True, outcome=answer)


def _check_blocks_known(view: View, errors: dict[str, str]) -> None:
    inputs = {block["block_id"] for block in blocks_of(view) if block.get("type") == "input"}
    if not errors or not errors.keys() <= inputs:
        raise ValueError("errors")


def _close_all(site: Site, view: View) -> None:
    for other in clear(site, view.user):
        if other.id != view.id:
            _announce_closed(site, other, is_cleared=True)


def close(site: Site, user: str, view_id: str) -> None:
    """Close a modal with its cross; the app hears of it if it asked to."""
    view = _open_view(site, user, view_id)
    if view.content.get("clear_on_close"):
        for other in clear(site, user):
            _announce_closed(site, other, is_cleared=True)
        return
    pop(site, view)
    _announce_closed(site, view, is_cleared=False)


def _announce_closed(site: Site, view: View, *, is_cleared: bool) -> None:
    if not view.content.get("notify_on_close"):
        return
    site.deliveries.interact_later(
        {
            "type": "view_closed",
            **person_part(site, view.user),
            "view": view_payload(site.workspace, view),
            "is_cleared": is_cleared,
        }
    )
