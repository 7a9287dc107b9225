"""Look at a drawn page as a strict eye does: what spills over, is cut, is hard to read."""

from pathlib import Path
from typing import TypeAlias, cast

from playwright.sync_api import Page

Findings: TypeAlias = list[str]

LOOK = (Path(__file__).parent / "look.js").read_text()


def look(page: Page, *, least_contrast: float = 4.5) -> Findings:
    """List everything that a strict eye would not let pass."""
    return cast("Findings", page.evaluate(LOOK, least_contrast))
