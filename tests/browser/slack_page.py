"""Drive the page of the local Slack as a person does: write, look, click, fill in, decide.

    slack = SlackPage(page=page, url="http://127.0.0.1:3000").open(as_="ana", channel="ops")
    slack.write("@Signoff refund order 8841")
    slack.act_as("bob")
    slack.card("Send email").click("Approve")
    slack.expect_text("Done")

What the page promises to its tests stands at the top of playground/slack/page/main.js.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from playwright.sync_api import Locator, Page, expect

PEOPLE = {"ana": "U0ANA", "bob": "U0BOB", "eve": "U0EVE", "guest": "U0GUEST", "out": "U0OUT"}
CHANNELS = {"ops": "C0OPS", "general": "C0GENERAL"}
PATIENCE = 15_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A part of the page with fields and buttons: a card, a dialog, a pane."""

    page: Page
    root: Locator

    def button(self, label: str) -> Locator:
        """Find a button by its accessible name, or by the words it shows."""
        shown = self.root.locator("button", has_text=label)
        return self.root.get_by_role("button", name=label).or_(shown).first

    def click(self, label: str) -> Self:
        """Press a button."""
        self.button(label).click(timeout=PATIENCE)
        return self

    def pick(self, item: str, *, menu: str = "More actions") -> Self:
        """Take an item of an overflow menu."""
        self.root.get_by_role("button", name=menu).first.click(timeout=PATIENCE)
        self.page.get_by_role("menuitem", name=item).click(timeout=PATIENCE)
        return self

    def field(self, label: str) -> Locator:
        """Find an input by its label."""
        return self.root.get_by_label(label, exact=False).first

    def fill(self, label: str, value: str) -> Self:
        """Type into a text, number or date field (dates as 2026-11-20, times as 13:41)."""
        self.field(label).fill(value, timeout=PATIENCE)
        return self

    def choose(self, label: str, option: str) -> Self:
        """Choose in a dropdown, radio group or group of checkboxes."""
        group = self.root.get_by_label(label, exact=False)
        boxes = group.get_by_label(option).and_(self.root.locator("input"))
        if boxes.count() > 0:
            boxes.first.check(timeout=PATIENCE)
            return self
        self.root.get_by_role("combobox", name=label).click(timeout=PATIENCE)
        self.page.get_by_role("option", name=option).first.click(timeout=PATIENCE)
        if self.page.get_by_role("listbox").count():  # a multi-select stays open for more
            self.page.keyboard.press("Escape")
        return self

    def tick(self, label: str) -> Self:
        """Tick a box by its own words."""
        self.root.get_by_role("checkbox", name=label).check(timeout=PATIENCE)
        return self

    def attach(self, label: str, file: Path) -> Self:
        """Give a file to a file input and wait until it is uploaded."""
        self.root.get_by_label(label, exact=False).set_input_files(file, timeout=PATIENCE)
        self.expect_text(file.name)
        return self

    def submit(self) -> Self:
        """Press the dialog's submit button."""
        self.root.locator('button[type="submit"]').click(timeout=PATIENCE)
        return self

    def has_button(self, label: str) -> bool:
        """Tell whether a button of this name is there now."""
        return self.button(label).count() > 0

    def expect_text(self, text: str) -> Self:
        """Wait for words."""
        expect(self.root).to_contain_text(text, timeout=PATIENCE)
        return self

    def expect_gone(self) -> None:
        """Wait until it is no longer there."""
        expect(self.root).to_have_count(0, timeout=PATIENCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackPage:
    """One open window of the workspace."""

    page: Page
    url: str

    def open(self, *, as_: str = "ana", channel: str = "ops", thread: str = "") -> Self:
        """Open a channel (or "dm", the direct messages with the app) as a person."""
        me = PEOPLE.get(as_, as_)
        where = f"D{me[1:]}" if channel == "dm" else CHANNELS.get(channel, channel)
        thread_part = f"&thread={thread}" if thread else ""
        self.page.goto(f"{self.url.rstrip('/')}/?as={me}&channel={where}{thread_part}")
        expect(self.page.locator("html")).to_have_attribute("data-me", me, timeout=PATIENCE)
        return self

    def act_as(self, name: str) -> Self:
        """Become another person, in the same view."""
        self.page.get_by_role("radio", name=f"Act as {name}").click()
        expect(self.page.locator("html")).to_have_attribute("data-me", PEOPLE.get(name, name))
        return self

    def go_to(self, name: str) -> Self:
        """Open a channel, the app's messages or its home by the name in the sidebar."""
        narrow = self.page.get_by_role("button", name="Open the sidebar")
        if narrow.is_visible():
            narrow.click()
        sidebar = self.page.get_by_role("navigation", name="Workspace")
        sidebar.get_by_role("button", name=re.compile(rf"^{re.escape(name)}")).first.click()
        return self

    @property
    def channel(self) -> Area:
        """The channel in the middle."""
        return Area(page=self.page, root=self.page.get_by_role("main"))

    @property
    def thread_pane(self) -> Area:
        """The thread at the side."""
        return Area(page=self.page, root=self.page.get_by_role("complementary", name="Thread"))

    def write(self, text: str) -> str:
        """Write into the channel, return the ts; what is for the app opens its thread."""
        ts = self._send(self.channel, text)
        is_for_app = "@signoff" in text.lower() or "channel=D" in self.page.url
        if is_for_app:
            expect(self._thread_of(ts)).to_be_visible(timeout=PATIENCE)
        return ts

    def reply(self, text: str) -> str:
        """Write into the open thread, and return the message's ts."""
        return self._send(self.thread_pane, text)

    def _send(self, pane: Area, text: str) -> str:
        field = pane.root.locator(".composer textarea")
        field.fill(text, timeout=PATIENCE)
        if self.page.get_by_role("listbox").count():  # names are on offer, Enter would take one
            field.press("Escape")
        with self.page.expect_response("**/page/message", timeout=PATIENCE) as answer:
            field.press("Enter")
        expect(field).to_have_value("")
        return str(answer.value.json()["ts"])

    def thread(self, ts: str = "") -> Area:
        """Open the thread of a message, or the one that is open already, or the newest."""
        pane = self._thread_of(ts) if ts else self.thread_pane.root
        if pane.count() == 0:
            said = self.channel.root.locator(f'[data-ts="{ts}"]' if ts else "[data-ts]").last
            said.hover(timeout=PATIENCE)
            said.get_by_role("button", name=re.compile("repl|thread", re.IGNORECASE)).first.click()
        expect(pane).to_be_visible(timeout=PATIENCE)
        return Area(page=self.page, root=pane)

    def _thread_of(self, ts: str) -> Locator:
        return self.page.locator(f'aside[data-thread="{ts}"]')

    def card(self, title: str) -> Area:
        """Find the newest card with these words in its title or rows."""
        section = self.page.locator(".block-rich_text .rich-section", has_text=title)
        card = self.page.get_by_role("article").filter(has=section).last
        expect(card).to_be_visible(timeout=PATIENCE)
        return Area(page=self.page, root=card)

    def message(self, text: str) -> Area:
        """Find the newest message with these words."""
        found = self.page.get_by_role("article").filter(has_text=text).last
        expect(found).to_be_visible(timeout=PATIENCE)
        return Area(page=self.page, root=found)

    def private(self, text: str) -> Area:
        """Find a message that only this person sees."""
        found = self.page.locator("[data-ephemeral]").filter(has_text=text).last
        expect(found).to_be_visible(timeout=PATIENCE)
        return Area(page=self.page, root=found)

    def dialog(self, title: str) -> Area:
        """Wait for a modal, or for the question before a dangerous button."""
        modal = self.page.get_by_role("dialog", name=title)
        question = self.page.get_by_role("alertdialog", name=title)
        expect(modal.or_(question)).to_be_visible(timeout=PATIENCE)
        return Area(page=self.page, root=modal.or_(question))

    def expect_text(self, text: str) -> Self:
        """Wait for words in the open thread, or in the channel where none is open."""
        pane = self.thread_pane if self.thread_pane.root.count() else self.channel
        pane.expect_text(text)
        return self

    def screenshot(self, file: Path) -> Self:
        """Keep a picture of the window."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=file)
        return self
