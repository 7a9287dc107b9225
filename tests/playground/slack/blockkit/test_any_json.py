"""Whatever JSON comes as blocks, the check complains and does not break."""

from hypothesis import given, settings
from hypothesis import strategies as st

from playground.slack.blockkit.blocks import BLOCKS
from playground.slack.blockkit.check import check_blocks, check_message, check_view
from playground.slack.blockkit.elements import ELEMENTS

KEYS = st.sampled_from(
    [
        *("type", "text", "elements", "element", "fields", "accessory", "options", "value"),
        *("option_groups", "initial_options", "child_blocks", "rows", "tasks", "label", "blocks"),
        *("block_id", "action_id", "confirm", "min_length", "max_length", "min_value", "title"),
    ]
)
NAMES = st.sampled_from([*BLOCKS, *ELEMENTS, "modal", "home", "rich_text_section"])
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), NAMES)
ANY_JSON = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(KEYS, inner, max_size=6),
        st.builds(lambda kind, rest: {**rest, "type": kind}, NAMES, st.dictionaries(KEYS, inner)),
    ),
    max_leaves=20,
)


@settings(max_examples=100, deadline=None)
@given(ANY_JSON)
def test_any_json_is_checked_without_breaking(value: object) -> None:
    for problems in (
        check_blocks([value], surface="message"),
        check_blocks(value, surface="modal"),
        check_view(value),
        check_message(value),
    ):
        assert all(problem.pointer.startswith("/") or not problem.pointer for problem in problems)
