"""`LocalSlack`: the workspace in the hands of a test, people and all."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any, Self, TypeVar

from slack_sdk import WebClient

from playground.slack.acts import speaking
from playground.slack.acts.clicking import Press, aim, press, tampered
from playground.slack.acts.refusals import Refused
from playground.slack.acts.speaking import Attachment
from playground.slack.acts.submitting import Submitted, close, submit
from playground.slack.acts.suggesting import suggest
from playground.slack.acts.surfaces import Surface, blocks_of, container_of, elements_in
from playground.slack.acts.values import SLOTS
from playground.slack.app import create_app, create_site
from playground.slack.clock import Clock, ManualClock, SystemClock
from playground.slack.deliveries.deliveries import Delivery
from playground.slack.deliveries.envelope import enveloped
from playground.slack.deliveries.transport import (
    CallTransport,
    Deliver,
    HttpTransport,
    Kind,
    Outcome,
    Transport,
)
from playground.slack.payload import Payload
from playground.slack.reacting import add_reaction
from playground.slack.records import (
    AgentSession,
    Channel,
    Ephemeral,
    Message,
    Person,
    View,
    Warned,
)
from playground.slack.seed import seeded_workspace
from playground.slack.serving import ServerThread, listening_socket
from playground.slack.site import ApiCall, Fault, Site
from playground.slack.workspace import Workspace

T = TypeVar("T")


def deaf(_kind: Kind, _headers: dict[str, str], _body: str) -> tuple[int, str]:
    """Take everything and do nothing: the app of a test that has none."""
    return 200, ""


class LocalSlack:
    """A whole Slack workspace on a free port, for as long as the `with` lasts.

    The app is either a function (`deliver`) or two URLs. What people do returns
    after the app has answered; `settle` waits for everything else that is under way.
    """

    def __init__(
        self,
        *,
        deliver: Deliver | None = None,
        events_url: str | None = None,
        interactions_url: str | None = None,
        clock: Clock | None = None,
        workspace: Workspace | None = None,
        port: int = 0,
    ) -> None:
        self._clock = clock or SystemClock()
        self._sock = listening_socket(port)
        self.workspace = workspace or seeded_workspace()
        self.workspace.origin = f"http://127.0.0.1:{self._sock.getsockname()[1]}"
        self._deliver = deliver
        self._urls = (events_url, interactions_url)
        self._server: ServerThread | None = None
        self._site: Site | None = None

    def __enter__(self) -> Self:
        """Start to serve."""
        site = create_site(self.workspace, transport=self._transport(), clock=self._clock)
        self._site = site
        self._server = ServerThread(create_app(site), self._sock).__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the port back."""
        if self._server is not None:
            self._server.__exit__(kind, error, trace)

    def _transport(self) -> Transport:
        events_url, interactions_url = self._urls
        if events_url is not None and interactions_url is not None:
            return HttpTransport(events_url=events_url, interactions_url=interactions_url)
        return CallTransport(self._deliver or deaf, clock=self._clock)

    @property
    def origin(self) -> str:
        """Where the page is."""
        return self.workspace.origin

    @property
    def api_url(self) -> str:
        """Where the Web API is: what SLACK_API_URL has to be."""
        return f"{self.origin}/api/"

    def client(self, token: str | None = None) -> WebClient:
        """Make a Web API client, with the app's own token unless told otherwise."""
        token = self.workspace.installation.bot_token if token is None else token
        return WebClient(token=token, base_url=self.api_url, retry_handlers=[])

    # What people do.

    def message(
        self,
        user: str,
        channel: str,
        text: str,
        *,
        thread_ts: str | None = None,
        attachments: Sequence[Attachment] = (),
    ) -> str:
        """Let a person write; returns the ts once the app has answered the events."""

        def act(site: Site) -> str:
            said = speaking.say(
                site, user, channel, text, thread_ts=thread_ts, attachments=tuple(attachments)
            )
            return said.ts

        return self._do(act)

    def mention(self, user: str, channel: str, text: str, *, thread_ts: str | None = None) -> str:
        """Let a person write to the app by its name, in a channel."""
        bot = self.workspace.installation.bot_user_id
        return self.message(user, channel, f"<@{bot}> {text}", thread_ts=thread_ts)

    def dm(self, user: str, text: str, *, thread_ts: str | None = None) -> str:
        """Let a person write to the app in their direct messages."""
        return self.message(user, self.dm_channel(user), text, thread_ts=thread_ts)

    def dm_channel(self, user: str) -> str:
        """Name the channel of a person's direct messages with the app."""
        return self.workspace.channel(user).id

    def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        """Let a person correct their message."""
        self._do(lambda site: speaking.edit(site, user, channel, ts, text))

    def delete(self, user: str, channel: str, ts: str) -> None:
        """Let a person delete their message."""
        self._do(lambda site: speaking.take_back(site, user, channel, ts))

    def join(self, user: str, channel: str) -> None:
        """Let a person come into a channel."""
        self._do(lambda site: speaking.join(site, user, channel))

    def stop(self, user: str, channel: str, thread_ts: str) -> None:
        """Let a person press Stop."""
        self._do(lambda site: speaking.stop(site, user, channel, thread_ts))

    def react(self, user: str, channel: str, ts: str, name: str) -> None:
        """Let a person put an emoji under a message."""
        self._do(lambda site: add_reaction(site, site.workspace.message(channel, ts), name, user))

    def upload(self, user: str, name: str, content: bytes, mimetype: str = "text/plain") -> str:
        """Bring in a file for a file_input; returns its id."""
        attachment = Attachment(name=name, mimetype=mimetype, content=content)
        return self._do(lambda site: speaking.upload(site, user, attachment))

    # Clicks.

    def aim(
        self,
        user: str,
        on: Surface,
        action_id: str,
        *,
        block_id: str | None = None,
        nth: int = 0,
        choose: object = None,
        values: Payload | None = None,
    ) -> Press:
        """Build a click without making it; `press` it when it suits, as often as you like."""
        wanted = [
            placed
            for placed in elements_in(blocks_of(on))
            if placed.action_id == action_id and block_id in {None, placed.block_id}
        ]
        if nth >= len(wanted):
            raise Refused(f"no element {action_id!r} to click on")
        placed = wanted[nth]
        action = _action(placed.block_id, placed.element, choose)
        container = container_of(on)
        return self._do(lambda site: aim(site, user, container, action, values or {}))

    def press(self, held: Press, **tampering: object) -> Outcome:
        """Deliver a click that was aimed before, changed inside if asked."""
        return self._await(lambda site: press(site, tampered(held, **tampering)))

    def click(
        self,
        user: str,
        channel: str,
        ts: str,
        action_id: str,
        *,
        block_id: str | None = None,
        nth: int = 0,
        choose: object = None,
        values: Payload | None = None,
    ) -> Outcome:
        """Let a person click on a message; returns what the app answered.

        `choose` is the option, date or text for anything but a button; `values` is what
        the inputs hold by then: {block_id: {action_id: value}}.
        """
        on = self.workspace.message(channel, ts)
        held = self.aim(
            user, on, action_id, block_id=block_id, nth=nth, choose=choose, values=values
        )
        return self.press(held)

    def click_on(
        self,
        user: str,
        on: Ephemeral | View,
        action_id: str,
        *,
        block_id: str | None = None,
        nth: int = 0,
        choose: object = None,
        values: Payload | None = None,
    ) -> Outcome:
        """Let a person click in an ephemeral message, a modal or the App Home."""
        held = self.aim(
            user, on, action_id, block_id=block_id, nth=nth, choose=choose, values=values
        )
        return self.press(held)

    def submit_view(self, user: str, view_id: str, values: Payload | None = None) -> Submitted:
        """Let a person submit a modal."""
        return self._await(lambda site: submit(site, user, view_id, values or {}))

    def close_view(self, user: str, view_id: str) -> None:
        """Let a person close a modal."""
        self._do(lambda site: close(site, user, view_id))

    def suggest(
        self, user: str, on: Surface, *, block_id: str, action_id: str, typed: str
    ) -> list[Payload]:
        """Let a person type into an external select; returns the options."""
        container = container_of(on)
        return self._await(
            lambda site: suggest(
                site, user, container, block_id=block_id, action_id=action_id, typed=typed
            )
        )

    # What they see.

    def messages(self, channel: str, thread_ts: str | None = None) -> list[Message]:
        """List a channel's messages, or those of one thread with its first."""
        found = self._read(lambda site: site.workspace.in_channel(channel))
        return [m for m in found if thread_ts is None or m.root == thread_ts]

    def ephemerals(self, user: str) -> list[Ephemeral]:
        """List what only this person sees, oldest first."""
        found = self._read(lambda site: list(site.workspace.ephemerals.values()))
        return [ephemeral for ephemeral in found if ephemeral.user == user]

    def views(self, user: str) -> list[View]:
        """List a person's open modals; the last lies on top."""
        return self._read(lambda site: list(site.workspace.modals.get(user, [])))

    def home(self, user: str) -> View | None:
        """Show a person's App Home."""
        return self._read(lambda site: site.workspace.homes.get(user))

    def warnings(self, user: str) -> list[Warned]:
        """List a person's little triangles."""
        found = self._read(lambda site: list(site.workspace.warnings.values()))
        return [warned for warned in found if warned.user == user]

    def session(self, channel: str, thread_ts: str) -> AgentSession | None:
        """Show what the agent says it does in a thread."""
        return self._read(lambda site: site.workspace.sessions.get((channel, thread_ts)))

    # What the app did, and what goes wrong.

    def calls(self, method: str | None = None) -> list[ApiCall]:
        """List the calls of the Web API, of one method or all."""
        found = self._read(lambda site: list(site.calls))
        return [call for call in found if method in {None, call.method}]

    def deliveries(self, kind: str | None = None) -> list[Delivery]:
        """List what was sent to the app."""
        found = self._read(lambda site: list(site.deliveries.made))
        return [delivery for delivery in found if kind in {None, delivery.kind}]

    def fail(
        self,
        method: str,
        error: str | None = None,
        *,
        status: int = 200,
        retry_after: int | None = None,
        lose_reply: bool = False,
        times: int = 1,
    ) -> None:
        """Let the next calls of a method go wrong."""
        fault = Fault(error=error, status=status, retry_after=retry_after, lose_reply=lose_reply)
        self._read(lambda site: site.faults.setdefault(method, []).extend([fault] * times))

    def deliver_event(self, event: Payload) -> None:
        """Send any event, in an envelope of its own."""
        app, now = self.workspace.installation, self._clock.now()
        self.send(enveloped(event, app, now))

    def send(self, envelope: Payload) -> None:
        """Send any envelope: an old one again, or a URL verification."""
        self._do(lambda site: site.deliveries.send(envelope))

    def change_person(self, user: str, **flags: Any) -> None:
        """Make somebody a guest, a stranger, or gone."""

        def act(site: Site) -> Person:
            changed = replace(site.workspace.person(user), **flags)
            site.workspace.people[user] = changed
            return changed

        self._do(act)

    def change_group(self, group: str, users: Sequence[str]) -> None:
        """Change who is in a user group."""

        def act(site: Site) -> None:
            site.workspace.groups[group] = replace(site.workspace.groups[group], users=tuple(users))

        self._do(act)

    def change_channel(self, channel: str, **facts: Any) -> Channel:
        """Archive a channel, or change who is in it."""

        def act(site: Site) -> Channel:
            changed = replace(site.workspace.channel(channel), **facts)
            site.workspace.channels[changed.id] = changed
            return changed

        return self._do(act)

    def advance(self, seconds: float) -> None:
        """Move the clock, and wait for the retries that become due.

        Raises:
            TypeError: If the clock is the real one.
        """
        if not isinstance(self._clock, ManualClock):
            raise TypeError("only a ManualClock can be moved")
        self._clock.advance(seconds)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way to the app."""
        self._await(lambda site: site.deliveries.settled())

    # The way to the server's loop.

    def _do(self, act: Callable[[Site], T]) -> T:
        def run(site: Site) -> T:
            result = act(site)
            site.workspace.touch()
            return result

        result = self._read(run)
        self.settle()
        return result

    def _read(self, act: Callable[[Site], T]) -> T:
        async def run(site: Site) -> T:
            return act(site)

        return self._await(run)

    def _await(self, act: Callable[[Site], Awaitable[T]]) -> T:
        if self._site is None or self._server is None:
            raise RuntimeError("use it as a context manager: with LocalSlack() as slack")
        site = self._site

        async def run() -> T:
            return await act(site)

        return self._server.ask(run())


def _action(block_id: str, element: Payload, choose: object) -> Payload:
    kind = str(element["type"])
    action: Payload = {"block_id": block_id, "action_id": element["action_id"], "type": kind}
    if kind in SLOTS:
        return action | {SLOTS[kind].key: choose}
    return action | {
        "overflow": {"selected_option_value": choose},
        "feedback_buttons": {"value": choose},
    }.get(kind, {})
