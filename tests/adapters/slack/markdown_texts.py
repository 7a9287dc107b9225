"""Markdown as models write it, and as they should not: long, nested, broken off, in any script."""

from hypothesis import strategies as st

_WORDS = st.sampled_from(
    [
        "word",
        "naïve",
        "e\u0301",
        "👩‍👩‍👧‍👦",
        "🇩🇪🇫🇷",
        "日本語。",
        "`x`",
        "**b**",
        "<!here>",
        "|",
        "a|b",
        "&",
        "#",
    ]
)
_LINES = st.lists(_WORDS, max_size=12).map(" ".join)
_MANY = st.integers(0, 300)
_LANGUAGES = st.sampled_from(["", "python", "c++ title=x"])


def _code(fence: str, language: str, line: str, many: int, inside: str) -> list[str]:
    body = [f"{inside}{line} {number}" for number in range(many)]
    return [f"{inside}{fence}{language}", *body, f"{inside}{fence}"]


def _table(line: str, many: int) -> list[str]:
    return ["| a | b |", "|---|:-:|", *(f"| {line} | {number} |" for number in range(many))]


def _items(mark: str, line: str, many: int) -> list[str]:
    return [f"{mark} {line} {number}" for number in range(many)]


_FENCES = st.sampled_from(["```", "~~~~", "`````"])
_BLOCKS = st.one_of(
    st.lists(_LINES, min_size=1, max_size=6),
    st.builds(lambda line: [f"## {line}"], _LINES),
    st.builds(_code, _FENCES, _LANGUAGES, _LINES, _MANY, st.just("")),
    st.builds(
        lambda code: ["- item", *code],
        st.builds(_code, _FENCES, _LANGUAGES, _LINES, _MANY, st.just("  ")),
    ),
    st.builds(_code, _FENCES, _LANGUAGES, _LINES, _MANY, st.just("> ")),
    st.builds(_table, _LINES, _MANY),
    st.builds(_items, st.sampled_from(["-", "1.", "  *", ">"]), _LINES, _MANY),
    st.builds(lambda size: ["x" * size], st.integers(1, 20_000)),
    st.sampled_from([["---"], ["```"], ["> ```py"], ["|---|"], [""], [" " * 40]]),
)


def _joined(blocks: list[list[str]], end: str, gap: int, most: int) -> str:
    return (end * gap).join(end.join(block) for block in blocks)[:most]


markdown = st.builds(
    _joined,
    st.lists(_BLOCKS, min_size=1, max_size=24),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(1, 3),
    st.integers(1, 61_440),
)
"""Texts of up to 60 KB."""
