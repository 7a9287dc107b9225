"""What is given to whoever needs it: the time, a name, an operator's ear."""

from collections.abc import Callable
from typing import TypeAlias

from signoff.core.observation import Observation

Clock: TypeAlias = Callable[[], int]
"""Gives the time, in milliseconds since 1970."""

NewId: TypeAlias = Callable[[], str]
"""Gives a name that nothing else has."""

Tell: TypeAlias = Callable[[Observation], None]
"""Tells the operator what happened: once for each thing, after it was stored; never raises."""
