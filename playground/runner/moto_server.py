"""The process that moto runs in: serves an inherited socket until its standard input closes."""

import logging
import os
import sys
import threading

from moto.moto_server.werkzeug_app import (  # pyright: ignore[reportMissingTypeStubs]
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server

from playground.loopback import HOST


def main(descriptor: int) -> None:
    """Serve until whoever started this process is gone."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server(
        HOST,
        0,
        DomainDispatcherApplication(create_backend_app),
        threaded=True,
        request_handler=MotoRequestHandler,
        fd=descriptor,
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.buffer.read()
    # A long poll may still be waiting: it is not waited for.
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
