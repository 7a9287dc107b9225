"""The tables beside the one of the figures: growth, memory, and what each technique brought."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.measure.growth import Point
from bench.measure.memory import FULL, GB_S, REQUESTS, SIZES, WAITS_MS, WHOLE_MB, Need, stretched
from bench.measure.techniques import Gain


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is told beside the figures; nothing of it where it was not measured.

    Attributes:
        points: What a turn costs at each size of its thread.
        needs: What each function needs of memory and processor.
        gains: What each technique brings.
    """

    points: Sequence[Point] = ()
    needs: Sequence[Need] = ()
    gains: Sequence[Gain] = ()


def growth(points: Sequence[Point]) -> str:
    """Write what a turn costs as its thread grows; empty: it was not measured."""
    if not points:
        return ""
    head = (
        "\n| messages in the thread | requests that wait beside it | time | round trips |"
        " rows read | rows written | history read from the bucket |\n"
        "|---|---|---|---|---|---|---|\n"
    )
    lines = [
        f"| {each.messages:,} | {each.pending} | {each.ms:.0f} ms | {each.round_trips} |"
        f" {each.read / 1024:,.0f} KiB | {each.wrote / 1024:,.1f} KiB |"
        f" {each.body / 1024:,.0f} KiB |"
        for each in points
    ]
    return head + "\n".join(lines) + "\n"


def brought(gains: Sequence[Gain]) -> str:
    """Write what each technique brings."""
    head = "| technique | CPU | with it | without it | |\n|---|---|---|---|---|\n"
    lines = [
        f"| {each.technique} | {each.figure} | {each.ms:,.0f} ms | {each.without_ms:,.0f} ms |"
        f" {each.without_ms / each.ms:.1f} times |"
        for each in gains
    ]
    return head + "\n".join(lines) + "\n"


_CALLED = {"aws": "a call of AWS", "slack": "one of Slack", "model": "one of the model"}


def sizes(needs: Sequence[Need]) -> str:
    """Write how long an invocation takes at each size of a function's memory, and its price."""
    heads = " | ".join(f"{mb:,} MB" for mb in SIZES)
    head = (
        f"| function | CPU: start, first, later | RSS | {heads} | by the rule |\n"
        f"|---|---|---|{'---|' * len(SIZES)}---|\n"
    )
    return head + "\n".join(map(_line, needs)) + f"\n\n{_caption()}\n"


def _line(need: Need) -> str:
    cpu = f"{need.init_cpu_ms:.0f}, {need.first_cpu_ms:.1f}, {need.warm_cpu_ms:.1f} ms"
    cells = " | ".join(_cell(need, mb) for mb in SIZES)
    rss = f"{need.rss_mib:.0f} MiB"
    return f"| `{need.function}` | {cpu} | {rss} | {cells} | {need.chosen:,} MB |"


def _cell(need: Need, mb: int) -> str:
    if not need.fits(mb):
        return "no room"
    first, later = (stretched(each, mb) for each in (need.first_cpu_ms, need.warm_cpu_ms))
    told = f"{first:.0f}, {later:.0f} ms; ${need.dollars(mb):.2f}"
    return f"**{told}**" if mb == need.given_mb else told


def _caption() -> str:
    waits = ", ".join(f"{ms:,} ms for {_CALLED[name]}" for name, ms in WAITS_MS.items())
    return (
        f"First and later invocation, each by its measured CPU: {WHOLE_MB:,} MB are one processor,"
        " less is as much less of it; the start has a whole one at every size. In dollars, a"
        f" million later invocations: {GB_S * 1_000_000:.2f} a million GB-seconds,"
        f" {REQUESTS:.2f} a million requests (arm64, us-east-1), what they wait for taken as"
        f" {waits}. In bold: the default. No room: a process fills more than"
        f" {FULL:.0%} of it."
    )
