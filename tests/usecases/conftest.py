from tests.usecases.tools import nothing_done_yet

__all__ = ["nothing_done_yet"]
