"""Frames between parent and child: two lengths, a JSON head, and a body of bytes.

JSON and not pickle: the child has touched hostile bytes, so the parent must not run what it sends.
"""

import json
import struct
from typing import Any

LENGTHS = struct.Struct("!II")
MAX_HEAD = 8_000_000
MAX_BODY = 64_000_000

Frame = tuple[dict[str, Any], bytes]


class BadFrame(ValueError):
    """The other side does not keep to the protocol."""


def pack(head: dict[str, Any], body: bytes = b"") -> bytes:
    raw = json.dumps(head, ensure_ascii=False).encode("utf-8", "replace")
    return LENGTHS.pack(len(raw), len(body)) + raw + body


def unpack(buffer: bytearray) -> Frame | None:
    """Take one frame off the front of `buffer`, or None if it is not complete yet. Raises BadFrame."""
    if len(buffer) < LENGTHS.size:
        return None
    head_size, body_size = LENGTHS.unpack_from(buffer)
    if head_size > MAX_HEAD or body_size > MAX_BODY:
        raise BadFrame(f"frame of {head_size} + {body_size} bytes")
    end = LENGTHS.size + head_size + body_size
    if len(buffer) < end:
        return None
    head_end = LENGTHS.size + head_size
    try:
        head = json.loads(bytes(buffer[LENGTHS.size : head_end]))
    except (ValueError, RecursionError) as error:
        raise BadFrame("head is not JSON") from error
    if not isinstance(head, dict):
        raise BadFrame("head is not an object")
    body = bytes(buffer[head_end:end])
    del buffer[:end]
    return head, body
