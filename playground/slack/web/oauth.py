"""oauth.v2.access and auth.revoke: tokens for a code, their successors, and their end."""

from collections.abc import Callable, Mapping

from playground.slack.errors import SlackError
from playground.slack.grants import CLIENT_ID, CLIENT_SECRET, Code, Token
from playground.slack.payload import Payload
from playground.slack.site import Site, inside
from playground.slack.web.args import Args


def _access(site: Site, args: Args) -> Payload:
    if args.text("client_id") != CLIENT_ID:
        raise SlackError("invalid_client_id")
    if args.text("client_secret") != CLIENT_SECRET:
        raise SlackError("bad_client_secret")
    now = site.clock.now()
    if args.text("grant_type") == "refresh_token":
        return _lasting(site.grants.renew(args.required("refresh_token"), now), now)
    redirect_url = args.text("redirect_uri") or ""
    code, token = site.grants.exchange(args.required("code"), redirect_url, now)
    for each in inside(site, code.key):
        each.deliveries.is_installed = True
    return {**_installed(next(inside(site, code.key)), code), **_lasting(token, now)}


def _lasting(token: Token, now: float) -> Payload:
    body: Payload = {
        "access_token": token.bot,
        "token_type": "bot",
        "scope": ",".join(token.scopes),
    }
    if token.expires_at is None:
        return body
    left = int(token.expires_at - now)
    return {**body, "refresh_token": token.refresh, "expires_in": left}


def _installed(site: Site, code: Code) -> Payload:
    app = site.app
    is_of_organisation = code.key == app.enterprise_id
    enterprise = {"id": app.enterprise_id, "name": app.enterprise_name}
    return {
        "bot_user_id": app.bot_user_id,
        "app_id": app.app_id,
        "team": None if is_of_organisation else {"id": app.team_id, "name": app.team_name},
        "enterprise": enterprise if app.enterprise_id else None,
        "is_enterprise_install": is_of_organisation,
        "authed_user": {"id": code.by},
    }


def _revoke(site: Site, args: Args) -> Payload:
    site.grants.remove(site.app.team_id, why="token_revoked")
    return {"revoked": not args.flag("test")}


METHODS: Mapping[str, Callable[[Site, Args], Payload]] = {"auth.revoke": _revoke}
WITHOUT_TOKEN: Mapping[str, Callable[[Site, Args], Payload]] = {"oauth.v2.access": _access}
