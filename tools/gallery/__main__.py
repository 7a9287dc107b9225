"""Draw every card in every state, look at it strictly, and keep pictures for docs/gallery.md.

python -m tools.gallery [--check]
    --check: look, and write nothing
"""

import argparse
import json
import re
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.browser.canned_slack import CannedServer, CannedSlack
from tests.browser.canned_state import workspace
from tests.browser.looking import look
from tools.gallery.specimens import Specimen, specimens

Scheme: TypeAlias = Literal["light", "dark"]

ROOT: Final = Path(__file__).parents[2]
PICTURES: Final = ROOT / "docs/images/gallery"
PAGE: Final = ROOT / "docs/gallery.md"
CHROMIUM: Final = "/usr/bin/chromium"
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync")
WINDOWS: Final[Mapping[str, int]] = {"wide": 1360, "narrow": 480}
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")
KEPT: Final = (("wide", "light"), ("narrow", "dark"))
"""The looks that are kept as pictures; all of them are looked at."""

_STATES = re.compile(r"^[^?]*/data/gallery\.json")

_HEAD = """# Gallery

Every card in every state, each drawn by the code that draws it in Slack, on the page of the local
Slack. `make gallery` draws them anew, and looks at each in a wide and a narrow window, light and
dark: nothing spills over, nothing is cut, and no word has less contrast than 4.5 to 1.

"""


@dataclass(slots=True)
class Findings:
    """What a strict eye found."""

    overflow: set[str] = field(default_factory=set[str])
    clipped: set[str] = field(default_factory=set[str])
    contrast: set[str] = field(default_factory=set[str])

    def take(self, found: Sequence[str], look_name: str) -> None:
        """Sort what was found on one page."""
        for each in found:
            told = f"{look_name}: {each}"
            if each.startswith("cut"):
                self.clipped.add(told)
            elif "contrast" in each:
                self.contrast.add(told)
            else:
                self.overflow.add(told)

    @property
    def all(self) -> list[str]:
        """Everything that was found."""
        return sorted(self.overflow | self.clipped | self.contrast)


def main() -> None:
    """Draw, look, and keep."""
    options = argparse.ArgumentParser(prog="python -m tools.gallery")
    options.add_argument("--check", action="store_true", help="look, and write nothing")
    is_check = bool(options.parse_args().check)
    chapters = _chapters(specimens())
    findings = _looked_at(chapters, keeps=not is_check)
    if not is_check:
        PAGE.write_text(_page(chapters))
    for told in findings.all:
        sys.stderr.write(f"{told}\n")
    states = sum(map(len, chapters.values()))
    sys.stdout.write(
        f"states={states} overflow={len(findings.overflow)} clipped={len(findings.clipped)} "
        f"contrast_fail={len(findings.contrast)}\n"
    )
    sys.exit(1 if findings.all else 0)


def _chapters(drawn: Sequence[Specimen]) -> Mapping[str, list[Specimen]]:
    chapters: dict[str, list[Specimen]] = {}
    for each in drawn:
        chapters.setdefault(each.kind, []).append(each)
    return chapters


def _looked_at(chapters: Mapping[str, list[Specimen]], *, keeps: bool) -> Findings:
    findings = Findings()
    with _browser() as (browser, address):
        for number, (kind, drawn) in enumerate(chapters.items(), 1):
            sys.stderr.write(f"{number} of {len(chapters)}: {kind}\n")
            for window, width in WINDOWS.items():
                for scheme in SCHEMES:
                    page = _opened(browser, address, drawn, width, scheme)
                    findings.take(look(page), f"{kind}, {window}, {scheme}")
                    if keeps and (window, scheme) in KEPT:
                        _keep(page, kind, window)
                    page.close()
    return findings


@contextmanager
def _browser() -> Generator[tuple[Browser, str], None, None]:
    with (
        CannedServer(CannedSlack(state=workspace())) as server,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium, f"{server.url}/page/static/gallery.html?src=/data/gallery.json"
        chromium.close()


def _opened(
    browser: Browser, address: str, drawn: Sequence[Specimen], width: int, scheme: Scheme
) -> Page:
    states: dict[str, Any] = {
        each.name: {"surface": each.surface, "payload": each.payload} for each in drawn
    }

    def serve(route: Route) -> None:
        route.fulfill(body=json.dumps(states), content_type="application/json")

    page = browser.new_page(
        viewport={"width": width, "height": 200}, color_scheme=scheme, timezone_id="UTC"
    )
    page.route(_STATES, serve)
    page.goto(address)
    page.wait_for_selector("html[data-version] [data-state]")
    return page


def _keep(page: Page, kind: str, window: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{_file(kind)}-{window}.png", full_page=True)


def _file(kind: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", kind.lower()).strip("-")


def _page(chapters: Mapping[str, list[Specimen]]) -> str:
    parts = [_HEAD]
    for kind, drawn in chapters.items():
        names = "; ".join(each.name for each in drawn)
        wide, narrow = (f"images/gallery/{_file(kind)}-{window}.png" for window, _ in KEPT)
        parts.append(
            f"## {kind}\n\n![{kind}: {names}]({wide})\n\n"
            f"<details><summary>On a phone, in the dark</summary>\n\n"
            f"![{kind}, narrow and dark: {names}]({narrow})\n\n</details>\n\n"
        )
    return "".join(parts).rstrip() + "\n"


if __name__ == "__main__":
    main()
