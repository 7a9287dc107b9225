"""The limits of numbers, texts and lists, and how they read: `must be 1 to 100`."""

from fractions import Fraction

from signoff.core.canonical import Json, JsonObject


def unmet_range(schema: JsonObject, value: float) -> str | None:
    """Say what a number must be, if it is outside its limits."""
    least, most = _number(schema.get("minimum")), _number(schema.get("maximum"))
    if (least is not None and value < least) or (most is not None and value > most):
        return f"must be {_span(least, most)}"
    above, below = _number(schema.get("exclusiveMinimum")), _number(schema.get("exclusiveMaximum"))
    if above is not None and value <= above:
        return f"must be more than {above}"
    if below is not None and value >= below:
        return f"must be less than {below}"
    step = _number(schema.get("multipleOf"))
    if step is not None and step > 0 and _exact(value) % _exact(step) != 0:
        return f"must be a multiple of {step}"
    return None


def unmet_length(schema: JsonObject, length: int, of: str, unit: str) -> str | None:
    """Say how long a text (`Length`, characters) or a list (`Items`, entries) must be."""
    least, most = _number(schema.get(f"min{of}")), _number(schema.get(f"max{of}"))
    if (least is None or length >= least) and (most is None or length <= most):
        return None
    return f"must have {_span(least or None, most)} {unit}"


def _span(least: float | None, most: float | None) -> str:
    if least is None:
        return f"at most {most}"
    if most is None:
        return f"at least {least}"
    return f"{least}" if least == most else f"{least} to {most}"


def _number(limit: Json) -> float | None:
    if isinstance(limit, bool) or not isinstance(limit, int | float):
        return None
    return limit


def _exact(number: float) -> Fraction:
    # 0.3 is no multiple of 0.1 in binary; it is one in the decimals that a person wrote.
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))
