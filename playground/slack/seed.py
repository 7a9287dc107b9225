"""The workspace that everybody starts with: five people, two channels, one user group."""

from playground.slack.records import Channel, Installation, Person, UserGroup
from playground.slack.workspace import Workspace


def seeded_workspace(installation: Installation | None = None) -> Workspace:
    """Build the workspace of the playground."""
    app = installation or Installation()
    people = _people(app)
    direct = [_direct(app, person) for person in people if not person.is_bot]
    channels = [*_channels(app, people), *direct]
    group = UserGroup(id="S0SRE", handle="sre-leads", name="SRE leads", users=("U0BOB", "U0EVE"))
    return Workspace(
        installation=app,
        people={person.id: person for person in people},
        groups={group.id: group},
        channels={channel.id: channel for channel in channels},
    )


def _people(app: Installation) -> list[Person]:
    home = app.team_id
    return [
        Person(id="U0ANA", name="ana", real_name="Ana Alves", team_id=home),
        Person(
            id="U0BOB",
            name="bob",
            real_name="Bob Berg",
            team_id=home,
            tz="America/New_York",
            tz_offset=-18_000,
        ),
        Person(
            id="U0EVE",
            name="eve",
            real_name="Eve Engel",
            team_id=home,
            tz="Asia/Tokyo",
            tz_offset=32_400,
        ),
        Person(id="U0GUEST", name="guest", real_name="Gus Guest", team_id=home, is_restricted=True),
        Person(
            id="U0OUT", name="out", real_name="Otto Outside", team_id="T0OTHER", is_stranger=True
        ),
        Person(
            id=app.bot_user_id,
            name=app.app_name.lower(),
            real_name=app.app_name,
            team_id=home,
            is_bot=True,
        ),
    ]


def _channels(app: Installation, people: list[Person]) -> list[Channel]:
    everyone = tuple(person.id for person in people)
    staff = ("U0ANA", "U0BOB", "U0EVE", app.bot_user_id)
    return [
        Channel(
            id="C0OPS",
            name="ops",
            kind="channel",
            members=everyone,
            topic="What runs, and who asked",
        ),
        Channel(
            id="C0GENERAL", name="general", kind="channel", members=staff, topic="Everything else"
        ),
    ]


def _direct(app: Installation, person: Person) -> Channel:
    return Channel(
        id=f"D{person.id[1:]}",
        name=person.name,
        kind="im",
        members=(person.id, app.bot_user_id),
        user=person.id,
    )
