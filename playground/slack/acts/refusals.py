"""The page is told no: the client would not have let this happen."""

from dataclasses import dataclass


@dataclass(slots=True)
class Refused(Exception):  # noqa: N818 - it reads as what it is
    """What a person tried is impossible, by a short name."""

    code: str
