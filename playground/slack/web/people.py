"""auth.test, users.* and usergroups.*: who is who."""

from collections.abc import Callable, Mapping

from playground.slack.errors import SlackError
from playground.slack.payload import Payload
from playground.slack.site import Site
from playground.slack.web.args import Args
from playground.slack.web.pages import paged
from playground.slack.wire import group_payload, person_payload


def _auth_test(site: Site, _args: Args) -> Payload:
    app = site.app
    return {
        "url": f"{site.workspace.origin}/",
        "team": app.team_name,
        "user": app.app_name.lower(),
        "team_id": app.team_id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": app.is_enterprise_install,
    }


def _user(site: Site, args: Args) -> Payload:
    return {"user": person_payload(site.workspace.person(args.required("user")))}


def _users(site: Site, args: Args) -> Payload:
    people, rest = paged(list(site.workspace.people.values()), args, limit=200)
    return {"members": [person_payload(person) for person in people], **rest}


def _group_users(site: Site, args: Args) -> Payload:
    group = site.workspace.groups.get(args.required("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group.users)}


def _groups(site: Site, args: Args) -> Payload:
    groups = [group_payload(group, site.app.team_id) for group in site.workspace.groups.values()]
    if not args.flag("include_users"):
        groups = [{key: group[key] for key in group if key != "users"} for group in groups]
    return {"usergroups": groups}


METHODS: Mapping[str, Callable[[Site, Args], Payload]] = {
    "auth.test": _auth_test,
    "users.info": _user,
    "users.list": _users,
    "usergroups.users.list": _group_users,
    "usergroups.list": _groups,
}
