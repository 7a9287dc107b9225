"""One JSON line per fact, for the function that carries no library to write it."""

import json
import logging
from typing import Any

_PLAIN = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}


class JsonLine(logging.Formatter):
    """Writes a record, and what was given along with it, as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record."""
        extra = {key: value for key, value in vars(record).items() if key not in _PLAIN}
        line: dict[str, Any] = {
            "level": record.levelname,
            "message": record.getMessage(),
            "service": record.name,
            **extra,
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def json_logger(name: str, level: str) -> logging.Logger:
    """Make a logger that writes JSON lines from a level on, in place of Lambda's own."""
    line = logging.StreamHandler()
    line.setFormatter(JsonLine())
    logger = logging.getLogger(name)
    logger.handlers = [line]
    logger.propagate = False
    logger.setLevel(level)
    return logger
