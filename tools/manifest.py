"""The Slack app's manifest: made from what the code calls and hears, and held against it.

python -m tools.manifest                     write slack/manifest.json
python -m tools.manifest --check             fail if it is not what the code needs
python -m tools.manifest --events-url URL --interactions-url URL
print it with these two addresses
python -m tools.manifest --socket-mode       print it for make dev SLACK=socket: with none
python -m tools.manifest --redirect-url URL [--rotate] [--organisations]
print that of an app which others install in their workspaces
"""

import argparse
import ast
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from signoff import Agent
from signoff.adapters.slack.api_methods import (
    EVENT_SCOPES,
    Event,
    InstallEvent,
    Method,
    bot_scopes,
)
from signoff.adapters.slack.payloads import object_at
from signoff.adapters.tools import declared
from signoff.core.canonical import Json, JsonObject

ROOT: Final = Path(__file__).parents[1]
FILE: Final = "slack/manifest.json"
AGENT_FILE: Final = "functions/turn_worker/agent.py"
EVENTS_URL: Final = "https://replace-me.execute-api.us-east-1.amazonaws.com/slack/events"
INTERACTIONS_URL: Final = (
    "https://replace-me.execute-api.us-east-1.amazonaws.com/slack/interactions"
)

_TABLE = "api_methods.py"
_CODE = ("layers/signoff/python/signoff", "functions")
_METHOD_NAME = re.compile(
    r"(agents|apps|assistant|auth|bots|chat|conversations|files|oauth|reactions|team|usergroups|users"
    r"|views)\.[a-zA-Z.]+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """How others may install the app.

    Attributes:
        redirect_url: Where Slack sends them back to.
        rotates: Whether their tokens end after half a day and are renewed.
        takes_organisations: Whether a whole organisation may install it at once.
    """

    redirect_url: str
    rotates: bool = False
    takes_organisations: bool = False


def manifest(
    *,
    events_url: str = EVENTS_URL,
    interactions_url: str = INTERACTIONS_URL,
    distribution: Distribution | None = None,
) -> JsonObject:
    """Make the manifest for an app that is reached at two addresses."""
    redirects: JsonObject = {"redirect_urls": [distribution.redirect_url]} if distribution else {}
    heard = [*EVENT_SCOPES, *(InstallEvent if distribution else ())]
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Signoff",
            "description": "An agent that asks a person before it acts.",
            "long_description": _ABOUT,
            "background_color": "#1f2937",
        },
        "features": {
            "agent_view": _agent_view(),
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Signoff", "always_online": True},
        },
        "oauth_config": {**redirects, "scopes": {"bot": scopes()}},
        "settings": {
            "event_subscriptions": {
                "request_url": events_url,
                "bot_events": sorted(event.value for event in heard),
            },
            "interactivity": {"is_enabled": True, "request_url": interactions_url},
            "org_deploy_enabled": bool(distribution and distribution.takes_organisations),
            "socket_mode_enabled": False,
            "token_rotation_enabled": bool(distribution and distribution.rotates),
        },
    }


def in_socket_mode() -> JsonObject:
    """Make the manifest for an app that comes to Slack by itself, and has no address."""
    made = manifest()
    settings = object_at(made, "settings")
    events = object_at(settings, "event_subscriptions")
    return {
        **made,
        "settings": {
            **settings,
            "event_subscriptions": {"bot_events": events["bot_events"]},
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": True,
        },
    }


def _agent_view() -> JsonObject:
    prompts: list[Json] = [
        {"title": each.title, "message": each.message} for each in _agent().suggested_prompts
    ]
    offered: JsonObject = {"suggested_prompts": prompts} if prompts else {}
    return {"agent_description": _AGENT, **offered}


def _agent() -> Agent:
    """Load the agent that is deployed, with the prompts that it declares."""
    spec = spec_from_file_location("agent", ROOT / AGENT_FILE)
    if spec is None or spec.loader is None:
        raise ImportError(AGENT_FILE)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return declared(module.agent)


def scopes() -> list[str]:
    """List the permissions that the code needs, and no other."""
    return list(bot_scopes())


def problems(root: Path = ROOT) -> Iterator[str]:
    """Say in what way the manifest and the code do not fit, one line each."""
    yield from _problems_of_code(root)
    yield from _problems_of_routes(root)
    yield from _problems_of_file(root / FILE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write, check or print the manifest."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.manifest",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--check", action="store_true", help="fail if the file is out of date")
    parser.add_argument("--events-url", help="where Slack sends events: the output EventsUrl")
    parser.add_argument("--interactions-url", help="and clicks: the output InteractionsUrl")
    parser.add_argument(
        "--socket-mode", action="store_true", help="print it for an app without an address"
    )
    parser.add_argument("--redirect-url", help="where installing leads back to: RedirectUrl")
    parser.add_argument("--rotate", action="store_true", help="let the tokens end and be renewed")
    parser.add_argument("--organisations", action="store_true", help="let organisations install it")
    given = parser.parse_args(arguments)
    if (given.rotate or given.organisations) and not given.redirect_url:
        parser.error(
            "--rotate and --organisations are for an app that others install: say where"
            " installing leads back to, with --redirect-url."
        )
    if given.socket_mode:
        sys.stdout.write(_written(in_socket_mode()))
        return 0
    if given.check:
        found = next(problems(), "")
        sys.stderr.write(found and f"{found}\n")
        return 1 if found else 0
    if given.events_url or given.interactions_url or given.redirect_url:
        made = manifest(
            events_url=given.events_url or EVENTS_URL,
            interactions_url=given.interactions_url or INTERACTIONS_URL,
            distribution=_distribution(given),
        )
        sys.stdout.write(_written(made))
        return 0
    (ROOT / FILE).parent.mkdir(exist_ok=True)
    (ROOT / FILE).write_text(_written(manifest()))
    return 0


def _distribution(given: argparse.Namespace) -> Distribution | None:
    if not given.redirect_url:
        return None
    return Distribution(
        redirect_url=given.redirect_url,
        rotates=given.rotate,
        takes_organisations=given.organisations,
    )


def _problems_of_code(root: Path) -> Iterator[str]:
    used: set[str] = set()
    for path in sorted(file for folder in _CODE for file in (root / folder).rglob("*.py")):
        if path.name == _TABLE:
            continue
        tree = ast.parse(path.read_text())
        used |= set(_names(tree))
        for line in _method_names(tree):
            where = f"{path.relative_to(root)}:{line}"
            yield f"{where} names a Web API method itself: take it from {_TABLE}"
    for each in (*Method, *Event, *InstallEvent):
        name = f"{type(each).__name__}.{each.name}"
        if name not in used:
            yield f"{_TABLE} lists {each.value}, which nothing uses: take {name} out"


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"


def _method_names(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if _METHOD_NAME.fullmatch(text):
                yield node.lineno
            case _:
                pass


def _problems_of_routes(root: Path) -> Iterator[str]:
    template = (root / "template.yaml").read_text()
    for url in (EVENTS_URL, INTERACTIONS_URL):
        path = urlsplit(url).path
        if not re.search(rf"POST {re.escape(path)}\s", template):
            yield f"template.yaml has no route POST {path}"


def _problems_of_file(file: Path) -> Iterator[str]:
    mend = "run python -m tools.manifest"
    try:
        read: Json = json.loads(file.read_text())
    except FileNotFoundError:
        yield f"{FILE} is not there: {mend}"
        return
    except ValueError:
        yield f"{FILE} is no JSON: {mend}"
        return
    for place in _differences(manifest(), read):
        yield f"{FILE} differs from what the code needs at {place}: {mend}"


def _differences(wanted: Json, found: Json, place: str = "") -> Iterator[str]:
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        for name in sorted({*wanted, *found}):
            inside = f"{place}.{name}".lstrip(".")
            yield from _differences(wanted.get(name), found.get(name), inside)
    elif wanted != found or type(wanted) is not type(found):
        yield place or "the top"


def _written(made: JsonObject) -> str:
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


_AGENT = (
    "Works in a thread, and asks before it does anything that matters: a card shows exactly what "
    "would run, and a person approves, rejects, fills in or answers."
)
_ABOUT = (
    "Signoff is an agent that works in Slack threads and stops where a person should decide. It "
    "posts a card that shows exactly what would run; somebody approves it, rejects it, fills in "
    "what is missing, or answers a question, and the agent goes on from there. While it waits, "
    "nothing runs. Its answers come from a language model and can be wrong: check what matters."
)
if __name__ == "__main__":
    sys.exit(main())
