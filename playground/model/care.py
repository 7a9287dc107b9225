"""The part of a customer-care model: which tools a sentence asks for, and what to say of them."""

import json
import re
from collections.abc import Iterator
from typing import Any

from playground.model.arguments import arguments_for
from playground.model.parts import files_in
from playground.model.replies import Answer, Call, Item, Reply, Text
from playground.model.request import (
    ModelRequest,
    Outcome,
    ToolSpec,
    is_from_model,
    is_from_user,
    outcomes,
    text_of,
)
from playground.plain import Json, is_array, is_object

_HINT = (
    "I look after orders, and I ask before I do anything that can't be taken back. Try one of "
    "these:\n{examples}"
)
# What a sentence must contain, parts of the names of the tools it means, and how to ask for it.
_INTENTS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (r"\b(?:e-?)?mail|write to", ("email", "mail"), "“Email bob@example.com about order 8841”"),
    (r"refund|money back", ("refund",), "“Refund order 8841”"),
    (
        r"warehouse|roll\s?-?back|\brun\b|release",
        ("warehouse", "rollback", "run_"),
        "“Release order 8841 in the warehouse”",
    ),
    (r"\bclose\b", ("close_",), "“Close the account of eve@example.com”"),
    (r"rotate|\bkey\b", ("rotate",), "“Rotate the key”"),
    (
        r"question|which|help me (?:choose|decide)|choose|ask me",
        ("ask_user",),
        "“Help me choose what to offer”",
    ),
    (r"look up|status|where(?:'s| is)|track|find", ("look_up", "lookup", "get_order"), ""),
)
_ALL = re.compile(r"everything|all (?:four|of (?:it|them)|at once)", re.IGNORECASE)
_THEN = re.compile(r"\bthen\b", re.IGNORECASE)
_THANKS = re.compile(r"\b(?:thanks?|thank you|cheers|great)\b", re.IGNORECASE)
_LONG = re.compile(r"\blong (?:answer|text|story)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+@\S+")
_BEFORE_JSON = re.compile(r"[^\[{\n]*: (?=[\[{])")
_LINK = re.compile(r"<(?:mailto:|https?://)[^|>]*\|([^>]*)>")
_AUTHOR = re.compile(r"\A⟦[^⟧]*⟧ ?")
_MENTION = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")


def customer_care(request: ModelRequest) -> Reply:
    """Decide on the next step of the conversation, as a model would."""
    fresh = _since_last_words(request.input)
    if fresh and is_from_user(fresh[-1]):
        return _to_a_message(request, fresh)
    return _to_outcomes(request, fresh)


def _since_last_words(items: tuple[Json, ...]) -> tuple[Json, ...]:
    for place in range(len(items) - 1, -1, -1):
        # Words beside a call do not end a turn.
        if is_from_model(items[place]) and not _calls_follow(items, place):
            return items[place + 1 :]
    return items


def _calls_follow(items: tuple[Json, ...], place: int) -> bool:
    return place + 1 < len(items) and items[place + 1]["type"] == "function_call"


def _to_a_message(request: ModelRequest, fresh: tuple[Json, ...]) -> Answer:
    said = _clean(_words_of(fresh[-1]))
    if items := _step(request, said, 0):
        return Answer(items=items)
    earlier = outcomes(fresh)
    if earlier:
        return _say(f"{_report(earlier)}\n\nAnd I read your message: “{said}”.")
    if _LONG.search(said):
        return _say("\n\n".join(_long_story()))
    if files := files_in(fresh[-1]):
        return _say(f"I have read {' and '.join(files)}. What should I do with it?")
    if _THANKS.search(said):
        return _say("You're welcome. Is there anything else?")
    return _say(_HINT.format(examples="\n".join(f"• {each}" for each in _examples(request))))


def _words_of(item: Json) -> str:
    """Give what a person said, without what stands in their files."""
    content: Any = item.get("content")
    return text_of({**item, "content": content[:1]}) if is_array(content) else text_of(item)


def _to_outcomes(request: ModelRequest, fresh: tuple[Json, ...]) -> Answer:
    asked = [place for place, item in enumerate(fresh) if is_from_user(item)]
    start = asked[-1] if asked else 0
    said = _clean(_words_of(fresh[start])) if asked else ""
    done = outcomes(fresh[start:])
    if items := _step(request, said, _rounds(fresh[start:])):
        return Answer(items=items)
    return _say(_report(done) if done else "Done.")


def _rounds(items: tuple[Json, ...]) -> int:
    """Count the responses with calls among the items: their calls stand together."""
    is_call = [item["type"] == "function_call" for item in items]
    return sum(now and not before for before, now in zip([False, *is_call], is_call, strict=False))


