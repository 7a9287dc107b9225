"""The stack of modals that one person has open."""

import itertools
from dataclasses import replace
from typing import cast

from playground.slack.errors import SlackError
from playground.slack.payload import Payload
from playground.slack.records import View
from playground.slack.site import Site
from playground.slack.web.checking import with_ids
from playground.slack.workspace import mint

MAX_STACK = 3


def new_view(site: Site, user: str, content: Payload) -> View:
    """Make a view that stands alone.

    Raises:
        SlackError: duplicate_external_id.
    """
    view_id = mint("V")
    external_id = str(content.get("external_id") or "")
    if external_id and external_id in _external_ids(site):
        raise SlackError("duplicate_external_id")
    return View(
        id=view_id,
        user=user,
        hash=_new_hash(site),
        root_view_id=view_id,
        previous_view_id=None,
        external_id=external_id,
        content=_named(content),
    )


def _external_ids(site: Site) -> set[str]:
    stacks = itertools.chain.from_iterable(site.workspace.modals.values())
    return {view.external_id for view in stacks}


def _new_hash(site: Site) -> str:
    return f"{int(site.clock.now())}.{mint('h')}"


def _named(content: Payload) -> Payload:
    blocks = cast("list[Payload]", content.get("blocks", []))
    return {**content, "blocks": list(with_ids(blocks))}


def push(site: Site, user: str, content: Payload) -> View:
    """Put a modal on top of the person's stack.

    Raises:
        SlackError: push_limit_reached.
    """
    stack = site.workspace.modals.get(user, [])
    if len(stack) >= MAX_STACK:
        raise SlackError("push_limit_reached")
    view = new_view(site, user, content)
    if stack:
        view = replace(view, root_view_id=stack[0].id, previous_view_id=stack[-1].id)
    site.workspace.modals[user] = [*stack, view]
    site.workspace.touch()
    return view


def replaced(site: Site, old: View, content: Payload) -> View:
    """Give a view new content and a new hash under its old id."""
    external_id = str(content.get("external_id") or old.external_id)
    return replace(old, content=_named(content), hash=_new_hash(site), external_id=external_id)


def put_back(site: Site, view: View) -> View:
    """Store a changed view where its old version stands."""
    if site.workspace.homes.get(view.user, view).id == view.id and view.content["type"] == "home":
        site.workspace.homes[view.user] = view
    else:
        stack = site.workspace.modals.get(view.user, [])
        site.workspace.modals[view.user] = [view if v.id == view.id else v for v in stack]
    site.workspace.touch()
    return view


def pop(site: Site, view: View) -> None:
    """Close a modal and what lies on top of it."""
    stack = site.workspace.modals.get(view.user, [])
    below = list(itertools.takewhile(lambda other: other.id != view.id, stack))
    _store(site, view.user, below)


def clear(site: Site, user: str) -> list[View]:
    """Close every modal of a person and tell which there were."""
    stack = site.workspace.modals.get(user, [])
    _store(site, user, [])
    return stack


def _store(site: Site, user: str, stack: list[View]) -> None:
    if stack:
        site.workspace.modals[user] = stack
    else:
        site.workspace.modals.pop(user, None)
    site.workspace.touch()
