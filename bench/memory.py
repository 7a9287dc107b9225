"""How long an invocation takes at each size of a function's memory, and what a million cost."""

from collections.abc import Sequence

from bench.measure.memory import FULL, GB_S, REQUESTS, SIZES, WAITS_MS, WHOLE_MB, Need, stretched

_CALLED = {"aws": "a call of AWS", "slack": "one of Slack", "model": "one of the model"}


def sizes(needs: Sequence[Need]) -> str:
    """Write the table for a page; empty: nothing was measured."""
    if not needs:
        return ""
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
