"""One line of JSON a record, for production; structlog would bring a second way to log beside that of every library."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

#: The name of the request that is being answered; "" outside of one.
request_id: ContextVar[str] = ContextVar("request_id", default="")

#: What `extra=` may add; anything else stays out, for nobody has looked whether it says who searched for what.
ALLOWED = ("method", "path", "status", "seconds", "task", "task_id", "status_code")
#: An address's query string (what people search for) and a password in the address of a server.
_QUERY = re.compile(r"(?<=[\w/])\?[^\s\"'<>]*=[^\s\"'<>]*")
_PASSWORD = re.compile(r"(?<=://)[^\s/@]+@")


def clean(text: str) -> str:
    """`text` without query strings of addresses, and without users and passwords before a host."""
    return _PASSWORD.sub("***@", _QUERY.sub("?…", text))


def not_told_elsewhere(record: logging.LogRecord) -> bool:
    """Filter of `django.request`, which writes a line for each answer of 503: who answers that says once why."""
    return getattr(record, "status_code", None) != 503


class JsonFormatter(logging.Formatter):
    """`{"time", "level", "logger", "message", "request"?, …, "trace"?}` on one line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": clean(record.getMessage()),
        }
        if name := request_id.get():
            line["request"] = name
        line |= {key: value for key in ALLOWED if (value := getattr(record, key, None)) is not None}
        if record.exc_info:
            line["trace"] = clean(self.formatException(record.exc_info))
        elif trace := getattr(record, "trace", None):
            line["trace"] = clean(str(trace))
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainFormatter(logging.Formatter):
    """For a terminal: the same care for what people search for."""

    def format(self, record: logging.LogRecord) -> str:
        text = clean(super().format(record))
        trace = getattr(record, "trace", None)
        return f"{text}\n{clean(str(trace))}" if trace else text
