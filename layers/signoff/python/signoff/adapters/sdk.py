"""The SDK's clients: one session, and short time-outs."""

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import Session

from signoff.adapters.aws import Service

# The functions that Slack waits for have three seconds in all.
_CONFIG = Config(
    connect_timeout=1,
    read_timeout=3,
    retries={"mode": "standard", "total_max_attempts": 3},
    tcp_keepalive=True,
)
_CONFIG_OF: dict[str, Config] = {"s3": _CONFIG.merge(Config(read_timeout=10))}


@cache
def session() -> Any:
    """Give botocore's one session: who listens to its events hears of every client's calls."""
    return Session()


def client(service: Service) -> Any:
    """Make a client of the one session; make it at module scope, where Lambda's start is fast.

    botocore itself reads the region, the credentials and AWS_ENDPOINT_URL.
    """
    return session().create_client(service, config=_CONFIG_OF.get(service, _CONFIG))
