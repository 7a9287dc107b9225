"""What the check of blocks complains about, in the shape of blocks.validate."""

from dataclasses import dataclass

from playground.slack.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One complaint: where, of which kind, in words."""

    pointer: str
    code: str
    message: str

    def as_payload(self) -> Payload:
        """Write it as blocks.validate answers it."""
        field = self.pointer.rpartition("/")[2]
        return {
            "pointer": self.pointer,
            "code": self.code,
            "message": self.message,
            "field": field,
        }
