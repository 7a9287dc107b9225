"""What is given to whoever needs it: the time, a name, an operator's ear.

`given.pyi` says the same in types, and names the closed union of all that an operator is told of:
a function that tells three things of them would load every one on each cold start.
"""

from collections.abc import Callable
from typing import TypeAlias

from signoff.core.observations.observed import Observed

Clock: TypeAlias = Callable[[], int]
"""Gives the time, in milliseconds since 1970."""

NewId: TypeAlias = Callable[[], str]
"""Gives a name that nothing else has."""

Tell: TypeAlias = Callable[[Observed], None]
"""Tells the operator what happened: once for each thing, after it was stored; never raises."""
