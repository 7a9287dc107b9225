"""An event about the app itself: it was removed somewhere, or its token there was revoked."""

from signoff.adapters.slack.api_methods import InstallEvent
from signoff.adapters.slack.origin import origin_of_event
from signoff.adapters.slack.payloads import object_at, text_at
from signoff.core.canonical import JsonObject
from signoff.core.hearing import Ignored, Uninstalled


def about_app(envelope: JsonObject, event: JsonObject) -> Uninstalled | Ignored | None:
    """Read what happened to the app; None: it is about something else."""
    kind = text_at(event, "type")
    if kind not in {InstallEvent.APP_UNINSTALLED, InstallEvent.TOKENS_REVOKED}:
        return None
    if kind == InstallEvent.TOKENS_REVOKED and not object_at(event, "tokens").get("bot"):
        return Ignored(why="it is about tokens of people, and none is kept")
    at, origin = envelope.get("event_time"), origin_of_event(envelope)
    # Slack tells the second: what was installed within it and removed again is meant, too.
    until = at * 1000 + 999 if type(at) is int else 0
    return Uninstalled(where=origin.organisation or origin.team, until=until)
