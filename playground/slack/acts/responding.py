"""The app answers a click at its response_url: five times in half an hour."""

from dataclasses import replace

from playground.slack.errors import SlackError
from playground.slack.payload import Payload
from playground.slack.posting import Draft, change, delete, post
from playground.slack.records import Ephemeral, ResponseUrl
from playground.slack.site import Site
from playground.slack.web.args import Args
from playground.slack.web.checking import checked_blocks, checked_text
from playground.slack.workspace import mint

MAX_USES = 5
LIFE = 30 * 60.0


def respond(site: Site, url_id: str, body: Payload) -> None:
    """Carry out one answer.

    Raises:
        SlackError: expired_url, used_url, no_text, invalid_blocks, message_not_found.
    """
    url = site.workspace.response_urls.get(url_id)
    if url is None or site.clock.now() - url.issued_at > LIFE:
        raise SlackError("expired_url")
    if url.uses >= MAX_USES:
        raise SlackError("used_url")
    site.workspace.response_urls[url_id] = replace(url, uses=url.uses + 1)
    args = Args(body)
    if args.flag("delete_original"):
        _delete(site, url)
    elif args.flag("replace_original"):
        _replace(site, url, args)
    else:
        _add(site, url, args)


def _delete(site: Site, url: ResponseUrl) -> None:
    if url.ephemeral_id is not None:
        site.workspace.ephemerals.pop(url.ephemeral_id, None)
        site.workspace.touch()
        return
    delete(site, site.workspace.message(url.channel, str(url.message_ts)))


def _replace(site: Site, url: ResponseUrl, args: Args) -> None:
    text, blocks = checked_text(args), checked_blocks(args)
    if not text and not blocks:
        raise SlackError("no_text")
    if url.ephemeral_id is not None:
        old_ephemeral = site.workspace.ephemerals.get(url.ephemeral_id)
        if old_ephemeral is None:
            raise SlackError("message_not_found")
        new = replace(old_ephemeral, text=text, blocks=blocks)
        site.workspace.ephemerals[new.id] = new
        site.workspace.touch()
        return
    old = site.workspace.message(url.channel, str(url.message_ts))
    change(site, old, replace(old, text=text, blocks=blocks))


def _add(site: Site, url: ResponseUrl, args: Args) -> None:
    text, blocks = checked_text(args), checked_blocks(args)
    if not text and not blocks:
        raise SlackError("no_text")
    thread_ts = args.text("thread_ts") or url.thread_ts
    if args.text("response_type") == "in_channel":
        draft = Draft(
            user=site.app.bot_user_id,
            bot_id=site.app.bot_id,
            text=text,
            blocks=blocks,
            thread_ts=thread_ts,
        )
        post(site, site.workspace.channel(url.channel), draft)
        return
    ephemeral = Ephemeral(
        id=mint("Em"),
        channel=url.channel,
        user=url.user,
        ts=site.workspace.next_ts(site.clock.now()),
        text=text,
        blocks=blocks,
        thread_ts=thread_ts,
    )
    site.workspace.ephemerals[ephemeral.id] = ephemeral
    site.workspace.touch()
