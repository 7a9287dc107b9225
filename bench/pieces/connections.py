"""Runs under the runtime's Python: what a call takes, over one connection or over one each."""

import http.client
import sys
import time
from urllib.parse import urlsplit

URL, WAY = sys.argv[1:]
CALLS = 200
HOST = urlsplit(URL).netloc
CONNECTION = http.client.HTTPConnection(HOST)


def call(connection: http.client.HTTPConnection) -> None:
    """Call a method of Slack's."""
    connection.request("POST", "/pieces/api/auth.test", body="{}")
    connection.getresponse().read()


call(CONNECTION)
BEGAN = time.monotonic()
for _ in range(CALLS):
    if WAY == "kept":
        call(CONNECTION)
    else:
        each = http.client.HTTPConnection(HOST)
        call(each)
        each.close()
sys.stdout.write(f"{(time.monotonic() - BEGAN) * 1000 / CALLS}")
