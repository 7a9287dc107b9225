"""Dead letters to test with."""

from signoff.core.hearing import Message
from signoff.core.keys import ThreadKey
from signoff.ports import DeadLetter
from signoff.testing import InMemoryDeadLetters
from signoff.usecases.tell_dead_letters import DeadLetterPorts, tell_dead_letters
from tests.core.rows import NOON
from tests.usecases.world import World


def a_letter(
    about: Message | ThreadKey | None, *, name: str = "m1", sent_at: int = NOON
) -> DeadLetter:
    return DeadLetter(
        id=name, about=about, sent_at=sent_at, body="{}", group="T0LOCAL", receipt=name
    )


def tell(world: World, letters: InMemoryDeadLetters) -> dict[str, int]:
    """Let the clock function look at the dead letters once."""
    ports = DeadLetterPorts(
        dead_letters=letters,
        store=world.store,
        chat_of=lambda _: world.chat,
        clock=world.clock,
        tell=world.tell,
    )
    return dict(tell_dead_letters(ports, has_time=lambda: True))
