"""agents.sessions.* and assistant.threads.*: what the agent says about its work."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from playground.slack.errors import SlackError, invalid
from playground.slack.payload import Payload
from playground.slack.records import AgentSession, TypingStatus
from playground.slack.site import Site
from playground.slack.web.args import Args
from playground.slack.web.chat import is_ts
from playground.slack.web.streaming import session_status, set_session

MAX_TITLE = 200
MAX_LOADING_MESSAGES = 10
MAX_PROMPTS = 4

STOPPED = "agent_session_stopped"
NO_STOP = "missing_agent_session_stopped_event_subscription"


def _place(site: Site, args: Args) -> tuple[str, str]:
    channel = site.workspace.channel(args.required("channel_id"))
    thread_ts = args.required("thread_ts")
    if not is_ts(thread_ts):
        raise SlackError("invalid_thread_ts")
    return channel.id, thread_ts


def _title(args: Args) -> str | None:
    title = args.text("title")
    if title is not None and len(title) > MAX_TITLE:
        raise invalid("/title", f"must be no longer than {MAX_TITLE} characters")
    return title


def _set_session_status(site: Site, args: Args) -> Payload:
    _require_agent(site)
    channel, thread_ts = _place(site, args)
    status = session_status(args.text("status") or "", "/status")
    set_session(site, channel, thread_ts, status, _title(args))
    if status == "processing" and STOPPED not in site.app.events:
        return {"warning": NO_STOP, "response_metadata": {"warnings": [NO_STOP]}}
    return {}


def _require_agent(site: Site) -> None:
    if not site.app.is_agent:
        raise SlackError("not_authorized")


def _rename_session(site: Site, args: Args) -> Payload:
    _require_agent(site)
    return _rename(site, args)


def _rename(site: Site, args: Args) -> Payload:
    channel, thread_ts = _place(site, args)
    args.required("title")
    name_session(site, channel, thread_ts, _title(args) or "")
    return {}


def name_session(site: Site, channel: str, thread_ts: str, title: str) -> None:
    """Give a thread its title, be it the app's or a person's."""
    known = site.workspace.sessions.get((channel, thread_ts))
    session = known or AgentSession(channel=channel, thread_ts=thread_ts, status="active")
    site.workspace.sessions[channel, thread_ts] = replace(session, title=title)
    site.workspace.touch()


def _set_typing(site: Site, args: Args) -> Payload:
    channel, thread_ts = _place(site, args)
    loading = tuple(args.strings("loading_messages"))
    if len(loading) > MAX_LOADING_MESSAGES:
        raise invalid("/loading_messages", f"must be no more than {MAX_LOADING_MESSAGES} items")
    status = args.text("status") or ""
    place = (channel, thread_ts)
    if status:
        site.workspace.statuses[place] = TypingStatus(
            channel=channel,
            thread_ts=thread_ts,
            status=status,
            loading_messages=loading,
            set_at=site.clock.now(),
        )
    else:
        site.workspace.statuses.pop(place, None)
    site.workspace.touch()
    return {}


def _set_prompts(site: Site, args: Args) -> Payload:
    channel = site.workspace.channel(args.required("channel_id"))
    prompts = args.records("prompts")
    if not 1 <= len(prompts) <= MAX_PROMPTS:
        raise invalid("/prompts", f"must be 1 to {MAX_PROMPTS} items")
    if any(not prompt.get("title") or not prompt.get("message") for prompt in prompts):
        raise invalid("/prompts", "each needs a title and a message")
    site.workspace.prompts[channel.id] = tuple(prompts)
    site.workspace.touch()
    return {}


METHODS: Mapping[str, Callable[[Site, Args], Payload]] = {
    "agents.sessions.setStatus": _set_session_status,
    "agents.sessions.rename": _rename_session,
    "assistant.threads.setStatus": _set_typing,
    "assistant.threads.setTitle": _rename,
    "assistant.threads.setSuggestedPrompts": _set_prompts,
}
