"""blocks.validate: the one public check of blocks, a view or a message."""

from collections.abc import Callable, Mapping

from playground.slack.blockkit.check import check_blocks, check_message, check_view
from playground.slack.errors import SlackError
from playground.slack.payload import Payload
from playground.slack.site import Site
from playground.slack.web.args import Args
from playground.slack.web.checking import errors_of, messages_of


def _validate(_site: Site, args: Args) -> Payload:
    given = [key for key in ("blocks", "view", "message") if key in args]
    if len(given) != 1:
        raise SlackError("invalid_arguments", ("[ERROR] exactly one of blocks, view, message",))
    value = args.structure(given[0])
    match given[0]:
        case "blocks":
            problems = check_blocks(value, surface="message")
        case "view":
            problems = check_view(value)
        case _:
            problems = check_message(value)
    if problems:
        raise SlackError(f"invalid_{given[0]}", messages_of(problems), errors_of(problems))
    return {}


METHODS: Mapping[str, Callable[[Site, Args], Payload]] = {"blocks.validate": _validate}
