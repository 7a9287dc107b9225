"""The app was removed somewhere: forget what let the bot speak there, and nothing else."""

from signoff.core.hearing import Uninstalled
from signoff.core.observations.installs import Removed
from signoff.ports import Installations, Tell


def uninstall(gone: Uninstalled, *, installations: Installations, tell: Tell) -> bool:
    """Erase the tokens; what was installed after that, while the news was under way, stays.

    Threads, requests and their audit stay as they are: whoever installs the app again finds them.
    """
    was_known = installations.erase(gone.where, until=gone.until)
    tell(Removed(where=gone.where, was_known=was_known))
    return was_known
