import io
import json
import logging

from signoff.adapters.logs import JsonLine, json_logger


def _lines(level: str) -> tuple[logging.Logger, io.StringIO]:
    written = io.StringIO()
    line = logging.StreamHandler(written)
    line.setFormatter(JsonLine())
    logger = json_logger("a_function", level)
    logger.handlers = [line]
    return logger, written


def test_a_fact_is_one_line_of_json_with_what_was_given_along() -> None:
    logger, written = _lines("INFO")

    logger.info("event answered", extra={"status": 200})

    assert json.loads(written.getvalue()) == {
        "level": "INFO",
        "message": "event answered",
        "service": "a_function",
        "status": 200,
    }


def test_what_is_below_the_level_is_not_written() -> None:
    logger, written = _lines("WARNING")

    logger.info("event answered")

    assert written.getvalue() == ""


def test_an_exception_is_in_the_line() -> None:
    logger, written = _lines("INFO")
    error = ValueError("broken")

    logger.info("failed", exc_info=(type(error), error, None))

    assert "ValueError: broken" in json.loads(written.getvalue())["exception"]


def test_lambdas_own_handlers_are_left_out() -> None:
    assert len(json_logger("another", "INFO").handlers) == 1
