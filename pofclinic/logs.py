"""Structured logs that cannot hold a person.

JSON in production, coloured lines in development. An allowlist, not a blocklist:
a key that is not named here is dropped, so a new `extra` cannot leak. Messages of
other libraries are logged as their template, without the arguments, and an
exception as its class and place, without its text, for both may repeat what a
visitor typed.
"""

import contextlib
import logging
import sys
import traceback

import structlog

ALLOWED_KEYS = frozenset(
    [
        "time",
        "level",
        "logger",
        "event",
        "request_id",
        "route",
        "method",
        "status",
        "duration_ms",
        "user_id",
        "job",
        "task",
        "object_id",
        "reference",
        "attempt",
        "count",
        "error",
        "where",
        "nct_id",
        "field",
        "word",
        # Of the audit trail's head: a number and a digest.
        "position",
        "hash",
    ]
)
# Their messages are ours.
TRUSTED_LOGGERS = ("pofclinic", "content", "enquiries", "accounts")


def fill_trusted_message(_, __, event: dict) -> dict:
    """Fill a message's arguments in only where the logger is one of ours.

    Where another library's message may itself be an exception's text (`django.security`,
    anything logged with an exception, anything that is no text), its logger's name has to do.
    """
    arguments, record = event.pop("positional_args", None), event["_record"]
    if event["_from_structlog"]:
        return event
    if record.name.split(".")[0] in TRUSTED_LOGGERS and isinstance(record.msg, str):
        with contextlib.suppress(TypeError, ValueError, KeyError):
            event["event"] = record.msg % (arguments or ())
    elif "exc_info" in event or "security" in record.name or not isinstance(record.msg, str):
        event["event"] = record.name
    return event


def exception_place(_, __, event: dict) -> dict:
    """Turn `exc_info` into the exception's class and the lines that it came through."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    elif isinstance(given, BaseException):
        given = (type(given), given, given.__traceback__)
    if given and given[0]:
        event["error"] = f"{given[0].__module__}.{given[0].__qualname__}"
        frames = traceback.extract_tb(given[2])[-6:]
        event["where"] = " > ".join(f"{f.filename}:{f.lineno}" for f in frames)
    return event


def only_allowed(_, __, event: dict) -> dict:
    """Drop what is not in `ALLOWED_KEYS` or no plain value, and escape control characters."""
    kept = {key: value for key, value in event.items() if key in ALLOWED_KEYS}
    for key, value in kept.items():
        if not isinstance(value, str | int | float | None):
            kept[key] = type(value).__name__
        elif isinstance(value, str) and not value.isprintable():
            kept[key] = value.encode("unicode_escape").decode("ascii")
    return kept


SHARED_STEPS = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
)
PRODUCTION_STEPS = (
    fill_trusted_message,
    exception_place,
    only_allowed,
    structlog.processors.JSONRenderer(),
)
DEVELOPMENT_STEPS = (
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(),
        timestamp_key="time",
        exception_formatter=structlog.dev.plain_traceback,
    ),
)


def logging_config(*, as_json: bool, level: str) -> dict:
    """Return the `logging.config` dictionary, and set structlog up to match it.

    `as_json` is production: one JSON object a line, allowlisted. Otherwise lines for
    a developer's terminal, with whole tracebacks.
    """
    # A warning, or a fault of logging itself, would print its arguments past all of this.
    logging.captureWarnings(as_json)
    logging.raiseExceptions = not as_json
    structlog.configure(
        processors=[*SHARED_STEPS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED_STEPS,
        "processors": PRODUCTION_STEPS if as_json else DEVELOPMENT_STEPS,
        "use_get_message": not as_json,
        "pass_foreign_args": as_json,
    }
    # Django's request lines repeat the query string; RequestLogMiddleware's do not.
    quieter = {"django.server": "ERROR", "django.request": "ERROR", "django.tasks": "WARNING"}
    quieter |= {"procrastinate": "WARNING", "wagtail": "WARNING"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"structured": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {name: {"level": least} for name, least in quieter.items()},
    }
