"""Tables and charts: rows, cells and series."""

from playground.slack.blockkit.rich_text import RICH_TEXT
from playground.slack.blockkit.rules import (
    Fields,
    anything,
    by_type,
    flag,
    list_of,
    number,
    one_of,
    shape,
    string,
    whole,
)

NAMED: Fields = {"block_id": string(255)}

CELL = by_type(
    {
        "raw_text": shape({"text": string(3000)}),
        "raw_number": shape({"value": number}, {"text": string(3000)}),
        "rich_text": RICH_TEXT,
    }
)
ROWS = list_of(list_of(CELL, most=20), most=100)

TABLE = shape(
    {"rows": ROWS},
    {
        **NAMED,
        "column_settings": list_of(
            shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag}), most=20
        ),
    },
)

DATA_TABLE = shape(
    {"rows": ROWS, "caption": string(2000)},
    {
        **NAMED,
        "page_size": whole(1, 100),
        "row_header_column_index": whole(0, 19),
    },
)

# Its inner shape is not published beyond these limits.
DATA_VISUALIZATION = shape({"title": string(50), "chart": anything}, NAMED)
