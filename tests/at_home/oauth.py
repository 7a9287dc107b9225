"""Workspaces install the app, others try to, one removes it: what is left of its tokens."""

from dataclasses import replace

from playground.slack.grants import Token
from signoff.adapters.clock import now
from signoff.core.installation import RENEWED_BEFORE_MS
from tests.at_home.scenario import Apart, Losses
from tests.scenarios.installs import ONE, OPS, TWO, Browser, Installs, installs, state_in

_TAKEN, _NOT_TAKEN = 200, 400


def _all_of_it() -> Losses:
    lines: list[str] = []
    with installs(lines) as stand:
        unheard = _installed(stand, ONE) + _installed(stand, TWO)
        _forged(stand)
        _reused(stand)
        stand.one.remove_app()
        stand.two.remove_app()
        stand.settle()
        shown = sum(each.bot in line for each in _tokens(stand) for line in lines)
        return Losses(tokens_left=stand.tokens_left + shown, lost_messages=unheard)


def _installed(stand: Installs, key: str) -> int:
    """Install it and speak to it; gives how many messages were not answered."""
    slack = stand.one if key == ONE else stand.two
    page = stand.browser().install(key)
    assert page.status_code == _TAKEN, page.text
    stand.model.say(f"I am at home in {key}.")
    ts = slack.mention("U0ANA", OPS, "Are you there?")
    stand.settle()
    said = [each.text for each in slack.messages(OPS, ts)][1:]
    return int(said != [f"I am at home in {key}."])


def _forged(stand: Installs) -> None:
    browser, before = stand.browser(), stand.rows
    back = browser.agree(browser.begin(), ONE)
    state = state_in(back)
    forged = back.replace(state, state[:-1] + ("0" if state[-1] != "0" else "1"))
    stranger = Browser(stack=browser.stack)
    assert browser.get(forged).status_code == _NOT_TAKEN, "a forged state was taken"
    assert stranger.get(back).status_code == _NOT_TAKEN, "another browser's state was taken"
    assert stand.rows == before, "a forged state left something behind"


def _reused(stand: Installs) -> None:
    browser = stand.browser()
    back = browser.agree(browser.begin(), ONE)
    cookies = dict(browser.cookies)
    assert browser.get(back).status_code == _TAKEN
    browser.cookies = cookies
    assert browser.get(back).status_code == _NOT_TAKEN, "a link was taken twice"
    fresh = back.replace(state_in(back), state_in(browser.begin()))
    assert browser.get(fresh).status_code == _NOT_TAKEN, "a code was taken twice"


def _tokens(stand: Installs) -> list[Token]:
    return list(stand.one.grants().tokens.values())


def _renewed() -> Losses:
    with installs() as stand:
        stand.one.read(lambda site: setattr(site.grants, "rotates", True))
        stand.browser().install(ONE)
        installed = stand.installations.find(ONE)
        assert installed is not None
        soon = replace(installed.tokens, expires_at=now() + RENEWED_BEFORE_MS // 2)
        stand.installations.save(replace(installed, tokens=soon))
        stand.everything.system.tick()
        stand.everything.system.tick()
        renewals = len(stand.one.calls("oauth.v2.access")) - 1
        assert renewals == 1, f"a token was renewed {renewals} times"
        stand.model.say("With a new one.")
        ts = stand.one.mention("U0ANA", OPS, "Are you there?")
        stand.settle()
        unheard = len(stand.one.messages(OPS, ts)) == 1
        stand.one.remove_app()
        stand.settle()
        return Losses(tokens_left=stand.tokens_left, lost_messages=int(unheard))


SCENARIOS = (
    Apart(name="OAuth: install, forged state, reused code, uninstall", play=_all_of_it),
    Apart(name="A token that ends is renewed once, and the agent goes on", play=_renewed),
)
