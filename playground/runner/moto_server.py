"""The process that moto runs in: serves an inherited socket until its standard input closes."""

import logging
import os
import sys
import threading
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from moto.moto_server.werkzeug_app import (  # pyright: ignore[reportMissingTypeStubs]
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server

from playground.loopback import HOST


class TableRequestsInTurn:
    """Lets the requests to DynamoDB follow each other.

    Moto undoes a refused transaction by putting back the whole table as it was when that began,
    and with it loses what others have written meanwhile. A table does not.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if not str(environ.get("HTTP_X_AMZ_TARGET", "")).startswith("DynamoDB_"):
            return self._app(environ, start_response)
        with self._lock:
            return self._app(environ, start_response)


def main(descriptor: int) -> None:
    """Serve until whoever started this process is gone."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server(
        HOST,
        0,
        TableRequestsInTurn(DomainDispatcherApplication(create_backend_app)),
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
