from collections.abc import Callable
from typing import TypeAlias

from signoff.core.observation import Observation

Clock: TypeAlias = Callable[[], int]
NewId: TypeAlias = Callable[[], str]
Tell: TypeAlias = Callable[[Observation], None]
