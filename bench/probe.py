"""Runs in the fresh process: imports handlers, and invokes them as it is told, line by line.

It imports as little as it can: what it takes is counted with what it measures. The first line of
its input names the modules; each further line is an event. It answers each with a line.
"""

import json
import os
import sys
import time


class Context:
    """What Lambda tells an invocation of itself."""

    aws_request_id = "bench"
    function_name = "bench"
    memory_limit_in_mb = "512"
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:bench"

    def get_remaining_time_in_millis(self) -> int:
        """Have time enough."""
        return 600_000


def main() -> None:
    """Answer until the input ends."""
    # Functions log to standard output: what is told here goes another way.
    told = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    modules = {name: __import__(name) for name in json.loads(sys.stdin.readline())}
    started = {"ready": time.monotonic(), "cpu_ms": time.process_time() * 1000}
    context = Context()
    for line in sys.stdin:
        asked = json.loads(line)
        if asked is None:
            answer: object = {**started, "modules": loaded(), "rss_kib": rss_kib()}
        else:
            answer = invoked(modules[asked["module"]], asked["event"], context)
        told.write(json.dumps(answer) + "\n")
        told.flush()


def invoked(module: object, event: object, context: Context) -> dict[str, object]:
    """Invoke a handler once, and say how long it took by both clocks."""
    handler = getattr(module, "lambda_handler")  # noqa: B009 - a module has no such type
    began, cpu = time.monotonic(), time.process_time()
    returned = handler(event, context)
    ended = time.monotonic()
    cpu_ms = (time.process_time() - cpu) * 1000
    return {"began": began, "ended": ended, "cpu_ms": cpu_ms, "returned": returned}


def loaded() -> dict[str, str]:
    """Give what is imported, with the files where there are any."""
    found = {name: getattr(module, "__file__", None) for name, module in sys.modules.items()}
    return {name: str(file or "") for name, file in sorted(found.items())}


def rss_kib() -> int:
    """Give the most memory that this process had."""
    try:
        with open("/proc/self/status") as status:  # noqa: PTH123 - pathlib is one import more
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    except OSError:
        # No Linux: what the system tells there may be of the parent, too.
        import resource  # noqa: PLC0415

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
