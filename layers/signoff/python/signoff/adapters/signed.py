"""AWS's JSON services, by requests signed here: loading the SDK would take longer than the work."""

import hmac
import json
from collections.abc import Callable
from functools import partial, reduce
from hashlib import sha256
from time import gmtime, monotonic, sleep, strftime
from typing import Any

from signoff.access import PlainAccess
from signoff.adapters.aws import AnsweredError, Service
from signoff.adapters.clock import now
from signoff.adapters.connection import Connection, NoAnswerError

# Of each service, its name in a target and the version of its JSON.
_SPEECH = {
    "dynamodb": ("DynamoDB_20120810", "1.0"),
    "secretsmanager": ("secretsmanager", "1.1"),
    "sqs": ("AmazonSQS", "1.0"),
}
_ALGORITHM, _OK = "AWS4-HMAC-SHA256", 200


class Signed:
    """Has the SDK's methods, `send_message` and so on, and answers what they do."""

    def __init__(self, service: Service, access: PlainAccess, *, within_s: float) -> None:
        """Get ready; a call takes no longer than `within_s`, with all its tries."""
        url = access.endpoint or f"https://{service}.{access.region}.amazonaws.com"
        self._service, self._access, self._host = service, access, url.split("/")[2]
        self._connection = Connection(url, authorities=access.authorities)
        self._within_s, self._one_try_s = within_s, within_s * 2 / 3

    def __getattr__(self, verb: str) -> Callable[..., Any]:
        """Give an operation by the SDK's name of it."""
        return partial(self._call, verb.title().replace("_", ""))

    def _call(self, operation: str, **request: Any) -> Any:
        body, end = json.dumps(request).encode(), monotonic() + self._within_s
        for pause_s in (self._within_s / 30, self._within_s / 10, 0):
            try:
                return self._tried(operation, body, left_s=min(end - monotonic(), self._one_try_s))
            except (ConnectionError, AnsweredError) as error:
                is_last = not pause_s or monotonic() + pause_s >= end
                if is_last or (isinstance(error, AnsweredError) and not error.may_pass):
                    raise
            sleep(pause_s)
        return None

    def _tried(self, operation: str, body: bytes, *, left_s: float) -> Any:
        at = strftime("%Y%m%dT%H%M%SZ", gmtime(now() // 1000))
        headers = self.headers(operation, body, at=at)
        answer = self._connection.post("/", body, headers, timeout_s=max(left_s, 0.001))
        try:
            told = json.loads(answer.body or b"{}")
        except ValueError as error:
            raise NoAnswerError("the answer is no JSON") from error
        if answer.status != _OK:
            raise AnsweredError(operation, answer.status, told)
        return told

    def headers(self, operation: str, body: bytes, *, at: str) -> dict[str, str]:
        """Give a request's headers, and with them the signature over it all (version 4)."""
        (target, version), access = _SPEECH[self._service], self._access
        headers = {
            "content-type": f"application/x-amz-json-{version}",
            "host": self._host,
            "x-amz-date": at,
            **({"x-amz-security-token": access.token} if access.token else {}),
            "x-amz-target": f"{target}.{operation}",
        }
        names, lines = ";".join(headers), "".join(f"{n}:{v}\n" for n, v in headers.items())
        whole = f"POST\n/\n\n{lines}\n{names}\n{sha256(body).hexdigest()}".encode()
        scope = f"{at[:8]}/{access.region}/{self._service}/aws4_request"
        text = f"{_ALGORITHM}\n{at}\n{scope}\n{sha256(whole).hexdigest()}"
        parts, key = [*scope.split("/"), text], f"AWS4{access.secret}".encode()
        key = reduce(lambda key, part: hmac.digest(key, part.encode(), "sha256"), parts, key)
        signed = f"Credential={access.key}/{scope}, SignedHeaders={names}"
        return {**headers, "authorization": f"{_ALGORITHM} {signed}, Signature={key.hex()}"}