def _step(request: ModelRequest, said: str, number: int) -> tuple[Item, ...]:
    """Give the calls of one step; a sentence with “then” in it has several."""
    steps = _THEN.split(said)
    if number >= len(steps):
        return ()
    tools = _wanted(request, steps[number])
    return tuple(_call(tool, steps[number], said) for tool in tools)


def _call(tool: ToolSpec, step: str, said: str) -> Call:
    if list(tool.parameters.get("properties") or ()) == ["input"]:
        # Another agent: it is told what the person said.
        return Call(name=tool.name, arguments={"input": said})
    has_facts = any(character.isdigit() or character == "@" for character in step)
    return Call(name=tool.name, arguments=arguments_for(tool, step if has_facts else said))


def _wanted(request: ModelRequest, said: str) -> list[ToolSpec]:
    if _ALL.search(said):
        return list(request.tools)
    wanted = [tool for tool in request.tools if _is_named(tool, said) or _is_meant(tool, said)]
    # Who asks for a refund of an order does not ask where it is.
    return [tool for tool in wanted if not _only_reads(tool)] or wanted


def _is_named(tool: ToolSpec, said: str) -> bool:
    words = tool.name.lower().replace("_", r"[\s_-]")
    return re.search(rf"\b{words}\b", said.lower()) is not None


def _is_meant(tool: ToolSpec, said: str) -> bool:
    return any(
        any(part in tool.name.lower() for part in parts)
        and re.search(words, _ADDRESS.sub("", said), re.IGNORECASE) is not None
        for words, parts, _ in _INTENTS
    )


def _only_reads(tool: ToolSpec) -> bool:
    return any(part in tool.name.lower() for part in _INTENTS[-1][1])


def _examples(request: ModelRequest) -> Iterator[str]:
    for _, parts, example in _INTENTS:
        if example and any(part in tool.name for tool in request.tools for part in parts):
            yield example
    known = tuple(part for _, parts, _ in _INTENTS for part in parts)
    for tool in request.tools:
        if not any(part in tool.name for part in known):
            yield f"“{tool.name.replace('_', ' ').capitalize()}”"
    yield "“Do everything at once”"


def _report(done: tuple[Outcome, ...]) -> str:
    if len(done) == 1:
        return _sentence(done[0])
    return "\n".join(f"• {_sentence(each)}" for each in done)


_NOT_DONE = (
    (r"reject", "Understood, I left it: *{tool}* was rejected. {output}"),
    (r"expired", "Nobody decided in time, so *{tool}* was not run. {output}"),
    (r"cancel", "*{tool}* was cancelled. {output}"),
    (
        r"(?:\w*error\b|failed|could not|couldn't|not found|unknown outcome|blocked)",
        "That did not work. *{tool}*: {output}",
    ),
)


def _sentence(outcome: Outcome) -> str:
    tool = outcome.tool.replace("_", " ")
    output = _readable(outcome.output)
    for words, sentence in _NOT_DONE:
        if re.match(rf"\W*(?:\w+\W+){{0,4}}?{words}", output, re.IGNORECASE):
            return sentence.format(tool=tool, output=output)
    return f"Done. *{tool}*: {output}" if output else f"Done: *{tool}*."


def _readable(output: str) -> str:
    """Write JSON as words, also where a few words stand before it."""
    said = _BEFORE_JSON.match(output.strip())
    start = said.end() if said else 0
    try:
        parsed: Any = json.loads(output.strip()[start:])
    except ValueError:
        return output.strip()
    return output.strip()[:start] + _plain(parsed)


def _plain(value: Any) -> str:
    if is_array(value):
        return ("; " if any(map(is_object, value)) else ", ").join(_plain(each) for each in value)
    if is_object(value) and value.keys() == {"question", "answer"}:
        return f"{value['question']} {_plain(value['answer'])}"
    if is_object(value):
        return ", ".join(f"{key}: {_plain(below)}" for key, below in value.items())
    return value if isinstance(value, str) else json.dumps(value)


def _long_story() -> Iterator[str]:
    for number in range(1, 31):
        yield (
            f"Paragraph {number}. The parcel left the warehouse in the morning, spent the night at "
            "a depot by the river, and came to the door while nobody was at home; so it went back, "
            "and came again."
        )


def _clean(said: str) -> str:
    return _LINK.sub(r"\1", _MENTION.sub("", _AUTHOR.sub("", said))).strip()


def _say(words: str) -> Answer:
    return Answer(items=(Text(text=words),))
