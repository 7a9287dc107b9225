"""views.*: modals on a stack of three, and the App Home."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from playground.slack.blockkit.check import check_view
from playground.slack.errors import SlackError, missing
from playground.slack.modals import new_view, push, put_back, replaced
from playground.slack.payload import Payload, payload_of
from playground.slack.records import Trigger, View
from playground.slack.site import Site
from playground.slack.web.args import Args
from playground.slack.web.checking import errors_of, messages_of
from playground.slack.wire import view_payload

TRIGGER_LIFE = 3.0


def checked_view(value: object, *, kind: str) -> Payload:
    """Let through a view within Slack's limits.

    Raises:
        SlackError: invalid_arguments.
    """
    problems = check_view(value)
    if problems:
        raise SlackError("invalid_arguments", messages_of(problems), errors_of(problems))
    content = payload_of(value)
    if content["type"] != kind:
        line = f"[ERROR] must be a {kind} view [json-pointer:/view/type]"
        raise SlackError("invalid_arguments", (line,))
    return content


def _exchange(site: Site, args: Args) -> Trigger:
    trigger_id = args.required("trigger_id")
    trigger = site.workspace.triggers.get(trigger_id)
    if trigger is None:
        raise SlackError("invalid_trigger_id")
    if trigger.is_used:
        raise SlackError("exchanged_trigger_id")
    if site.clock.now() - trigger.issued_at > TRIGGER_LIFE * site.patience:
        raise SlackError("expired_trigger_id")
    return trigger


def _spend(site: Site, args: Args, trigger: Trigger) -> None:
    site.workspace.triggers[args.required("trigger_id")] = replace(trigger, is_used=True)


def _open(site: Site, args: Args) -> Payload:
    trigger = _exchange(site, args)
    content = checked_view(args.structure("view"), kind="modal")
    view = new_view(site, trigger.user, content)
    _spend(site, args, trigger)
    site.workspace.modals[trigger.user] = [view]
    site.workspace.touch()
    return {"view": view_payload(site.workspace, view)}


def _push(site: Site, args: Args) -> Payload:
    trigger = _exchange(site, args)
    content = checked_view(args.structure("view"), kind="modal")
    if trigger.view_id is None:
        raise SlackError("invalid_trigger_id")
    view = push(site, trigger.user, content)
    _spend(site, args, trigger)
    return {"view": view_payload(site.workspace, view)}


def _update(site: Site, args: Args) -> Payload:
    old = _addressed(site, args)
    _check_hash(args, old)
    kind = str(old.content["type"])
    view = put_back(site, replaced(site, old, checked_view(args.structure("view"), kind=kind)))
    return {"view": view_payload(site.workspace, view)}


def _addressed(site: Site, args: Args) -> View:
    view_id, external_id = args.text("view_id"), args.text("external_id")
    if view_id is not None:
        return site.workspace.view(view_id)
    if external_id is None:
        raise missing("view_id")
    for stack in site.workspace.modals.values():
        for view in stack:
            if view.external_id == external_id:
                return view
    raise SlackError("not_found")


def _check_hash(args: Args, view: View) -> None:
    expected = args.text("hash")
    if expected is not None and expected != view.hash:
        raise SlackError("hash_conflict")


def _publish(site: Site, args: Args) -> Payload:
    user = site.workspace.person(args.required("user_id"))
    content = checked_view(args.structure("view"), kind="home")
    old = site.workspace.homes.get(user.id)
    if old is not None:
        _check_hash(args, old)
    view = replaced(site, old, content) if old else new_view(site, user.id, content)
    site.workspace.homes[user.id] = view
    site.workspace.touch()
    return {"view": view_payload(site.workspace, view)}


METHODS: Mapping[str, Callable[[Site, Args], Payload]] = {
    "views.open": _open,
    "views.push": _push,
    "views.update": _update,
    "views.publish": _publish,
}
