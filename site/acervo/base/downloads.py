"""Files of open data as answers: made while they are sent, with validators, and free to be read by other sites."""

from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import blake2b
from typing import IO, cast

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.utils.translation import override

LANGUAGE = "es-mx"  # of the files, whoever asks
PIECE = 32 * 1024  # letters sent at a time: one piece for each line would be slower than the lines
Written = Iterator[str] | IO[bytes]


def pieces(make: Callable[[], Written]) -> Iterator[bytes]:
    """What `make` writes (lines of text, or an open file that is closed here), as bytes; in Spanish, whatever language is
    active when a piece is asked for."""
    with override(LANGUAGE):
        written = make()
    if hasattr(written, "read"):
        with cast("IO[bytes]", written) as opened:
            while piece := opened.read(PIECE):
                yield piece
        return
    waiting: list[str] = []
    size, more = 0, True
    while more:
        with override(LANGUAGE):
            while size < PIECE:
                line = next(written, None)
                if line is None:
                    more = False
                    break
                waiting.append(line)
                size += len(line)
        yield "".join(waiting).encode("utf-8", "replace")
        waiting, size = [], 0


def open_data_response(
    request: HttpRequest,
    make: Callable[[], Iterator[bytes]],
    *,
    content_type: str,
    filename: str,
    mark: str,
    changed_at: datetime,
    key: str,
    licence_url: str,
    described_by: str,
) -> HttpResponseBase:
    """The download, or 304 for who has the same file already. `mark` is another one whenever the data may be; `key` tells
    apart the files of one address (filters, form)."""
    tag = quote_etag(f"{mark}-{blake2b(key.encode(), digest_size=6).hexdigest()}")
    moment = int(changed_at.timestamp())
    answer: HttpResponseBase | None = get_conditional_response(request, etag=tag, last_modified=moment)
    if answer is None:
        body: Iterator[bytes] | list[bytes] = [] if request.method == "HEAD" else make()
        answer = StreamingHttpResponse(body, content_type=content_type)
        answer["Content-Disposition"] = content_disposition_header(True, filename)
    answer["ETag"] = tag
    answer["Last-Modified"] = http_date(moment)
    answer["Cache-Control"] = "public, no-cache"
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Link"] = f'<{licence_url}>; rel="license", <{described_by}>; rel="describedby"'
    return answer
