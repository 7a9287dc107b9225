from signoff.testing import ManualClock, SlackThread, call, say

LETTER = {"to": "bob@example.com", "subject": "Order 8841", "body": "It is on its way."}


def test_a_letter_goes_out_only_once_somebody_approved_it(thread: SlackThread) -> None:
    thread.model.script(call("send_email", **LETTER), say("Sent."))

    thread.say("Tell Bob that his order is on its way")
    assert (thread.card.title, thread.tools_ran) == ("Send email to bob@example.com", ())
    thread.card.approve(by="U0BOB")

    assert (thread.tools_ran, thread.said) == (("send_email",), ("Sent.",))


def test_what_nobody_decides_in_a_day_is_not_run(thread: SlackThread, clock: ManualClock) -> None:
    thread.model.script(call("send_email", **LETTER), say("Nobody answered."))

    thread.say("Tell Bob that his order is on its way")
    clock.advance(hours=25)

    assert (thread.tools_ran, thread.card.state) == ((), "EXPIRED")
    assert thread.told == ("Expired: nobody answered in time, so it was not run. Do not retry.",)
