"""Asks outside links of evidence now and then whether they still answer, and keeps what came.

The address comes from an editor, so it is treated as hostile: only http(s), only public addresses of the Internet (each
step of a redirection is looked at again, and the connection goes to the address that was looked at), no content read.
"""

import datetime as dt
import ipaddress
import logging
import socket
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import urllib3
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from estados.models import Evidence

logger = logging.getLogger(__name__)

EVERY = dt.timedelta(days=7)
#: One that failed is asked again sooner.
AGAIN = dt.timedelta(days=1)
BATCH = 20
HOPS = 5
TIMEOUT = urllib3.Timeout(connect=5, read=10)
AGENT = "Acervo link check"
#: What some sites answer to a HEAD that they do not serve.
_TRY_GET = {400, 403, 404, 405, 501}


@dataclass(frozen=True, slots=True)
class Answer:
    """`status`: of the last answer; 0 if none came. `note`: why, or where it leads now; a Spanish sentence or empty."""

    status: int
    note: str = ""

    @property
    def works(self) -> bool:
        return 200 <= self.status < 300


class Refused(Exception):
    """The address must not be asked; the message says why."""


def check_some(at: dt.datetime | None = None) -> int:
    """Ask the links whose turn it is, at most BATCH; returns how many. Run by the clock."""
    at = at or timezone.now()
    stale = Q(checked_at=None) | Q(checked_at__lt=at - EVERY) | Q(checked_at__lt=at - AGAIN, http_status=0)
    stale |= Q(checked_at__lt=at - AGAIN, http_status__gte=400)
    waiting = Evidence.objects.exclude(url="").filter(stale).order_by(F("checked_at").asc(nulls_first=True), "pk")
    rows = list(waiting[:BATCH])
    answers = {url: check(url) for url in dict.fromkeys(row.url for row in rows)}
    for row in rows:
        answer = answers[row.url]
        # Not `save()`: the form of the milestone may be open, and nothing of it changes.
        Evidence.objects.filter(pk=row.pk, url=row.url).update(
            checked_at=at, http_status=answer.status, check_note=answer.note[:255]
        )
    return len(rows)


def check(url: str) -> Answer:
    """What the address answers now, redirections followed. Raises nothing."""
    asked = url
    try:
        for _hop in range(HOPS):
            status, location = _ask(asked)
            if status in (301, 302, 303, 307, 308) and location:
                asked = urljoin(asked, location)
                continue
            moved = _("Ahora lleva a %(url)s.") % {"url": asked} if asked != url else ""
            return Answer(
                status, moved if status < 400 else _("Responde con el error %(status)d.") % {"status": status}
            )
    except Refused as refused:
        return Answer(0, str(refused))
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        logger.info("No answer from %s: %s", urlsplit(asked).hostname, type(error).__name__)
        return Answer(0, _("No respondió."))
    return Answer(0, _("Redirige demasiadas veces."))


def _ask(url: str) -> tuple[int, str]:
    status, location = _request("HEAD", url)
    return _request("GET", url) if status in _TRY_GET else (status, location)


def _request(method: str, url: str) -> tuple[int, str]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused(_("No es una dirección de la web."))
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address = public_address(parts.hostname, port)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    name = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    pool: urllib3.HTTPConnectionPool
    if secure:
        pool = urllib3.HTTPSConnectionPool(
            address, port, timeout=TIMEOUT, retries=False, cert_reqs="CERT_REQUIRED",
            server_hostname=parts.hostname, assert_hostname=parts.hostname,
        )  # fmt: skip
    else:
        pool = urllib3.HTTPConnectionPool(address, port, timeout=TIMEOUT, retries=False)
    with pool:
        response = pool.request(
            method, path, headers={"Host": name, "User-Agent": AGENT},
            redirect=False, preload_content=False,
        )  # fmt: skip
        try:
            return response.status, response.headers.get("Location", "")
        finally:
            response.close()


def public_address(host: str, port: int) -> str:
    """The first address of `host`, if all of them are of the public Internet. Raises Refused, or OSError if none is known."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(ipaddress.ip_address(address.split("%")[0]).is_global for address in found):
        raise Refused(_("Apunta a una red interna: no se comprueba."))
    return found[0]
