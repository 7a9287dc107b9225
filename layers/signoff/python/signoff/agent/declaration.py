"""What `@tool(...)` was told, checked for contradictions where it is written."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from signoff.agent.schemas import schema_of
from signoff.agent.shapes import Record
from signoff.agent.signatures import Signature, read_signature
from signoff.agent.spot import Spot
from signoff.agent.strict import strict
from signoff.agent.terms import Asked, Wishes, terms_of
from signoff.agent.titles import Summary, check_summary
from signoff.agent.tool import Tool
from signoff.agent.when import When, check_when
from signoff.core.gate import Confirmation, ExternalExecution, Gate, OnInterrupt, Risk, UserInput
from signoff.core.titles import humanised

DAY = timedelta(hours=24)

MOST_VOTERS = 20
"""How many approvals a tool may ask for: all of them stand on the receipt."""

MOST_EDITABLE = 30
"""How many parameters may be open to a change: as many as a form has fields."""

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """The options of `@tool`, as they were written."""

    name: str | None = None
    description: str | None = None
    requires_confirmation: bool = False
    quorum: int = 1
    editable: Sequence[str] | None = None
    requires_user_input: bool = False
    user_input_fields: Sequence[str] | None = None
    external_execution: bool = False
    when: When | None = None
    expires_in: timedelta | None = DAY
    risk: Risk | str | None = None
    summary: Summary | None = None
    idempotent: bool = False
    on_interrupt: OnInterrupt | str | None = None
    wishes: Wishes = field(default_factory=Wishes)


def define(
    function: Callable[..., object], declared: Declaration, gate: Gate | None = None
) -> Tool:
    """Make a tool of a function; `gate` is for those that no option of `@tool` declares.

    Raises:
        ToolDefinitionError: It can't be described, or the declaration contradicts itself.
    """
    name = declared.name or str(getattr(function, "__name__", type(function).__name__))
    spot = Spot(tool=name)
    if not _NAME.fullmatch(name):
        raise spot.refusal(
            "the model can't call it by this name",
            'Write @tool(name="...") with at most 64 letters, digits, _ and -',
        )
    signature = read_signature(function, spot)
    gate = gate or _gate_of(declared, signature.record, spot)
    _check_when(declared, gate, spot)
    _check_expiry(declared.expires_in, spot)
    check_summary(declared.summary, [field.name for field in signature.record.fields], spot)
    return _tool(function, declared, gate, signature, spot)


def _tool(
    function: Callable[..., object],
    declared: Declaration,
    gate: Gate | None,
    signature: Signature,
    spot: Spot,
) -> Tool:
    schema = schema_of(signature.record)
    idempotent = declared.idempotent or signature.takes_key
    return Tool(
        name=spot.tool,
        description=declared.description or signature.description or humanised(spot.tool),
        function=function,
        record=signature.record,
        takes_key=signature.takes_key,
        gate=gate,
        schema=schema,
        model_schema=strict(schema, gate.fields if isinstance(gate, UserInput) else ()),
        when=declared.when,
        expires_in=declared.expires_in,
        risk=_risk(declared.risk, spot),
        summary=declared.summary,
        idempotent=idempotent,
        on_interrupt=_on_interrupt(declared.on_interrupt, idempotent, spot),
        terms=terms_of(declared.wishes, _asked(declared, gate, signature), spot),
    )


def _asked(declared: Declaration, gate: Gate | None, signature: Signature) -> Asked:
    return Asked(
        gate=gate,
        parameters=tuple(field.name for field in signature.record.fields),
        quorum=declared.quorum,
        expires_in=declared.expires_in,
        editable=gate.editable if isinstance(gate, Confirmation) else (),
        risk=declared.risk,
    )


def _gate_of(declared: Declaration, record: Record, spot: Spot) -> Gate | None:
    if declared.user_input_fields is not None and not declared.requires_user_input:
        raise spot.refusal(
            "it has user_input_fields, but asks for no input", "Add requires_user_input=True"
        )
    _check_confirming(declared, spot)
    gates: dict[str, Gate] = {}
    if declared.requires_confirmation:
        gates["requires_confirmation"] = Confirmation(
            quorum=declared.quorum, editable=_editable(declared, record, spot)
        )
    if declared.requires_user_input:
        gates["requires_user_input"] = UserInput(fields=_fields(declared, record, spot))
    if declared.external_execution:
        gates["external_execution"] = ExternalExecution()
    if len(gates) > 1:
        raise spot.refusal(f"it pauses in {len(gates)} ways: {', '.join(gates)}", "Keep one")
    return next(iter(gates.values()), None)


def _fields(declared: Declaration, record: Record, spot: Spot) -> tuple[str, ...]:
    known = tuple(field.name for field in record.fields)
    if not known:
        raise spot.refusal("it has no parameter to fill", "Use requires_confirmation=True")
    if declared.user_input_fields is None:
        return known
    return _named("user_input_fields", declared.user_input_fields, known, spot)


def _editable(declared: Declaration, record: Record, spot: Spot) -> tuple[str, ...]:
    if declared.editable is None:
        return ()
    known = tuple(field.name for field in record.fields)
    if not known:
        raise spot.refusal("it has no parameter to edit", "Leave editable= out")
    named = _named("editable", declared.editable, known, spot)
    if len(named) > MOST_EDITABLE:
        raise spot.refusal(
            f"editable names {len(named)} parameters, more than a form holds",
            f"Name at most {MOST_EDITABLE}",
        )
    return named


def _named(
    option: str, named: Sequence[str], known: tuple[str, ...], spot: Spot
) -> tuple[str, ...]:
    """Read a list of parameters, and put it in the order of the signature."""
    if isinstance(named, str) or not named:
        raise spot.refusal(
            f"{option} is no list of names", f'Write ["{known[0]}"], or leave it out'
        )
    for name in named:
        if name not in known:
            raise spot.at(name).refusal(
                f"{option} names it, but the function has no such parameter",
                f"The parameters: {', '.join(known)}",
            )
    return tuple(name for name in known if name in named)


def _check_confirming(declared: Declaration, spot: Spot) -> None:
    quorum = declared.quorum
    if type(quorum) is not int or not 1 <= quorum <= MOST_VOTERS:
        raise spot.refusal(f"quorum={quorum!r} is no number of people", f"Write 1 to {MOST_VOTERS}")
    for option, is_set in (("quorum", quorum > 1), ("editable", declared.editable is not None)):
        if is_set and not declared.requires_confirmation:
            raise spot.refusal(
                f"it has {option}=, but nobody confirms it", "Add requires_confirmation=True"
            )


def _check_when(declared: Declaration, gate: Gate | None, spot: Spot) -> None:
    if declared.when is None:
        return
    check_when(declared.when, spot)
    if gate is None:
        raise spot.refusal(
            "it has when=, but nothing to wait for", "Add requires_confirmation=True"
        )
    if isinstance(gate, ExternalExecution):
        raise spot.refusal(
            "it has when=, but only a person can run it", "Take when= away, or ask to confirm"
        )


def _check_expiry(expires_in: timedelta | None, spot: Spot) -> None:
    if expires_in is None:
        return
    if not isinstance(expires_in, timedelta):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise spot.refusal("expires_in is no timedelta", "Write timedelta(hours=2), or None")
    if expires_in <= timedelta(0):
        raise spot.refusal(
            "expires_in is over before it begins", "Write timedelta(hours=2), or None for never"
        )


def _risk(risk: Risk | str | None, spot: Spot) -> Risk | None:
    if risk is None:
        return None
    if risk not in list(Risk):
        raise spot.refusal(f"{risk!r} is no risk", "Write low, medium or high")
    return Risk(risk)


def _on_interrupt(wish: OnInterrupt | str | None, idempotent: bool, spot: Spot) -> OnInterrupt:
    if wish is None:
        return OnInterrupt.RETRY if idempotent else OnInterrupt.ASK
    if wish not in list(OnInterrupt):
        raise spot.refusal(f"on_interrupt can't be {wish!r}", "Write ask, retry or fail")
    if wish == OnInterrupt.RETRY and not idempotent:
        raise spot.refusal(
            'on_interrupt="retry" could do it twice',
            "Say idempotent=True, or take an idempotency_key: str and hand it on",
        )
    return OnInterrupt(wish)
