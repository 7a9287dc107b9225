"""The frame around the cards: people, channels, threads, the composer, live updates."""

import base64
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.canned_slack import CannedSlack, Json
from tests.browser.canned_state import NOON, ROOT, message
from tests.browser.slack_page import SlackPage


def _opened(page: Page, url: str, *, as_: str = "ana", thread: str = "") -> SlackPage:
    return SlackPage(page=page, url=url).open(as_=as_, channel="ops", thread=thread)


def _ops(slack: CannedSlack, *more: Json) -> Json:
    before: Json = slack.state["messages"]
    return before | {"C0OPS": [*before["C0OPS"], *more]}


def test_enter_sends_and_the_mention_is_encoded(page: Page, url: str, slack: CannedSlack) -> None:
    slack.answers["message"] = lambda _: {"ok": True, "ts": ROOT}
    window = _opened(page, url)

    window.write("@Signoff tell @bob in #ops that 1 < 2 & more")

    text = "<@U0BOT> tell <@U0BOB> in <#C0OPS> that 1 &lt; 2 &amp; more"
    assert slack.heard("message") == [{"as": "U0ANA", "channel": "C0OPS", "text": text}]


def test_shift_enter_makes_a_new_line(page: Page, url: str, slack: CannedSlack) -> None:
    _opened(page, url)
    field = page.get_by_label("Message #ops")

    field.press_sequentially("one")
    field.press("Shift+Enter")
    field.press_sequentially("two")

    assert field.input_value() == "one\ntwo"
    assert slack.heard("message") == []


def test_a_begun_name_is_completed(page: Page, url: str) -> None:
    _opened(page, url)
    field = page.get_by_label("Message #ops")

    field.press_sequentially("hello @sig")
    field.press("Enter")

    expect(field).to_have_value("hello @Signoff ")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_a_refused_message_stays_in_the_composer(page: Page, url: str, slack: CannedSlack) -> None:
    slack.answers["message"] = lambda _: {"ok": False, "error": "is_archived"}
    _opened(page, url)
    field = page.get_by_label("Message #ops")

    field.fill("do not lose me")
    field.press("Enter")

    expect(page.locator(".toast")).to_contain_text("is_archived")
    expect(field).to_have_value("do not lose me")


def test_a_file_is_sent_with_its_bytes(
    page: Page, url: str, slack: CannedSlack, tmp_path: Path
) -> None:
    log = tmp_path / "api.log"
    log.write_bytes(b"\x00line\n")
    window = _opened(page, url)

    window.channel.root.get_by_label("Attach a file").set_input_files(log)
    expect(window.channel.root.get_by_text("api.log")).to_be_visible()
    page.get_by_role("button", name="Send now").click()

    expect(window.channel.root.locator(".composer .attachment")).to_have_count(0)
    [said] = slack.heard("message")
    assert base64.b64decode(said["files"][0]["content_base64"]) == b"\x00line\n"


def test_what_arrives_is_drawn_without_touching_a_half_typed_text(
    page: Page, url: str, slack: CannedSlack
) -> None:
    window = _opened(page, url)
    field = page.get_by_label("Message #ops")
    field.press_sequentially("half a sen")
    field.press("ArrowLeft")

    slack.change(messages=_ops(slack, message("U0EVE", 90, "Any news?")))

    window.expect_text("Any news?")
    expect(field).to_be_focused()
    assert field.evaluate("node => [node.value, node.selectionStart]") == ["half a sen", 9]


def test_each_person_keeps_an_own_draft(page: Page, url: str) -> None:
    window = _opened(page, url)
    page.get_by_label("Message #ops").fill("from ana")

    window.act_as("bob")
    expect(page.get_by_label("Message #ops")).to_have_value("")
    window.act_as("ana")

    expect(page.get_by_label("Message #ops")).to_have_value("from ana")


def test_a_thread_opens_from_its_replies_and_shuts_again(page: Page, url: str) -> None:
    window = _opened(page, url)

    window.channel.click("2 replies")
    window.thread_pane.expect_text("Two payments of $120")
    assert f"thread={ROOT}" in page.url
    window.thread_pane.click("Close the thread")

    expect(window.thread_pane.root).to_have_count(0)


def test_a_reply_goes_into_its_thread(page: Page, url: str, slack: CannedSlack) -> None:
    window = _opened(page, url, thread=ROOT)

    window.reply("thanks")

    said = {"as": "U0ANA", "channel": "C0OPS", "text": "thanks", "thread_ts": ROOT}
    assert slack.heard("message") == [said]


def test_another_channel_shows_that_it_is_unread(page: Page, url: str, slack: CannedSlack) -> None:
    window = _opened(page, url)
    row = page.get_by_role("navigation", name="Workspace").get_by_role(
        "button", name=re.compile("general")
    )

    news = {"C0GENERAL": [message("U0EVE", 500, "Fire drill")]}
    slack.change(messages=slack.state["messages"] | news)

    expect(row).to_contain_text("1 unread")
    window.go_to("general").expect_text("Fire drill")
    expect(row).not_to_contain_text("unread")


def test_stop_is_there_while_the_agent_works(page: Page, url: str, slack: CannedSlack) -> None:
    session = {"channel": "C0OPS", "thread_ts": ROOT, "title": "Refund 8841"}
    slack.state["sessions"] = [session | {"status": "processing"}]
    window = _opened(page, url, thread=ROOT)

    window.thread_pane.expect_text("Signoff is working…").click("Stop")
    slack.change(sessions=[session | {"status": "suspended"}])

    window.thread_pane.expect_text("Signoff is waiting for a person")
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    assert slack.heard("stop") == [{"as": "U0ANA", "channel": "C0OPS", "thread_ts": ROOT}]


