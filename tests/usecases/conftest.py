from tests.usecases.table_world import aws
from tests.usecases.tools import nothing_done_yet

__all__ = ["aws", "nothing_done_yet"]
