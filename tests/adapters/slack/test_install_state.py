import pytest

from signoff.adapters.slack.install_state import (
    COOKIE,
    LASTS_S,
    ForgedStateError,
    OldStateError,
    browser_of,
    cookie,
    made,
    proven,
)

SECRET, BROWSER, NAME, AT = "client-secret", "b" * 43, "n" * 43, 1_795_096_800
STATE = made(secret=SECRET, browser=BROWSER, name=NAME, now_s=AT)


def test_a_state_holds_for_its_browser_for_ten_minutes() -> None:
    for now_s in (AT, AT + LASTS_S):
        found = proven(STATE, secret=SECRET, browser=BROWSER, now_s=now_s)

        assert (found.name, found.until) == (NAME, (AT + LASTS_S) * 1000)


@pytest.mark.parametrize("now_s", [AT + LASTS_S + 1, AT - 1])
def test_an_old_one_and_one_of_the_future_do_not(now_s: int) -> None:
    with pytest.raises(OldStateError):
        proven(STATE, secret=SECRET, browser=BROWSER, now_s=now_s)


@pytest.mark.parametrize(
    ("secret", "browser"), [("another", BROWSER), (SECRET, "c" * 43), (SECRET, "")]
)
def test_another_secret_or_browser_makes_it_a_forged_one(secret: str, browser: str) -> None:
    with pytest.raises(ForgedStateError):
        proven(STATE, secret=secret, browser=browser, now_s=AT)


def test_each_changed_character_makes_it_a_forged_one() -> None:
    for place in range(len(STATE)):
        other = "0" if STATE[place] != "0" else "1"
        changed = STATE[:place] + other + STATE[place + 1 :]

        with pytest.raises(ForgedStateError):
            proven(changed, secret=SECRET, browser=BROWSER, now_s=AT)


@pytest.mark.parametrize("state", ["", ".", "..", STATE + "=", f" {STATE}", STATE.upper(), "é" * 9])
def test_what_is_no_state_is_a_forged_one(state: str) -> None:
    with pytest.raises(ForgedStateError):
        proven(state, secret=SECRET, browser=BROWSER, now_s=AT)


def test_the_cookie_is_for_this_host_over_tls_and_for_no_script() -> None:
    written = cookie(BROWSER)

    assert written == (
        f"__Host-signoff-install={BROWSER}; Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax"
    )
    assert browser_of(["a=b", f"{COOKIE}={BROWSER}"]) == BROWSER


@pytest.mark.parametrize(
    "cookies", [None, "x", [], [1], [f"{COOKIE}=short"], [f"x{COOKIE}={BROWSER}"]]
)
def test_a_request_without_it_has_no_browser(cookies: object) -> None:
    assert browser_of(cookies) == ""
