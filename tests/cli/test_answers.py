import pytest

from cli import answers

NOON = 1_795_096_800_000


@pytest.mark.parametrize(
    ("ms", "said"),
    [(900, "0 s"), (59_000, "59 s"), (61_000, "1 min"), (7_300_000, "2 h"), (200_000_000, "2 d")],
)
def test_a_distance_is_told_in_its_largest_unit(ms: int, said: str) -> None:
    assert answers.ago(NOON, NOON + ms) == answers.ago(NOON + ms, NOON) == said


def test_times_are_told_in_utc() -> None:
    assert answers.clock_time(NOON) == "2026-11-19 14:00:00"
    assert answers.iso(NOON) == "2026-11-19T14:00:00.000+00:00"
    assert (answers.clock_time(None), answers.iso(None)) == ("-", None)


def test_what_others_wrote_does_not_command_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answers.line("\x1b[2Jgone")
    answers.table(("what",), [("[red]not markup[/] \x07",)])

    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\\u001b[2Jgone" in shown
    assert "[red]not markup[/] \\u0007" in shown
