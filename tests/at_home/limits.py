"""Slack's rate limits: a burst loses nothing, and nobody calls what was to be left alone."""

from collections.abc import Sequence

from tests.at_home.scenario import Apart, Losses
from tests.at_home.virtual import ANA, BOB, OPS, Virtual

THREADS = 100
ALL_THERE_S = 480
"""Within so many seconds of virtual time all of a burst has arrived, and nothing is owed."""

FEWER, ASKED_S = 20, 90


def _burst() -> Losses:
    return _played(THREADS)


def _told_to_wait() -> Losses:
    return _played(FEWER, asked_s=ASKED_S)


def _played(count: int, *, asked_s: int = 0) -> Losses:
    """Ask and approve in so many threads; Slack may ask for silence at the start of both."""
    with Virtual() as stack:
        _ask_for_silence(stack, asked_s)
        threads = [_asked(stack, n) for n in range(count)]
        stack.run(seconds=ALL_THERE_S)
        lost = sum(len(stack.cards(each)) != 1 for each in threads)
        _ask_for_silence(stack, asked_s)
        for each in threads:
            _approved(stack, each)
        stack.run(seconds=ALL_THERE_S)
        return Losses(
            lost_messages=lost + _unanswered(stack, threads) + stack.owed,
            over_tier=stack.slack.over_tier + stack.slack.let_through,
            runs_failed_by_slack=stack.failed_runs,
        )


def _ask_for_silence(stack: Virtual, seconds: int) -> None:
    for method in ("chat.postMessage", "chat.update") if seconds else ():
        stack.slack.fail(method, retry_after=seconds, times=3)


def _asked(stack: Virtual, n: int) -> str:
    """Write to the agent; a hundred people do so within a second."""
    stack.run(seconds=0.01)
    return stack.slack.mention(ANA, OPS, f"please restart api-{n}")


def _approved(stack: Virtual, thread_ts: str) -> None:
    stack.run(seconds=0.01)
    for card in stack.cards(thread_ts):
        stack.slack.click(BOB, OPS, card.ts, "approve")


def _unanswered(stack: Virtual, threads: Sequence[str]) -> int:
    """Count threads whose card is no receipt, or that have not exactly one answer."""
    return sum(
        stack.said(each) != [f"Done with api-{n}."]
        or not all(card.text.startswith("Done: ") for card in stack.cards(each))
        for n, each in enumerate(threads)
    )


SCENARIOS = (
    Apart(name="a hundred threads begin in one second", play=_burst),
    Apart(
        name="Slack asks for a minute and a half of silence, again and again", play=_told_to_wait
    ),
)
