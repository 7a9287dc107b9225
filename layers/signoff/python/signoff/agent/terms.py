"""On what terms a call waits, as `@tool` was told: read from words, checked for contradictions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from signoff.agent.approvers import Named, check_quorum, policy_of
from signoff.agent.spot import Spot
from signoff.core.gate import Confirmation, Gate, Risk
from signoff.core.terms import (
    DM,
    Policy,
    Sticky,
    Terms,
)

LONGEST_LABEL = 30
"""So much of a button's text can be seen."""

_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,20}", re.ASCII)
_LABELS = ("approve", "reject")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What `@tool` was told of a pause, as it was written."""

    approvers: Named | None = None
    allow_requester: bool = True
    remind_after: timedelta | None = None
    escalate_to: Named | None = None
    escalate_after: timedelta | None = None
    channel: str | None = None
    redact: Sequence[str] | None = None
    sticky: bool | Sequence[str] = False
    sticky_for: timedelta | None = None
    labels: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the rest of a declaration says that terms must agree with.

    Attributes:
        gate: Why a call waits; None: it does not by itself.
        parameters: The names of the parameters, in order.
        quorum: How many must approve.
        expires_in: How long a call waits; None: for ever.
        editable: What whoever approves may change.
        risk: How much a wrong approval would hurt, as it was written; None: nobody said.
    """

    gate: Gate | None
    parameters: tuple[str, ...]
    quorum: int
    expires_in: timedelta | None
    editable: tuple[str, ...]
    risk: str | None = None


def terms_of(wishes: Wishes, asked: Asked, spot: Spot) -> Terms:
    """Read the terms.

    Raises:
        ToolDefinitionError: They contradict themselves, or the rest of the declaration.
    """
    if asked.gate is None:
        _refuse_without_gate(wishes, spot)
    policy = policy_of(
        approvers=wishes.approvers,
        allow_requester=wishes.allow_requester,
        escalate_to=wishes.escalate_to,
        spot=spot,
    )
    check_quorum(policy, asked.quorum, spot)
    remind, escalate = _times(wishes, asked, spot)
    yes, no = (_label(wishes, name, spot) for name in _LABELS)
    if yes and yes == no:
        raise spot.refusal(f"both its buttons say {yes!r}", "Give them different labels")
    return Terms(
        policy=policy,
        remind_after_ms=remind,
        escalate_after_ms=escalate,
        route=_route(wishes.channel, policy, spot),
        redact=_redact(wishes, asked, spot),
        sticky=_sticky(wishes, asked, spot),
        yes=yes,
        no=no,
    )


def _refuse_without_gate(wishes: Wishes, spot: Spot) -> None:
    plain = Wishes(redact=wishes.redact)
    for name in Wishes.__slots__:
        if getattr(wishes, name) != getattr(plain, name):
            raise spot.refusal(
                f"it has {name}=, but waits for nobody", "Add requires_confirmation=True"
            )


def _times(wishes: Wishes, asked: Asked, spot: Spot) -> tuple[int | None, int | None]:
    remind = _duration("remind_after", wishes.remind_after, asked, spot)
    escalate = _duration("escalate_after", wishes.escalate_after, asked, spot)
    if wishes.escalate_to is None:
        if escalate is not None:
            raise spot.refusal("it has escalate_after=, but nobody to escalate to", "Add them")
        return remind, None
    if escalate is None:
        escalate = _half_way(remind, asked.expires_in)
    if escalate is None:
        raise spot.refusal(
            "it never expires, so it is not clear when to escalate", "Say escalate_after="
        )
    return remind, escalate


def _half_way(remind: int | None, expires_in: timedelta | None) -> int | None:
    """Escalate between the reminder, or the question, and the expiry."""
    if expires_in is None:
        return None if remind is None else 2 * remind
    return ((remind or 0) + _ms(expires_in)) // 2


