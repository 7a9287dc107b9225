"""The rows of the table: what is measured, how much it may be, and how others do."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

BOLT, AGNO = "slack_bolt", "agno"


class Kind(Enum):
    """Which way is better, and whether it jitters."""

    AT_MOST = "at most"
    AT_LEAST = "at least"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row.

    Attributes:
        key: Its name in the last line.
        title: What it is, for people.
        bound: How much it may be at most, or must be at least.
        stretch: What would be splendid.
        peers: What was published of others, measured the same way before.
        unit: What it is counted in; empty: a ratio, or a number of things.
        digits: How many digits after the point are worth telling.
        kind: Which way is better.
    """

    key: str
    title: str
    bound: float
    stretch: float | None = None
    peers: str = ""
    unit: str = ""
    digits: int = 1
    kind: Kind = Kind.AT_MOST

    def is_met(self, value: float) -> bool:
        """Say whether a value is good enough."""
        match self.kind:
            case Kind.AT_MOST:
                return value <= self.bound
            case Kind.AT_LEAST:
                return value >= self.bound
            case _:
                assert_never(self.kind)

    def told(self, value: float | None) -> str:
        """Write a value with its unit."""
        if value is None:
            return "-"
        number = f"{value:,.{self.digits}f}"
        return f"{number} {self.unit}".rstrip()

    def plain(self, value: float) -> str:
        """Write a value for machines."""
        return f"{value:.{self.digits}f}"


_PERSON = (
    Row(
        key="cold_events_x_floor",
        title="cold `slack_events` (process start to 200, queue durable) ÷ floor",
        bound=2.2,
        stretch=1.6,
        peers="Bolt 6.0, Agno 29-37",
        digits=2,
    ),
    Row(
        key="cold_interactions_x_floor",
        title="cold `slack_interactions` (approved, stored, woken, locked) ÷ floor",
        bound=4.5,
        stretch=3.0,
        peers="Agno ~34",
        digits=2,
    ),
    Row(
        key="first_invocation_cpu_ms_events",
        title="CPU of the first invocation, after init: `slack_events`",
        bound=10,
        stretch=5,
        peers="Bolt 88, Agno 757",
        unit="ms",
    ),
    Row(
        key="first_invocation_cpu_ms_interactions",
        title="CPU of the first invocation, after init: `slack_interactions`",
        bound=10,
        stretch=5,
        unit="ms",
    ),
    Row(
        key="warm_events_x_floor",
        title="warm `slack_events` ÷ floor",
        bound=2.5,
        stretch=1.5,
        peers="Bolt 5.1",
        digits=2,
    ),
    Row(
        key="worker_start_to_card_x_agno",
        title="worker: process start to card ÷ Agno",
        bound=1 / 4,
        stretch=1 / 6,
        peers="Agno 3,742 ms",
        digits=2,
    ),
    Row(
        key="first_turn_cpu_ms",
        title="first turn after init, CPU above model and Slack",
        bound=40,
        stretch=20,
        peers="Agno 1,003",
        unit="ms",
    ),
    Row(
        key="event_to_card_ms",
        title="overhead over the model, Slack at 80 ms: event to card",
        bound=100,
        stretch=90,
        peers="Agno 444",
        unit="ms",
        digits=0,
    ),
    Row(
        key="click_to_final_ms",
        title="overhead over the model, Slack at 80 ms: click to reply",
        bound=150,
        stretch=110,
        peers="Agno 544",
        unit="ms",
        digits=0,
    ),
)

_ASKED = (
    Row(
        key="slack_calls",
        title="Slack calls of a confirm cycle",
        bound=5,
        stretch=4,
        peers="Agno 13",
        digits=0,
    ),
    Row(
        key="slack_connections",
        title="connections to Slack of one process in it",
        bound=1,
        stretch=1,
        peers="Agno 13",
        digits=0,
    ),
    Row(
        key="dynamodb_round_trips",
        title="DynamoDB round trips of a confirm cycle",
        bound=12,
        stretch=10,
        peers="Agno 30, without the promises",
        digits=0,
    ),
    Row(
        key="bytes_per_paused_run",
        title="bytes stored for a paused run",
        bound=6144,
        stretch=3072,
        peers="Agno 6.1-12 KB",
        unit="B",
        digits=0,
    ),
)

_WEIGHT = (
    Row(
        key="rss_ack",
        title="RSS: `slack_events`",
        bound=32,
        stretch=24,
        peers="Bolt 54",
        unit="MiB",
    ),
    Row(key="rss_worker", title="RSS: worker", bound=80, stretch=72, peers="Agno 187", unit="MiB"),
    Row(
        key="unzipped_ack",
        title="unzipped: `slack_events` with what it loads",
        bound=1,
        stretch=0.3,
        unit="MiB",
        digits=2,
    ),
    Row(
        key="unzipped_layers",
        title="unzipped: all layers, bytecode included",
        bound=50,
        stretch=35,
        peers="Agno 121",
        unit="MiB",
    ),
    Row(
        key="bytecode_share",
        title="sources shipped with valid unchecked-hash bytecode",
        bound=100,
        peers="SAM's default 0 %",
        unit="%",
        digits=0,
        kind=Kind.AT_LEAST,
    ),
    Row(
        key="cycles_per_second",
        title="confirm cycles per second, one process, echo backends",
        bound=40,
        stretch=75,
        peers="Agno 7-11",
        kind=Kind.AT_LEAST,
    ),
)

GROWTH = (
    Row(
        key="growth_slope",
        title="growth of a turn's time with its thread: log-log slope",
        bound=1.1,
        digits=2,
    ),
    Row(
        key="growth_read_ratio",
        title="bytes of rows read per turn: at 1,000 messages ÷ at 100",
        bound=2,
        digits=2,
    ),
)
"""What holds for a turn however its thread grows: `make bench` fails where it does not."""

ROWS = (*_PERSON, *_ASKED, *_WEIGHT, *GROWTH)
"""All rows, in the order in which they are told."""

BARE = Row(
    key="worker_start_to_card_ms",
    title="worker: process start to card",
    bound=3742 / 4,
    stretch=3742 / 6,
    peers="Agno 3,742 ms",
    unit="ms",
    digits=0,
)
"""What stands for the ratio to Agno where Agno was not measured beside it."""


def rows(values: Mapping[str, float]) -> tuple[Row, ...]:
    """Give the rows that fit what was measured."""
    ratio = "worker_start_to_card_x_agno"
    return tuple(BARE if each.key == ratio and ratio not in values else each for each in ROWS)
