"""The people of a local Slack, doing what a test tells them."""

from collections.abc import Sequence

from playground.slack.acts import apps, speaking
from playground.slack.acts.clicking import Press, aim, press, tampered
from playground.slack.acts.refusals import Refused
from playground.slack.acts.speaking import Attachment
from playground.slack.acts.submitting import Submitted, close, submit
from playground.slack.acts.suggesting import suggest
from playground.slack.acts.surfaces import Surface, blocks_of, container_of, elements_in
from playground.slack.acts.values import SLOTS
from playground.slack.deliveries.transport import Outcome
from playground.slack.hosted import Hosted
from playground.slack.payload import Payload
from playground.slack.reacting import add_reaction
from playground.slack.records import Ephemeral, OtherApp, View
from playground.slack.site import Site


class Crowd(Hosted):
    """What people do; each act returns once the app has answered."""

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

        return self.do(act)

    def mention(
        self,
        user: str,
        channel: str,
        text: str,
        *,
        thread_ts: str | None = None,
        attachments: Sequence[Attachment] = (),
    ) -> str:
        """Let a person write to the app by its name, in a channel."""
        bot = self.workspace.installation.bot_user_id
        words = f"<@{bot}> {text}"
        return self.message(user, channel, words, thread_ts=thread_ts, attachments=attachments)

    def dm(
        self, user: str, text: str, *, thread_ts: str | None = None, looks_at: str | None = None
    ) -> str:
        """Let a person write to the app in their direct messages, with a channel open beside."""
        where = self.dm_channel(user)

        def act(site: Site) -> str:
            return speaking.say(site, user, where, text, thread_ts=thread_ts, looks_at=looks_at).ts

        return self.do(act)

    def dm_channel(self, user: str) -> str:
        """Name the channel of a person's direct messages with the app."""
        return self.workspace.channel(user).id

    def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        """Let a person correct their message."""
        self.do(lambda site: speaking.edit(site, user, channel, ts, text))

    def delete(self, user: str, channel: str, ts: str) -> None:
        """Let a person delete their message."""
        self.do(lambda site: speaking.take_back(site, user, channel, ts))

    def unfurl(self, channel: str, ts: str) -> None:
        """Let Slack show a link's page below a message: it changed, and nobody changed it."""
        self.do(lambda site: speaking.unfurl(site, channel, ts))

    def install(self, app: OtherApp, *channels: str) -> None:
        """Bring another app into the workspace, and its bot into some channels."""
        self.do(lambda site: apps.install(site, app, *channels))

    def uninstall(self, bot_id: str) -> None:
        """Take another app away."""
        self.do(lambda site: apps.uninstall(site, bot_id))

    def app_says(
        self, bot_id: str, channel: str, text: str, *, thread_ts: str | None = None
    ) -> str:
        """Let another app write; returns the ts once ours has answered the events."""
        return self.do(lambda site: apps.speak(site, bot_id, channel, text, thread_ts=thread_ts).ts)

    def app_corrects(self, bot_id: str, channel: str, ts: str, text: str) -> None:
        """Let another app change what it wrote."""
        self.do(lambda site: apps.correct(site, bot_id, channel, ts, text))

    def join(self, user: str, channel: str) -> None:
        """Let a person come into a channel."""
        self.do(lambda site: speaking.join(site, user, channel))

    def stop(self, user: str, channel: str, thread_ts: str) -> None:
        """Let a person press Stop."""
        self.do(lambda site: speaking.stop(site, user, channel, thread_ts))

    def rename(self, user: str, channel: str, thread_ts: str, title: str) -> None:
        """Let a person name the agent's thread."""
        self.do(lambda site: speaking.rename(site, user, channel, thread_ts, title))

    def open_home(self, user: str, tab: str = "home") -> None:
        """Let a person open the app's Home, or its Messages tab."""
        self.do(lambda site: speaking.open_home(site, user, tab))

    def react(self, user: str, channel: str, ts: str, name: str) -> None:
        """Let a person put an emoji under a message."""
        self.do(lambda site: add_reaction(site, site.workspace.message(channel, ts), name, user))

    def upload(self, user: str, name: str, content: bytes, mimetype: str = "text/plain") -> str:
        """Bring in a file for a file_input; returns its id."""
        attachment = Attachment(name=name, mimetype=mimetype, content=content)
        return self.do(lambda site: speaking.upload(site, user, attachment))

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
        return self.read(lambda site: aim(site, user, container, action, values or {}))

    def press(self, held: Press, **tampering: object) -> Outcome:
        """Deliver a click that was aimed before, changed inside if asked."""
        return self.wait_for(lambda site: press(site, tampered(held, **tampering)))

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
        return self.wait_for(lambda site: submit(site, user, view_id, values or {}))

    def close_view(self, user: str, view_id: str) -> None:
        """Let a person close a modal."""
        self.do(lambda site: close(site, user, view_id))

    def suggest(
        self, user: str, on: Surface, *, block_id: str, action_id: str, typed: str
    ) -> list[Payload]:
        """Let a person type into an external select; returns the options."""
        container = container_of(on)
        return self.wait_for(
            lambda site: suggest(
                site, user, container, block_id=block_id, action_id=action_id, typed=typed
            )
        )


def _action(block_id: str, element: Payload, choose: object) -> Payload:
    kind = str(element["type"])
    action: Payload = {"block_id": block_id, "action_id": element["action_id"], "type": kind}
    if kind in SLOTS:
        return action | {SLOTS[kind].key: choose}
    return action | {
        "overflow": {"selected_option_value": choose},
        "feedback_buttons": {"value": choose},
    }.get(kind, {})
