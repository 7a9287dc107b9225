"""What a person typed, as they typed it: Slack's link marks and escapes are taken out."""

import re

_LINK = re.compile(r"<(?P<scheme>https?://|mailto:|tel:)(?P<rest>[^|<>]*)(?:\|(?P<label>[^<>]*))?>")
_NAMED = re.compile(r"<(?P<kind>#|!subteam\^)\w+\|(?P<label>[^<>]+)>")
_EVERYBODY = re.compile(r"<!(?P<who>here|channel|everyone)(?:\|[^<>]*)?>")
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def as_typed(text: str) -> str:
    """Give Slack's mrkdwn as the text that somebody wrote.

    Marks for people stay as they are, and all that have no name in them, until they are resolved.
    """
    text = _LINK.sub(_link, text)
    text = _NAMED.sub(_name, text)
    text = _EVERYBODY.sub(lambda found: f"@{found['who']}", text)
    for escaped, character in _ESCAPES:
        text = text.replace(escaped, character)
    return text


def _name(found: re.Match[str]) -> str:
    name = found["label"].lstrip("@#")
    return f"#{name}" if found["kind"] == "#" else f"@{name}"


def _link(found: re.Match[str]) -> str:
    rest, label = found["rest"], found["label"]
    address = rest if found["scheme"] in {"mailto:", "tel:"} else found["scheme"] + rest
    return address if label in {None, "", rest, address} else f"{label} ({address})"