def test_streamed_text_grows_in_place(page: Page, url: str, slack: CannedSlack) -> None:
    window = _opened(page, url, thread=ROOT)
    task = {"type": "task_update", "id": "1", "title": "Read the order"}

    def streaming(*chunks: Json) -> Json:
        parts: Json = {"streaming": True, "chunks": list(chunks), "thread_ts": ROOT}
        return message("U0BOT", 60, "", **parts)

    before = slack.state["messages"]
    start = streaming(task | {"status": "in_progress"}, {"type": "markdown_text", "text": "I fou"})
    slack.change(messages=before | {"C0OPS": [*before["C0OPS"], start]})
    window.expect_text("I fou").expect_text("Running")
    more = [{"type": "markdown_text", "text": "nd **two**"}, task | {"status": "complete"}]
    grown = streaming(*start["chunks"], *more)
    slack.change(messages=before | {"C0OPS": [*before["C0OPS"], grown]})

    window.expect_text("I found two")
    expect(window.thread_pane.root.locator(".streamed strong")).to_have_text("two")
    expect(window.thread_pane.root.locator(".task")).to_have_text(
        re.compile("Read the order.*Done")
    )


def test_a_link_to_a_message_opens_its_thread(page: Page, url: str, slack: CannedSlack) -> None:
    link = f"<https://local.slack.com/archives/C0OPS/p{ROOT.replace('.', '')}|that request>"
    slack.state["messages"] |= {"C0GENERAL": [message("U0EVE", -60, f"Look at {link}")]}
    window = _opened(page, url)

    window.go_to("general").message("Look at").root.get_by_role("link", name="that request").click()

    window.thread_pane.expect_text("Bob was charged twice")


def test_a_message_can_be_edited_and_taken_back(page: Page, url: str, slack: CannedSlack) -> None:
    window = _opened(page, url, as_="bob")
    mine = window.message("Nothing odd so far")

    mine.root.hover()
    mine.pick("Edit message", menu="More")
    page.get_by_label("Edit message").fill("All is well")
    page.get_by_role("button", name="Save").click()
    mine.root.hover()
    mine.pick("Delete message", menu="More")

    where = {"as": "U0BOB", "channel": "C0OPS", "ts": f"{NOON - 5340}.000100"}
    expect(page.get_by_role("menu")).to_have_count(0)
    assert slack.heard("edit") == [where | {"text": "All is well"}]
    assert slack.heard("delete") == [where]


def test_an_ephemeral_message_can_be_dismissed(page: Page, url: str, slack: CannedSlack) -> None:
    words = "Already approved by <@U0BOB>. Your click changed nothing."
    ephemeral = {"id": "E1", "channel": "C0OPS", "thread_ts": ROOT, "ts": f"{NOON + 80}.1"}
    window = _opened(page, url, thread=ROOT)

    slack.change(ephemerals=[ephemeral | {"text": words}])
    window.private("Already approved by @bob").expect_text("Only visible to you").click("Dismiss")

    assert slack.heard("dismiss") == [{"as": "U0ANA", "id": "E1"}]


def test_nothing_that_a_message_says_becomes_markup(
    page: Page, url: str, slack: CannedSlack
) -> None:
    evil = "<img src=x onerror=alert(1)> &lt;b&gt;x&lt;/b&gt; <javascript:alert(1)|click> `<i>`"
    window = _opened(page, url)

    slack.change(messages=_ops(slack, message("U0EVE", 95, evil)))

    said = window.message("<b>x</b>").root.locator(".text")
    assert said.locator("img, b, a, i").count() == 0


def test_the_theme_follows_the_system_until_it_is_chosen(page: Page, url: str) -> None:
    page.emulate_media(color_scheme="dark")
    _opened(page, url)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    page.get_by_role("button", name="Light theme").click()
    page.reload()

    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_on_a_phone_the_thread_stands_in_place_of_the_channel(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 480, "height": 860})
    window = _opened(page, url)

    window.channel.click("2 replies")
    expect(window.channel.root).to_be_hidden()
    window.thread_pane.click("Back to the channel")
    expect(window.channel.root).to_be_visible()
    window.go_to("general")

    window.expect_text("Lunch at one?")


AT_END = "node => node.scrollHeight - node.clientHeight - node.scrollTop < 2"


def _long_talk(slack: CannedSlack, count: int) -> None:
    said = [message("U0EVE", 100 + at * 400, f"Line {at}") for at in range(count)]
    before: Json = slack.state["messages"]
    slack.change(messages=before | {"C0OPS": [*before["C0OPS"][:3], *said]})


def test_new_messages_pull_a_reader_at_the_end_along(
    page: Page, url: str, slack: CannedSlack
) -> None:
    window = _opened(page, url)
    _long_talk(slack, 30)
    window.message("Line 29")

    _long_talk(slack, 31)

    window.message("Line 30")
    assert window.channel.root.locator(".scroll").evaluate(AT_END)


def test_who_reads_further_up_stays_there(page: Page, url: str, slack: CannedSlack) -> None:
    window = _opened(page, url)
    _long_talk(slack, 30)
    window.message("Line 29")
    pane = window.channel.root.locator(".scroll")
    pane.evaluate("node => new Promise(done => { node.onscroll = done; node.scrollTop = 0; })")

    _long_talk(slack, 31)

    expect(pane).to_contain_text("Line 30")
    assert pane.evaluate("node => node.scrollTop") == 0


def test_opening_the_home_tab_is_told_to_the_app(page: Page, url: str, slack: CannedSlack) -> None:
    window = _opened(page, url)

    window.go_to("Signoff home").expect_text("Waiting for you")
    window.channel.click("Messages")

    expect(page.get_by_label("Message Signoff")).to_be_visible()
    assert [said["tab"] for said in slack.heard("home")] == ["home", "messages"]
