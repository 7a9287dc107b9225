"""The routes of the page: what a person does, and what only tests do."""

import base64
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeAlias

from playground.slack.acts import apps, speaking
from playground.slack.acts.clicking import aim, press
from playground.slack.acts.refusals import Refused
from playground.slack.acts.speaking import Attachment
from playground.slack.acts.submitting import close, submit
from playground.slack.acts.suggesting import suggest
from playground.slack.deliveries.envelope import enveloped
from playground.slack.payload import Payload, payload_of, payloads_of
from playground.slack.records import Person
from playground.slack.site import Fault, Site
from playground.slack.wire import file_payload

Act: TypeAlias = Callable[[Site, Payload], Awaitable[Payload]]

OK: Payload = {"ok": True}


def _attachment(raw: Payload) -> Attachment:
    try:
        content = base64.b64decode(raw.get("content_base64", ""), validate=True)
    except ValueError as error:
        raise Refused("invalid_content") from error
    mimetype = str(raw.get("mimetype") or "application/octet-stream")
    return Attachment(name=str(raw["name"]), mimetype=mimetype, content=content)


async def _message(site: Site, body: Payload) -> Payload:
    message = speaking.say(
        site,
        body["as"],
        body["channel"],
        str(body.get("text", "")),
        thread_ts=body.get("thread_ts"),
        attachments=tuple(_attachment(raw) for raw in payloads_of(body.get("files"))),
        looks_at=body.get("looks_at"),
    )
    return {"ok": True, "ts": message.ts}


async def _action(site: Site, body: Payload) -> Payload:
    values = payload_of(body.get("values"))
    action = payload_of(body["action"])
    await press(site, aim(site, body["as"], payload_of(body["container"]), action, values))
    return OK


async def _submit(site: Site, body: Payload) -> Payload:
    values = payload_of(body.get("values"))
    submitted = await submit(site, body["as"], body["view_id"], values)
    if submitted.ok:
        return OK
    if submitted.errors:
        return {"ok": False, "errors": submitted.errors}
    return {"ok": False, "error": submitted.error}


async def _close(site: Site, body: Payload) -> Payload:
    close(site, body["as"], body["view_id"])
    return OK


async def _dismiss(site: Site, body: Payload) -> Payload:
    found = site.workspace.ephemerals.get(body["id"])
    if found is None or found.user != body["as"]:
        raise Refused("not_found")
    del site.workspace.ephemerals[found.id]
    site.workspace.touch()
    return OK


async def _suggest(site: Site, body: Payload) -> Payload:
    container = payload_of(body["container"])
    options = await suggest(
        site,
        body["as"],
        container,
        block_id=body["block_id"],
        action_id=body["action_id"],
        typed=str(body.get("value", "")),
    )
    return {"options": options}


async def _upload(site: Site, body: Payload) -> Payload:
    file_id = speaking.upload(site, body["as"], _attachment(body))
    return {"ok": True, "file": file_payload(site.workspace.file(file_id), site.workspace.origin)}


async def _edit(site: Site, body: Payload) -> Payload:
    speaking.edit(site, body["as"], body["channel"], body["ts"], body["text"])
    return OK


async def _delete(site: Site, body: Payload) -> Payload:
    speaking.take_back(site, body["as"], body["channel"], body["ts"])
    return OK


async def _app(site: Site, body: Payload) -> Payload:
    apps.speak(site, body["bot_id"], body["channel"], body["text"], thread_ts=body.get("thread_ts"))
    return OK


async def _join(site: Site, body: Payload) -> Payload:
    speaking.join(site, body["as"], body["channel"])
    return OK


async def _stop(site: Site, body: Payload) -> Payload:
    speaking.stop(site, body["as"], body["channel"], body["thread_ts"])
    return OK


async def _title(site: Site, body: Payload) -> Payload:
    speaking.rename(site, body["as"], body["channel"], body["thread_ts"], str(body["title"]))
    return OK


async def _home(site: Site, body: Payload) -> Payload:
    speaking.open_home(site, body["as"], str(body.get("tab", "home")))
    return OK


async def _fault(site: Site, body: Payload) -> Payload:
    fault = Fault(
        error=body.get("error"),
        status=int(body.get("status") or 200),
        retry_after=body.get("retry_after"),
        lose_reply=bool(body.get("lose_reply", False)),
    )
    times = int(body.get("times") or 1)
    site.faults.setdefault(str(body["method"]), []).extend([fault] * times)
    return OK


async def _deliver(site: Site, body: Payload) -> Payload:
    event = payload_of(body["event"])
    whole = event.get("type") in {"event_callback", "url_verification"}
    site.deliveries.send(event if whole else enveloped(event, site.app, site.clock.now()))
    return OK


async def _user(site: Site, body: Payload) -> Payload:
    person = site.workspace.person(body["id"])
    known = {field.name for field in fields(Person)} - {"id"}
    flags: dict[str, Any] = {key: body[key] for key in body if key in known}
    site.workspace.people[person.id] = replace(person, **flags)
    site.workspace.touch()
    return OK


ACTS: Mapping[str, Act] = {
    "/page/message": _message,
    "/page/action": _action,
    "/page/view/submit": _submit,
    "/page/view/close": _close,
    "/page/dismiss": _dismiss,
    "/page/suggest": _suggest,
    "/page/upload": _upload,
    "/page/edit": _edit,
    "/page/delete": _delete,
    "/page/app": _app,
    "/page/join": _join,
    "/page/stop": _stop,
    "/page/title": _title,
    "/page/home": _home,
    "/page/fault": _fault,
    "/page/deliver": _deliver,
    "/page/user": _user,
}


def read_body(raw: bytes) -> Payload:
    """Read the JSON object that the page sent.

    Raises:
        Refused: invalid_json.
    """
    try:
        return payload_of(json.loads(raw or b"{}"))
    except ValueError as error:
        raise Refused("invalid_json") from error
