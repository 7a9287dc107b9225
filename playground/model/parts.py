"""What a message may be made of, as the API documents it: words, images and files."""

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from playground.plain import Json, is_array, is_object

_IMAGES = {
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/webp": (b"RIFF",),
}
_DETAILS = {"auto", "high", "low", "original"}
_OF_USERS = ("input_text", "input_image", "input_file")
_OF_MODELS = ("output_text", "refusal")


def part_problems(item: Json) -> Iterator[str]:
    """Give what is wrong with the parts of a message."""
    content: Any = item.get("content")
    if item.get("type") != "message" or not is_array(content):
        return
    kinds = _OF_MODELS if item.get("role") == "assistant" else _OF_USERS
    for part in content:
        if not is_object(part) or part.get("type") not in kinds:
            found = part.get("type") if is_object(part) else part
            yield f"Invalid value: '{found}'. Supported values are: {', '.join(map(repr, kinds))}."
        elif part["type"] == "input_image":
            yield from _image_problems(part)
        elif part["type"] == "input_file":
            yield from _file_problems(part)
        elif part["type"] == "input_text" and not isinstance(part.get("text"), str):
            yield "Missing required parameter: 'text'."


def _image_problems(part: Json) -> Iterator[str]:
    if part.get("detail", "auto") not in _DETAILS:
        yield f"Invalid value: '{part['detail']}' for 'detail'."
    url = str(part.get("image_url") or "")
    if not url and not part.get("file_id"):
        yield "Missing required parameter: 'image_url' or 'file_id'."
    if url.startswith("data:"):
        kind, content = _data(url)
        if content is None or not content.startswith(_IMAGES.get(kind, (b"\0none",))):
            yield "The image data you provided does not represent a valid image."
    elif url and not url.startswith("https://"):
        yield "Invalid 'image_url'. Expected a URL or a base64-encoded data URL."


def _file_problems(part: Json) -> Iterator[str]:
    data = part.get("file_data")
    sources = [name for name in ("file_data", "file_id", "file_url") if part.get(name)]
    if len(sources) != 1:
        yield "Provide exactly one of 'file_data', 'file_id' and 'file_url'."
    if data is not None:
        if not part.get("filename"):
            yield "Missing required parameter: 'filename'."
        kind, content = _data(str(data))
        if not content or (kind == "application/pdf" and b"%PDF-" not in content[:1024]):
            yield "Invalid 'file_data'. Expected a base64-encoded data URL of the file."


def _data(url: str) -> tuple[str, bytes | None]:
    head, _, encoded = url.removeprefix("data:").partition(",")
    kind, _, encoding = head.partition(";")
    if encoding != "base64":
        return kind, None
    try:
        return kind, base64.b64decode(encoded, validate=True)
    except binascii.Error:
        return kind, None


def files_in(item: Json) -> list[str]:
    """Name what was attached to a message, as it can be told from its parts."""
    content: Any = item.get("content")
    found: list[str] = []
    for part in content if is_array(content) else ():
        if part.get("type") == "input_image":
            found.append("an image")
        elif part.get("type") == "input_file":
            found.append(str(part.get("filename")))
        elif str(part.get("text", "")).startswith("The text file "):
            found.append(str(part["text"]).removeprefix("The text file ").partition(". ")[0])
    return found
