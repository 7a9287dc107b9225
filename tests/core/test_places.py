from signoff.core.places import channel_and_ts, place


def test_a_message_in_the_thread_is_named_by_its_ts_alone() -> None:
    assert place("1795096800.000100") == "1795096800.000100"
    assert channel_and_ts("1795096800.000100") == ("", "1795096800.000100")


def test_a_message_elsewhere_is_named_with_its_channel() -> None:
    name = place("1795096800.000100", channel="C0GENERAL")

    assert channel_and_ts(name) == ("C0GENERAL", "1795096800.000100")
