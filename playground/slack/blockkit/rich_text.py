"""Rich text: sections, lists, quotes and preformatted pieces."""

from playground.slack.blockkit.rules import (
    Fields,
    Rule,
    by_type,
    flag,
    list_of,
    one_of,
    shape,
    string,
    whole,
)

MOST_PIECES = 1000
ID = string(255)

STYLE = shape(
    {},
    {
        "bold": flag,
        "italic": flag,
        "strike": flag,
        "code": flag,
        "underline": flag,
        "highlight": flag,
        "client_highlight": flag,
        "unlink": flag,
    },
)
STYLED: Fields = {"style": STYLE}

TEXT = shape({"text": string(40_000)}, STYLED)
LINK = shape({"url": string(3000)}, {**STYLED, "text": string(3000), "unsafe": flag})

PIECES: dict[str, Rule] = {
    "text": TEXT,
    "link": LINK,
    "emoji": shape(
        {"name": string(255)},
        {**STYLED, "unicode": string(64), "skin_tone": whole(1, 6)},
    ),
    "user": shape({"user_id": ID}, STYLED),
    "usergroup": shape({"usergroup_id": ID}, STYLED),
    "channel": shape({"channel_id": ID}, STYLED),
    "team": shape({"team_id": ID}, STYLED),
    "broadcast": shape({"range": one_of("here", "channel", "everyone")}, STYLED),
    "color": shape({"value": string(16)}, STYLED),
    "date": shape(
        {"timestamp": whole(0, 9_999_999_999), "format": string(255)},
        {**STYLED, "url": string(3000), "fallback": string(3000)},
    ),
}

_PIECES = list_of(by_type(PIECES), most=MOST_PIECES)
_BORDER: Fields = {"border": whole(0, 1)}

SECTION = shape({"elements": _PIECES})
LIST = shape(
    {
        "style": one_of("bullet", "ordered"),
        "elements": list_of(by_type({"rich_text_section": SECTION}), most=MOST_PIECES),
    },
    {"indent": whole(0, 8), "offset": whole(0, 10_000), **_BORDER},
)
QUOTE = shape({"elements": _PIECES}, _BORDER)
PREFORMATTED = shape(
    {"elements": list_of(by_type({"text": TEXT, "link": LINK}, PIECES), most=MOST_PIECES)},
    {"language": string(64), **_BORDER},
)

RICH_TEXT = shape(
    {
        "elements": list_of(
            by_type(
                {
                    "rich_text_section": SECTION,
                    "rich_text_list": LIST,
                    "rich_text_quote": QUOTE,
                    "rich_text_preformatted": PREFORMATTED,
                }
            ),
            most=MOST_PIECES,
        )
    },
    {"block_id": string(255)},
)

# Where a field of another block is a rich text.
RICH_TEXT_BLOCK = by_type({"rich_text": RICH_TEXT})
