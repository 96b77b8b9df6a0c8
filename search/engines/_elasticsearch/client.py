"""The connection to a cluster, and what its answers mean to us. Secrets come from the settings and are never logged."""

from __future__ import annotations

import random
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from elastic_transport import ConnectionTimeout, TransportError
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError

from search.breaker import Breaker
from search.engines.base import IndexMissing, SearchError, Unavailable

T = TypeVar("T")
OVERLOADED = (408, 429, 500, 502, 503, 504)
CLOSED = (401, 403)  # also a read-only block of an index, which a full disk sets
TRIES = 3  # of a call that may be repeated
FIRST_PAUSE = 0.05  # seconds, doubled each time, with some chance in it so that workers do not come in step
CONNECTIONS = 10  # for each node


def addresses(url: str) -> list[str]:
    """The nodes of a SEARCH_URL, without the user and password that it may hold: safe to print."""
    return [_without_user(node) for node in url.replace(",", " ").split()]


def connect(url: str, options: Mapping[str, Any]) -> Elasticsearch:
    """A client for `settings.SEARCH_URL` and `settings.SEARCH_ENGINE`; it connects at the first call.

    Raises ImproperlyConfigured, in one line that names the setting, for what can never work.
    """
    nodes = addresses(url)
    for node in nodes:
        if not _is_address(node):
            raise ImproperlyConfigured(f"SEARCH_URL: {node!r} is not an address such as https://search.example.mx:9200")
    arguments: dict[str, Any] = {
        "hosts": [_with_port(node) for node in nodes],
        "request_timeout": options["timeout"],
        "max_retries": 0,  # `Caller` repeats, with pauses
        "retry_on_timeout": False,
        "connections_per_node": CONNECTIONS,
    }
    user, password = _user(url, options)
    if options["api_key"] and user:
        raise ImproperlyConfigured("SEARCH_API_KEY and SEARCH_USER: set one of them, not both.")
    if not options["api_key"] and bool(user) != bool(password):  # with a key, a password left over does no harm
        raise ImproperlyConfigured("SEARCH_USER and SEARCH_PASSWORD: one of them is empty; set both, or none.")
    if options["api_key"]:
        arguments["api_key"] = options["api_key"]
    elif user:
        arguments["basic_auth"] = (user, password)
    if options["ca_file"]:
        arguments["ca_certs"] = _certificates(options["ca_file"], nodes)
    return Elasticsearch(**arguments)


def _is_address(node: str) -> bool:
    try:
        parts = urlsplit(node)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that cannot be
        return False


def _certificates(path: str, nodes: list[str]) -> str:
    if not all(node.startswith("https:") for node in nodes):
        raise ImproperlyConfigured("SEARCH_CA_FILE is for addresses that begin with https: in SEARCH_URL; empty it.")
    try:
        ssl.create_default_context(cafile=path)
    except (OSError, ssl.SSLError) as error:
        raise ImproperlyConfigured(f"SEARCH_CA_FILE: {path} cannot be read as a file of certificates.") from error
    return path


def _user(url: str, options: Mapping[str, Any]) -> tuple[str, str]:
    if options["user"] or options["password"]:
        return options["user"], options["password"]
    first = urlsplit(url.replace(",", " ").split()[0])
    return unquote(first.username or ""), unquote(first.password or "")


def _without_user(node: str) -> str:
    scheme, separator, rest = node.partition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}" if separator else rest or node


def _with_port(node: str) -> str:
    parts = urlsplit(node)
    if parts.port:
        return node
    return parts._replace(netloc=f"{parts.netloc}:{443 if parts.scheme == 'https' else 9200}").geturl()


class Caller:
    """Makes a call that may be repeated: behind a breaker, again after a pause, its failure as one of ours."""

    def __init__(self, breaker: Breaker) -> None:
        self.breaker = breaker

    def __call__(self, call: Callable[[], T]) -> T:
        """What `call` returns. Raises Unavailable, IndexMissing or SearchError."""
        with self.breaker.guard():
            for attempt in range(TRIES):
                try:
                    with understood():
                        return call()
                except Unavailable as error:
                    slow = isinstance(error.__cause__, ConnectionTimeout)  # it has had its time
                    if slow or attempt == TRIES - 1:
                        raise
                    time.sleep(FIRST_PAUSE * 2**attempt * random.uniform(0.5, 1.5))  # noqa: S311 no secret
        raise AssertionError("unreachable")


@contextmanager
def understood() -> Iterator[None]:
    """Turn what the client raises into `SearchError` and its kinds; the words never hold a query or a secret."""
    try:
        yield
    except UnsupportedProductError as error:
        raise Unavailable("the server at SEARCH_URL is not Elasticsearch") from error
    except ApiError as error:
        body = error.body if isinstance(error.body, dict) else {}
        raise refusal(error.meta.status, body.get("error", error.message)) from error
    except TransportError as error:
        raise Unavailable(f"the search server cannot be reached ({type(error).__name__})") from error


def refusal(status: int, error: object) -> SearchError:
    """What an error of the server means to us; `error` is the object of that name in its answer, or a text."""
    about: dict[str, Any] = error if isinstance(error, dict) else {"type": str(error)}
    about = (about.get("root_cause") or [about])[0]
    kind = str(about.get("type", ""))[:100]
    if kind == "index_not_found_exception":
        return IndexMissing("there is no search index in the cluster: run search_rebuild")
    if status in OVERLOADED or status in CLOSED:
        return Unavailable(f"the search server answered {status} {kind}")
    return SearchError(f"the search server answered {status} {kind}: {str(about.get('reason', ''))[:300]}")
