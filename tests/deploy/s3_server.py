"""A real S3-compatible server in this process: moto's, on a port of its own."""

import contextlib
import logging
from collections.abc import Iterator
from types import SimpleNamespace

import boto3
from moto.server import ThreadedMotoServer

ACCESS_KEY, SECRET_KEY = "acceso-de-prueba", "secreto-de-prueba-que-nadie-debe-ver"
BUCKET = "acervo-prueba"


@contextlib.contextmanager
def running() -> Iterator[SimpleNamespace]:
    """The server with one empty bucket: its address, and a client that looks into it from outside the site."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    client = boto3.client(
        "s3", endpoint_url=url, region_name="us-east-1",
        aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY,
    )  # fmt: skip
    client.create_bucket(Bucket=BUCKET)
    try:
        yield SimpleNamespace(url=url, client=client, bucket=BUCKET)
    finally:
        server.stop()


def settings_for(url: str, **change: object) -> dict[str, object]:
    """The value of `settings.S3` for that server."""
    return {
        "bucket": BUCKET, "endpoint_url": url, "region": "us-east-1", "access_key": ACCESS_KEY,
        "secret_key": SECRET_KEY, "ca_file": "", "cache_mb": 64, **change,
    }  # fmt: skip
