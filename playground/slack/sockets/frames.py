"""WebSocket frames (RFC 6455), as far as a server of text needs them."""

import hashlib
import struct
from base64 import b64encode
from dataclasses import dataclass
from typing import Final

MORE, TEXT, CLOSE, PING, PONG = 0x0, 0x1, 0x8, 0x9, 0xA
_FINAL, _MASKED, _OPCODE, _LENGTH = 0x80, 0x80, 0x0F, 0x7F
_SHORT, _SHORT_LENGTH, _LONG = 126, 0xFFFF, 127
_GUID: Final = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One frame: what it is, and its bytes without the mask."""

    opcode: int
    payload: bytes
    is_final: bool = True


def accepted(key: str) -> str:
    """Answer a client's key, so that it knows that its wish for a WebSocket was understood."""
    return b64encode(hashlib.sha1(f"{key}{_GUID}".encode()).digest()).decode()  # noqa: S324


def written(opcode: int, payload: bytes) -> bytes:
    """Write a whole frame as a server does: without a mask."""
    length = len(payload)
    first = _FINAL | opcode
    if length < _SHORT:
        return bytes([first, length]) + payload
    if length <= _SHORT_LENGTH:
        return struct.pack("!BBH", first, _SHORT, length) + payload
    return struct.pack("!BBQ", first, _LONG, length) + payload


class Reader:
    """Takes bytes as they come, and gives the frames that are whole."""

    def __init__(self) -> None:
        self._left = b""

    def feed(self, data: bytes) -> list[Frame]:
        """Take some more bytes."""
        self._left += data
        frames: list[Frame] = []
        while (frame := self._next()) is not None:
            frames.append(frame)
        return frames

    def _next(self) -> Frame | None:
        head = self._head()
        if head is None:
            return None
        start, length, mask = head
        if len(self._left) < start + length:
            return None
        first = self._left[0]
        payload = self._left[start : start + length]
        self._left = self._left[start + length :]
        return Frame(
            opcode=first & _OPCODE,
            payload=_unmasked(payload, mask),
            is_final=bool(first & _FINAL),
        )

    def _head(self) -> tuple[int, int, bytes] | None:
        """Read where the payload starts, how long it is, and its mask; None: not all is here."""
        if len(self._left) < 2:  # noqa: PLR2004 - the two bytes that every frame has
            return None
        length, start = self._left[1] & _LENGTH, 2
        size = {_SHORT: "!H", _LONG: "!Q"}.get(length)
        if size is not None:
            end = start + struct.calcsize(size)
            if len(self._left) < end:
                return None
            (length,) = struct.unpack(size, self._left[start:end])
            start = end
        if not self._left[1] & _MASKED:
            return start, length, b""
        mask = self._left[start : start + 4]
        return (start + 4, length, mask) if len(mask) == 4 else None  # noqa: PLR2004 - likewise


def _unmasked(payload: bytes, mask: bytes) -> bytes:
    if not mask:
        return payload
    return bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
