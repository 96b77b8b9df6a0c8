"""How gunicorn serves the site, in a container or as a service of the machine."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

wsgi_app = "acervo.wsgi:application"
pythonpath = f"{ROOT},{ROOT / 'site'}"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 30
keepalive = 20  # longer than the proxy keeps its idle connections, or it would meet closed ones
limit_request_line = 8_190  # a query of 500 letters with accents is six bytes a letter in an address
max_requests = 20_000
max_requests_jitter = 2_000
# The heartbeat file of a worker must not wait for a busy disk.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - a folder in memory, files of random names
loglevel = "warning"
accesslog = None  # addresses hold what people search for; the proxy's log leaves that out
control_socket_disable = True
