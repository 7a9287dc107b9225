"""How much Slack takes, and how much of it we use."""

BLOCKS_IN_MESSAGE = 40
"""Our own cap; Slack takes 50."""

TEXT_IN_BLOCK = 2_900
"""Our own cap for one run of text; Slack takes 3,000."""

TEXT_IN_MESSAGE = 8_000
"""Our own cap for all the text of a message."""

TOP_LEVEL_TEXT = 2_000
"""Our own cap for the text beside the blocks, as it is read."""

TOP_LEVEL_WRITTEN = 4_000
"""Slack cuts that text here, as it is written: an escaped character takes up to five."""

BUTTON_TEXT = 75
BUTTON_TEXT_SEEN = 28
"""A button shows about 30 characters of its text."""

VIEW_BUTTON_TEXT = 24
ACCESSIBILITY_LABEL = 75
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
OPTION_TEXT = 75
OPTIONS = 100
OPTIONS_IN_GROUPS = 1_000
"""Our own cap for a grouped list; beyond it the answer is typed and checked against the list."""

RADIO_BUTTONS = 5
CHECKBOXES = 10
INPUT_LABEL = 2_000
INPUT_HINT = 2_000
INPUT_TEXT = 3_000
NUMBER_TEXT = 64
ERROR_TEXT = 300

FIELDS_ON_CARD = 4
FIELDS_IN_FORM = 30
"""Our own cap; a form of more fields becomes one field of JSON."""


def clipped(text: str, most: int) -> str:
    """Shorten a text that stands in full elsewhere, and show that it was shortened."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
