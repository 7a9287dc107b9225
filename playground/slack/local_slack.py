"""`LocalSlack`: a whole workspace in the hands of a test."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from playground.slack.acts.installing import remove
from playground.slack.crowd import Crowd
from playground.slack.deliveries.deliveries import Delivery
from playground.slack.deliveries.envelope import enveloped
from playground.slack.deliveries.transport import Outcome
from playground.slack.grants import Grants
from playground.slack.payload import Payload
from playground.slack.records import (
    AgentSession,
    Channel,
    Ephemeral,
    Message,
    Person,
    View,
    Warned,
)
from playground.slack.site import ApiCall, Fault, Site
from playground.slack.sockets.socket_mode import Reason
from playground.slack.tiers import above_tier


class LocalSlack(Crowd):
    """A Slack workspace on a free port: people who act, and everything one may ask about it."""

    def messages(self, channel: str, thread_ts: str | None = None) -> list[Message]:
        """List a channel's messages, or those of one thread with its first."""
        found = self.read(lambda site: site.workspace.in_channel(channel))
        return [m for m in found if thread_ts is None or m.root == thread_ts]

    def ephemerals(self, user: str) -> list[Ephemeral]:
        """List what only this person sees, oldest first."""
        found = self.read(lambda site: list(site.workspace.ephemerals.values()))
        return [ephemeral for ephemeral in found if ephemeral.user == user]

    def views(self, user: str) -> list[View]:
        """List a person's open modals; the last lies on top."""
        return self.read(lambda site: list(site.workspace.modals.get(user, [])))

    def home(self, user: str) -> View | None:
        """Show a person's App Home."""
        return self.read(lambda site: site.workspace.homes.get(user))

    def warnings(self, user: str) -> list[Warned]:
        """List a person's little triangles."""
        found = self.read(lambda site: list(site.workspace.warnings.values()))
        return [warned for warned in found if warned.user == user]

    def session(self, channel: str, thread_ts: str) -> AgentSession | None:
        """Show what the agent says it does in a thread."""
        return self.read(
            lambda site: site.workspace.live_session(channel, thread_ts, site.clock.now())
        )

    def prompts(self, channel: str) -> tuple[Payload, ...]:
        """Show what somebody is offered to write in a conversation."""
        return self.read(lambda site: site.workspace.prompts.get(channel, ()))

    # What the app did, and what goes wrong.

    def calls(self, method: str | None = None) -> list[ApiCall]:
        """List the calls of the Web API, of one method or all."""
        found = self.read(lambda site: list(site.calls))
        return [call for call in found if method in {None, call.method}]

    def deliveries(self, kind: str | None = None) -> list[Delivery]:
        """List what was sent to the app."""
        found = self.read(lambda site: list(site.deliveries.made))
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
        after: int = 0,
    ) -> None:
        """Let the next calls of a method go wrong, once some more have gone well."""
        fault = Fault(error=error, status=status, retry_after=retry_after, lose_reply=lose_reply)
        wrong = [*[None] * after, *[fault] * times]
        self.read(lambda site: site.faults.setdefault(method, []).extend(wrong))

    def keep_tiers(self, *, are_kept: bool = True) -> None:
        """Limit from now on how often each method is taken, as Slack does; or no more."""
        self.read(lambda site: setattr(site.tiers, "are_kept", are_kept))

    def name_caller(self, name: str) -> None:
        """Say which process calls from now on; empty: whoever has the connection."""
        self.read(lambda site: setattr(site.tiers, "caller", name))

    @property
    def over_tier(self) -> int:
        """How many calls were made while Slack had asked to be left alone with them."""
        return self.read(lambda site: site.tiers.over_tier)

    @property
    def let_through(self) -> int:
        """How many calls were taken although their tier was used up: none, when tiers are kept."""
        taken = [call for call in self.calls() if call.retry_after is None]
        return above_tier((call.method, call.args, call.at) for call in taken)

    @property
    def connections(self) -> int:
        """How many connections the app has in Socket Mode."""
        return self.read(lambda site: len(site.socket_mode.connections))

    @property
    def connections_opened(self) -> int:
        """How many it has had in all."""
        return self.read(lambda site: site.socket_mode.opened)

    def disconnect(self, reason: Reason = "refresh_requested") -> None:
        """Tell the app that its connections are about to end."""
        self.read(lambda site: site.socket_mode.disconnect(reason))

    def drop_connections(self) -> None:
        """Lose the app's connections without a word."""
        self.read(lambda site: site.socket_mode.drop())

    def send_envelope(self, envelope: Payload) -> Outcome:
        """Send any envelope in Socket Mode, and wait for what comes back."""
        return self.wait_for(lambda site: site.socket_mode.send(envelope))

    @property
    def acks(self) -> list[Payload]:
        """The envelopes that the app acked, with what it said."""
        return self.read(lambda site: list(site.socket_mode.acks))

    def deliver_event(self, event: Payload) -> None:
        """Send any event, in an envelope of its own."""
        app, now = self.workspace.installation, self._clock.now()
        self.send(enveloped(event, app, now))

    def grants(self) -> Grants:
        """Show what the app was granted, in all workspaces at this address."""
        return self.read(lambda site: site.grants)

    def remove_app(self, key: str = "") -> list[Payload]:
        """Let somebody remove the app, from here or from an organisation; gives what it is told."""
        where = key or self.workspace.installation.team_id
        return self.do(lambda site: remove(site, where))

    def send(self, envelope: Payload) -> None:
        """Send any envelope: an old one again, or a URL verification."""
        self.do(lambda site: site.deliveries.send(envelope))

    def change_person(self, user: str, **flags: Any) -> None:
        """Make somebody a guest, a stranger, or gone."""

        def act(site: Site) -> Person:
            changed = replace(site.workspace.person(user), **flags)
            site.workspace.people[user] = changed
            return changed

        self.do(act)

    def change_file(self, name: str, **facts: Any) -> None:
        """Delete the bytes of all files of a name, or have their address lead elsewhere."""

        def act(site: Site) -> None:
            for file in [each for each in site.workspace.files.values() if each.name == name]:
                site.workspace.files[file.id] = replace(file, **facts)

        self.do(act)

    def change_group(self, group: str, users: Sequence[str]) -> None:
        """Change who is in a user group."""

        def act(site: Site) -> None:
            site.workspace.groups[group] = replace(site.workspace.groups[group], users=tuple(users))

        self.do(act)

    def change_channel(self, channel: str, **facts: Any) -> Channel:
        """Archive a channel, or change who is in it."""

        def act(site: Site) -> Channel:
            changed = replace(site.workspace.channel(channel), **facts)
            site.workspace.channels[changed.id] = changed
            return changed

        return self.do(act)
