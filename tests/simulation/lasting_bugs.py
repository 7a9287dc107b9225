"""Mistakes with what stays or moves: switches, standing decisions, rights, calls, hidden values."""

from tests.simulation.mistakes import bug

_CORE, _USE, _OUT = "signoff.core.", "signoff.usecases.", "signoff.adapters.slack."

LASTING_BUGS = (
    bug(
        "a switch over one tool is not looked at",
        "killed",
        (f"{_CORE}switches", "        OneTool(name=reach.tool),\n", ""),
        first="stops",
    ),
    bug(
        "a switch over an agent does not stop what it calls",
        "killed",
        (
            f"{_CORE}switches",
            "        *(OneAgent(id=each) for each in dict.fromkeys(reach.agents) if each),\n",
            "",
        ),
        first="stops",
    ),
    bug(
        "a start does not ask whether a standing approval was taken back",
        "revoked",
        (
            f"{_CORE}transitions.granting",
            '    standing = (\n        Equal(name="state", value=GrantState.LIVE.value),\n',
            "    standing = (\n",
        ),
        first="stops",
    ),
    bug(
        "an approval stands for whatever the tool is called with",
        "unapproved",
        (f"{_CORE}grants", "        and grant.pins == pins_of(asked, grant.names)\n", ""),
        first="approve and keep",
    ),
    bug(
        "an approval that stands is no vote on the call that it was given on",
        "unapproved",
        (
            f"{_USE}keep",
            "        decided = approved(asked, by=by.who, at=now)\n",
            "        decided = replace(approved(asked, by=by.who, at=now), votes=())\n",
        ),
        first="approve and keep",
    ),
    bug(
        "whoever handed a request on still decides it",
        "handed on",
        (
            f"{_CORE}policy",
            'return Bar.HANDED_ON if _given_by(person, requirement) == "" else None',
            "return None",
        ),
        first="handed over",
    ),
    bug(
        "people are reminded each minute",
        "called twice",
        (
            f"{_CORE}waiting",
            "after is None or asked.reminded_at is not None else",
            "after is None else",
        ),
        (
            f"{_CORE}transitions.deciding",
            "if asked.reminded_at is None else ()",
            "if False else ()",
        ),
        first="called",
    ),
    bug(
        "a rule that forbids a call is not held against it",
        "forbidden",
        (f"{_USE}plan_calls", "    if forbidden:\n", "    if False:\n"),
        first="forbidden",
    ),
    bug(
        "of high risk or not, nobody is asked again who may decide",
        "unapproved",
        (
            f"{_USE}vouching",
            "if requirement is None or requirement.risk is not Risk.HIGH:",
            "if True:",
        ),
        first="left before the start",
    ),
    bug(
        "a hidden value is shown",
        "seen",
        (
            f"{_CORE}redaction",
            "    return masked(given, requirement.terms.redact)",
            "    return given",
        ),
        first="hidden",
    ),
    bug(
        "of the copies of a card only the thread's own settles",
        "cards",
        (
            f"{_OUT}copies",
            "        standing = [at for at, _ in map(channel_and_ts, view.card.ts) if at]\n",
            "        standing: list[str] = []\n",
        ),
        first="in direct messages",
    ),
    bug(
        "what somebody answers in its place runs as well",
        "unapproved|raised",
        (
            f"{_USE}work_call",
            "case (_, Approved() | ApprovedEdited()) | (UserInput(), Answered()):",
            "case (_, Approved() | ApprovedEdited() | AnsweredFor()) | (UserInput(), Answered()):",
        ),
        (f"{_USE}work_call", "    Answered,\n", "    Answered,\n    AnsweredFor,\n"),
        first="answered for",
    ),
    bug(
        "one click on a whole card announces drawings that nobody makes",
        "repaired",
        (
            f"{_USE}record_together",
            ", announced=len(applied))",
            ")",
        ),
    ),
)
"""All of them."""
