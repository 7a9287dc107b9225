"""What must hold in every run: looked at with each write, each deed and each question."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from signoff.core.codec import from_item
from signoff.core.decision import AnsweredFor, RequirementState
from signoff.core.effects import Out
from signoff.core.gate import Confirmation
from signoff.core.items import Item, Write
from signoff.core.journal import GaveUp, ModelSpoke, Step
from signoff.core.keys import Key, ThreadKey
from signoff.core.merging import final_arguments
from signoff.core.nudge import NudgeKind
from signoff.core.requirement import Requirement, digest_of
from tests.simulation.deeds import PRECIOUS, Deed
from tests.simulation.duties import (
    Found,
    bar_of_grant,
    call_at,
    called_too_late,
    decides_rightly,
    starts_rightly,
)
from tests.simulation.people import Crowd
from tests.simulation.system import GUEST, STOPPED_BY_OP, System
from tests.simulation.workspace import Posted

LETS_RUN = {RequirementState.APPROVED.value, RequirementState.ANSWERED.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """An invariant that did not hold.

    Attributes:
        name: Which one.
        what: What was seen.
    """

    name: str
    what: str

    def __str__(self) -> str:
        """Write it as one line."""
        return f"{self.name}: {self.what}"


@dataclass(slots=True, kw_only=True)
class Watch:
    """Looks at everything that happens.

    Attributes:
        system: What it looks at.
        crowd: Who clicked on what.
        found: What did not hold, in order.
        taken_in: After how many writes each message was taken in, by key.
        heard: By partition, after how many writes the inbox was read, and the message that was
            found there, in the order in which they were heard.
        threads: Which thread each script speaks in.
        stops: Which runs somebody wanted to end, by partition and number.
        clocks_differ: Whether each worker has a clock of its own.
    """

    system: System
    crowd: Crowd
    found: list[Violation] = field(default_factory=list[Violation])
    taken_in: dict[Key, int] = field(default_factory=dict[Key, int])
    heard: dict[str, list[tuple[int, str]]] = field(
        default_factory=dict[str, list[tuple[int, str]]]
    )
    threads: dict[str, ThreadKey] = field(default_factory=dict[str, ThreadKey])
    stops: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])
    clocks_differ: bool = False
    drawn_at_once: set[Key] = field(default_factory=set[Key])

    @property
    def overlaps(self) -> bool:
        """Whether two may hold one lease: one of them stood still, or has another time."""
        return self.system.faults.has_stalled or self.clocks_differ

    def __post_init__(self) -> None:
        """Begin to look."""
        self.system.table.watches.append(self._look)
        self.system.hands.watch = self._judge
        self.system.mind.watch = self._ask
        for team, slack in self.system.slacks.items():
            slack.watch = partial(self._hear, team)

    def says(self, name: str, what: str) -> None:
        """Keep what did not hold."""
        self.found.append(Violation(name=name, what=what))

    def _look(
        self, write: Write, old: Item | None, new: Item | None, all_of_it: tuple[Write, ...]
    ) -> None:
        sk = write.key.sk
        kind = sk.split("#")[2] if sk.startswith("R#") else sk.partition("#")[0]
        look = _LOOKS.get(kind)
        if look is not None and old != new:
            look(self, write.key, old, new, all_of_it)

    def look_at_meta(self, key: Key, old: Item | None, new: Item | None, _: Any) -> None:
        """A claim raises the fence, and is made only when nobody has the thread."""
        if new is not None and "stop" in new and (old or {}).get("stop") != new["stop"]:
            self.stops.add((key.pk, json.loads(str(new["stop"]))["run"]))
        before, after = (old or {}).get("fence", 0), (new or {}).get("fence", 0)
        actor = self.system.scheduler.actor
        if before != after and actor is not None:
            actor.fence = int(str(after))
            until = int(str((old or {}).get("lease_until", 0)))
            if until >= self.system.scheduler.clock():
                self.says("lease", f"{key.pk} was claimed while another had it")

    def look_at_message(self, key: Key, old: Item | None, new: Item | None, _: Any) -> None:
        """A message is taken in once; what was heard goes."""
        if old is None and new is not None:
            if key in self.taken_in:
                self.says("double", f"{key.sk} was taken in twice")
            self.taken_in.setdefault(key, self.system.table.writes)

    def look_at_step(self, key: Key, old: Item | None, new: Item | None, _: Any) -> None:
        """The journal only grows, and only under the lease."""
        if old is not None or new is None:
            self.says("journal", f"{key.sk} was overwritten")
            return
        self._require_lease(key)
        step = from_item(Step, new)
        if isinstance(step.entry, GaveUp) and step.entry.said == STOPPED_BY_OP:
            self._require_stop(key.pk, step.run)
        actor = self.system.scheduler.actor
        read_at = actor.inbox_read_at if actor else 0
        if isinstance(step.entry, ModelSpoke | GaveUp):
            for inbound in step.entry.heard:
                self.heard.setdefault(key.pk, []).append((read_at, inbound.ts))
                said = self.system.texts.get((key.pk, inbound.ts), [inbound.text])
                if inbound.text not in said:
                    self.says("text", f"{inbound.ts} was read as nobody wrote it")

    def look_at_requirement(
        self, key: Key, old: Item | None, new: Item | None, all_of_it: tuple[Write, ...]
    ) -> None:
        """A requirement is decided once, in time, with an entry in the audit."""
        if old is None or new is None:
            return
        self._all(decides_rightly(old, new))
        if any(old.get(name) != new.get(name) for name in ("state", "rev", "verdict", "votes")):
            if old["state"] != RequirementState.PENDING.value:
                self.says("decided twice", f"{key.sk}: {old['state']}, then {new['state']}")
            if not any(write.key.sk.startswith("AUD#") for write in all_of_it):
                self.says("unaudited", f"{key.sk} became {new['state']}, {new['rev']}")
            self._require_in_time(key, new)
            self._require_own_team(key)
            if GUEST in str(new.get("verdict")):
                self.says("trespass", f"{key.sk} was decided by a guest")
        asked = from_item(Requirement, new)
        runs = final_arguments(asked)
        digest = digest_of(tool=asked.tool, version=asked.tool_version, arguments=runs, at=asked.at)
        if isinstance(asked.ask, Confirmation) and asked.digest != digest:
            self.says("digest", f"{key.sk} has the digest of something else than what runs")
        if "consumed_by" in old and old["consumed_by"] != new.get("consumed_by"):
            self.says("consumed twice", key.sk)

    def look_at_execution(self, key: Key, old: Item | None, new: Item | None, _: Any) -> None:
        """A start is written under the lease, and not in what was stopped or switched off."""
        thread = ThreadKey.from_pk(key.pk)
        if old is not None and old["state"] not in {"STARTED", "UNKNOWN"}:
            self.says("ended twice", f"{key.sk}: {old['state']}, then {(new or {}).get('state')}")
        self._require_lease(key)
        if old is None or old["fence"] != (new or {}).get("fence"):
            (meta,) = self.system.table.rows.read(thread.meta())
            run = int(key.sk.split("#")[1])
            if (meta or {}).get("stop") or (key.pk, run) in self.stops:
                self.says("stopped", f"{key.sk} started after the stop")
            self._all(starts_rightly(self.system, key, new or {}))

    def look_at_audit(self, key: Key, old: Item | None, new: Item | None, _: Any) -> None:
        """The audit only grows."""
        if old is not None or new is None:
            self.says("audit", f"{key.sk} was overwritten")

    def look_at_card(self, key: Key, _: Item | None, new: Item | None, __: Any) -> None:
        """Keep which cards two drew at once."""
        drawers = (new or {}).get("drawers")
        if isinstance(drawers, int) and drawers > 1:
            self.drawn_at_once.add(key)

    def _hear(self, team: str, posted: Posted) -> None:
        """Nobody is called to what is over; who stood still may do so late."""
        if self.overlaps or not any(kind.value in posted.mark for kind in NudgeKind):
            return
        for row in self.system.stored("#OUT#"):
            thread, out = ThreadKey.from_pk(str(row["pk"])), from_item(Out, row)
            is_it = out.nudge is not None and posted.mark == f"{out.run}.{out.name}"
            if is_it and out.nudge and thread.team == team and _is_near(posted, thread):
                why = called_too_late(self.system, thread, out.nudge)
                if why:
                    self.says("called late", why)

    def _all(self, found: Found) -> None:
        for name, what in found:
            self.says(name, what)

    def _require_stop(self, pk: str, run: int) -> None:
        if (pk, run) not in self.stops:
            self.says("stopped other", f"run {run} of {pk} was stopped, and nobody wanted that")

    def _require_lease(self, key: Key) -> None:
        actor = self.system.scheduler.actor
        (meta,) = self.system.table.rows.read(ThreadKey.from_pk(key.pk).meta())
        if actor is not None and actor.fence != (meta or {}).get("fence"):
            self.says("fence", f"{key.sk} was written under {actor.fence}")

    def _require_in_time(self, key: Key, new: Item) -> None:
        # By the clock of whoever decided, voted or called, as it was when that was sent.
        asked = from_item(Requirement, new)
        done = (*(vote.at for vote in asked.votes), *(given.at for given in asked.handed))
        others = (*done, asked.reminded_at or 0, asked.escalated_at or 0)
        decided_at = asked.verdict.at if asked.verdict else max(others)
        is_late = decided_at >= int(str(new["exp"]))
        if is_late and new["state"] in {*LETS_RUN, RequirementState.PENDING.value}:
            self.says("late", f"{key.sk} became {new['state']} after its expiry")
        if not is_late and new["state"] == RequirementState.EXPIRED.value:
            self.says("early", f"{key.sk} expired before its time")

    def _require_own_team(self, key: Key) -> None:
        actor = self.system.scheduler.actor
        team = ThreadKey.from_pk(key.pk).team
        if actor is not None and actor.team not in {"", team}:
            self.says("trespass", f"{key.pk} was decided from {actor.team}")

    def _judge(self, deed: Deed) -> None:
        """A tool works only after its start was written, and a gated one only after a yes."""
        # Who stalled past the lease, by whichever clock, may work although others have seen to the
        # start meanwhile.
        is_late = self.overlaps
        live = [row for row in self._starts(deed) if is_late or row["state"] == "STARTED"]
        if not live:
            self.says("intent", f"{deed.tool.name} works, and no start of it stands")
            return
        used = [each for each in self._asked(live[-1]) if each.consumed_by == live[-1]["sk"]]
        if deed.tool.name == "erase" and PRECIOUS in deed.arguments:
            self.says("forbidden", f"{deed.arguments} was erased")
        if not used and deed.tool.gate is not None:
            thread = ThreadKey.from_pk(str(live[-1]["pk"]))
            call = call_at(self.system, Key(thread.pk, str(live[-1]["sk"])))
            why = bar_of_grant(self.system, self.crowd, deed, thread, call)
            if why:
                self.says("unapproved", f"{deed.tool.name} at {live[-1]['sk']}: {why}")
        for requirement in used:
            why = self._bar(deed, ThreadKey.from_pk(str(live[-1]["pk"])), requirement)
            if why:
                self.says("unapproved", f"{deed.tool.name} at {requirement.at.place}: {why}")

    def _starts(self, deed: Deed) -> list[Item]:
        name = f'"idempotency_key":"{deed.key}"'
        return [row for row in self.system.stored("#EXEC#") if name in str(row["body"])]

    def _asked(self, start: Item) -> list[Requirement]:
        """Give all that was asked about the call of a start."""
        first = str(start["sk"]).replace("#EXEC#", "#REQ#").rpartition("#")[0]
        found = self.system.table.rows.query(str(start["pk"]), first, first + "s")
        return [from_item(Requirement, row) for row in found]

    def _bar(self, deed: Deed, thread: ThreadKey, requirement: Requirement) -> str:
        if requirement.state.value not in LETS_RUN:
            return f"it is {requirement.state}"
        if requirement.verdict and isinstance(requirement.verdict.decision, AnsweredFor):
            return "somebody answered in its place"
        if final_arguments(requirement) != deed.arguments:
            return f"approved was {final_arguments(requirement)}, done {deed.arguments}"
        place, voters = requirement.at.place, {vote.by.id for vote in requirement.votes}
        # What a person fills in is theirs; what people change has a digest of its own.
        shown = deed.arguments if requirement.edited else requirement.arguments
        digest = digest_of(
            tool=requirement.tool, version=deed.tool.version, arguments=shown, at=requirement.at
        )
        if not self.crowd.has_said_yes(thread.pk, place, digest):
            return "nobody said yes to what was shown"
        if isinstance(requirement.ask, Confirmation) and len(voters) != requirement.quorum:
            return f"{requirement.quorum} had to approve, and {sorted(voters)} did"
        silent = [
            user for user in voters if not self.crowd.has_said_yes(thread.pk, place, digest, user)
        ]
        return f"{silent} did not approve what was done" if silent else ""

    def _ask(self, name: str, answered: int) -> None:
        """A recorded step is never asked for again, by a worker that has the thread."""
        thread = self.threads.get(name)
        actor = self.system.scheduler.actor
        if thread is None or actor is None:
            return
        (meta,) = self.system.table.rows.read(thread.meta())
        steps = self.system.table.rows.query(thread.pk, "R#", "R$")
        own = [str(row.get("body")) for row in steps if '"within":null' in str(row.get("body"))]
        spoken = sum('"kind":"model_spoke"' in body for body in own)
        if meta is not None and actor.fence == meta.get("fence") and spoken > answered:
            self.says("repeated", f"line {answered} of {name} was recorded, and is asked for again")


def _is_near(posted: Posted, thread: ThreadKey) -> bool:
    """Tell whether a message may be of a thread: elsewhere its mark alone does not say."""
    is_away = posted.channel != thread.channel
    return not is_away and posted.thread_ts == thread.thread_ts


_Look = Callable[[Watch, Key, Item | None, Item | None, tuple[Write, ...]], None]
_LOOKS: dict[str, _Look] = {
    "META": Watch.look_at_meta,
    "IN": Watch.look_at_message,
    "STEP": Watch.look_at_step,
    "REQ": Watch.look_at_requirement,
    "EXEC": Watch.look_at_execution,
    "AUD": Watch.look_at_audit,
    "CARD": Watch.look_at_card,
}


def in_order(watch: Watch) -> list[Violation]:
    """List messages that were heard before an older one which had been taken in by then."""
    found: list[Violation] = []
    for pk, heard in watch.heard.items():
        thread = ThreadKey.from_pk(pk)
        for number, (read_at, ts) in enumerate(heard):
            for _, older in heard[number + 1 :]:
                taken = watch.taken_in.get(thread.inbound(older), read_at)
                if _order(older) < _order(ts) and taken <= read_at:
                    found.append(Violation(name="reordered", what=f"{older} after {ts}"))
        twice = [ts for ts, times in Counter(ts for _, ts in heard).items() if times > 1]
        found += [Violation(name="double", what=f"{ts} was heard twice") for ts in twice]
    return found


def _order(ts: str) -> tuple[int, int]:
    seconds, _, fraction = ts.partition(".")
    return int(seconds), int(fraction)