def _duration(option: str, wish: timedelta | None, asked: Asked, spot: Spot) -> int | None:
    if wish is None:
        return None
    if not isinstance(wish, timedelta):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise spot.refusal(f"{option} is no timedelta", "Write timedelta(hours=2)")
    if _ms(wish) <= 0:
        raise spot.refusal(f"{option} is over before it begins", "Write timedelta(hours=2)")
    if asked.expires_in is not None and wish >= asked.expires_in:
        raise spot.refusal(
            f"{option} is not before it expires", "Make it shorter, or expires_in longer"
        )
    return _ms(wish)


def _ms(duration: timedelta) -> int:
    return int(duration.total_seconds() * 1000)


def _route(channel: str | None, policy: Policy, spot: Spot) -> str:
    if channel is None:
        return ""
    if channel == DM and not policy.approvers:
        raise spot.refusal('channel="dm" needs to know whom to write to', "Name approvers= as well")
    if channel != DM and not _CHANNEL.fullmatch(str(channel)):
        raise spot.refusal(
            f"channel={channel!r} is no channel", 'Write the channel\'s id (C…), or "dm"'
        )
    return channel


def _redact(wishes: Wishes, asked: Asked, spot: Spot) -> tuple[str, ...]:
    if wishes.redact is None:
        return ()
    named = _parameters("redact", wishes.redact, asked, spot)
    for name in named:
        if name in asked.editable:
            raise spot.at(name).refusal(
                "it is hidden and open to a change, which would show it", "Take one away"
            )
    return named


def _parameters(option: str, named: object, asked: Asked, spot: Spot) -> tuple[str, ...]:
    if not isinstance(named, list | tuple) or not named:
        raise spot.refusal(f"{option} is no list of names", "Write a list, or leave it out")
    for name in cast("Sequence[object]", named):
        if name not in asked.parameters:
            raise spot.at(str(name)).refusal(
                f"{option} names it, but the function has no such parameter",
                f"The parameters: {', '.join(asked.parameters) or 'none'}",
            )
    return tuple(name for name in asked.parameters if name in named)


def _sticky(wishes: Wishes, asked: Asked, spot: Spot) -> Sticky | None:
    if wishes.sticky is False:
        if wishes.sticky_for is not None:
            raise spot.refusal("it has sticky_for=, but is not sticky", "Add sticky=True")
        return None
    if asked.quorum > 1:
        raise spot.refusal(
            "one approval can't stand where several are needed", "Take sticky= or quorum= away"
        )
    if not isinstance(asked.gate, Confirmation):
        raise spot.refusal(
            "only an approval can stand, and nobody approves it", "Take sticky= away"
        )
    if asked.risk == Risk.HIGH:
        raise spot.refusal(
            "what is high risk is to be looked at each time", "Take sticky= or risk= away"
        )
    longest = _duration_of_sticky(wishes.sticky_for, spot)
    if wishes.sticky is True:
        return Sticky(longest_ms=longest)
    named = _parameters("sticky", wishes.sticky, asked, spot)
    return Sticky(arguments=named, longest_ms=longest)


def _duration_of_sticky(wish: object, spot: Spot) -> int:
    if wish is None:
        return Sticky().longest_ms
    if not isinstance(wish, timedelta) or _ms(wish) <= 0:
        raise spot.refusal("sticky_for is no time to come", "Write timedelta(hours=8)")
    return _ms(wish)


def _label(wishes: Wishes, name: str, spot: Spot) -> str:
    labels = _labels(wishes.labels, spot)
    for each, text in labels.items():
        if each not in _LABELS:
            raise spot.refusal(f"labels names {each!r}", f"Write {' or '.join(_LABELS)}")
        if not str(text).strip() or len(str(text)) > LONGEST_LABEL:
            raise spot.refusal(
                f"the label {text!r} fits no button", f"Write 1 to {LONGEST_LABEL} characters"
            )
    return str(labels.get(name, "")).strip()


def _labels(wish: object, spot: Spot) -> Mapping[object, object]:
    if wish is None:
        return {}
    if not isinstance(wish, Mapping):
        raise spot.refusal("labels is no dict", 'Write {"approve": "Refund it"}')
    return cast("Mapping[object, object]", wish)
