"""Where decisions that stand are kept: in the workspace's own partition, by tool and place."""

from signoff.core.keys import Key, ThreadKey

_PREFIX = "GRANT#"
_EVERYWHERE = "*"
_TIME = 15


def grant_key(team: str, tool: str, place: str, *, until: int, name: str) -> Key:
    """Give the key of a decision that stands: what runs out first stands first."""
    return Key(ThreadKey.of_team(team).pk, f"{_before(tool, place)}{until:0{_TIME}d}#{name}")


def first_and_last(team: str, tool: str, thread: ThreadKey | None, *, now: int) -> tuple[Key, Key]:
    """Between which keys stands what was decided about a tool, in a thread or (None) everywhere.

    What has run out by now stands before the first of them.
    """
    before, pk = _before(tool, place_of(thread)), ThreadKey.of_team(team).pk
    return Key(pk, f"{before}{now:0{_TIME}d}"), Key(pk, f"{before}:")


def all_of(team: str) -> tuple[Key, Key]:
    """Between which keys stand all decisions of a workspace that stand."""
    pk = ThreadKey.of_team(team).pk
    return Key(pk, _PREFIX), Key(pk, f"{_PREFIX}~")


def place_of(thread: ThreadKey | None) -> str:
    """Name where a decision counts, as part of its key."""
    return _EVERYWHERE if thread is None else f"{thread.channel}#{thread.thread_ts}"


def key_at(team: str, place: str) -> Key:
    """Give the key of a standing decision from where it is remembered to be."""
    return Key(ThreadKey.of_team(team).pk, place)


def _before(tool: str, place: str) -> str:
    return f"{_PREFIX}{tool}#{place}#"
