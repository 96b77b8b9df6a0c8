# syntax=docker/dockerfile:1
# The site and its worker as one image. Everything it writes goes to DATA_DIR, a volume; the rest may be read-only.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
COPY requirements /tmp/requirements
RUN pip install -r /tmp/requirements/base.txt -r /tmp/requirements/postgresql.txt \
    -r /tmp/requirements/s3.txt -r /tmp/requirements/ocr.txt
WORKDIR /opt/acervo
COPY . .
# The compiled translations lie beside their sources, where the running site cannot write.
RUN DJANGO_SETTINGS_MODULE=acervo.settings.development DATA_DIR=/tmp/build python site/manage.py build_assets \
    && python -m compileall -q /opt/venv /opt/acervo

FROM ${PYTHON_IMAGE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends ghostscript tesseract-ocr tesseract-ocr-spa tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 1000 acervo \
    && useradd --uid 1000 --gid acervo --no-create-home --home-dir /var/lib/acervo --shell /usr/sbin/nologin acervo \
    && install -d -o acervo -g acervo -m 0750 /var/lib/acervo /var/lib/acervo/tmp /var/backups/acervo
COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/acervo /opt/acervo
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MALLOC_ARENA_MAX=2 \
    MALLOC_TRIM_THRESHOLD_=65536 \
    DJANGO_SETTINGS_MODULE=acervo.settings.production \
    DATA_DIR=/var/lib/acervo \
    TMPDIR=/var/lib/acervo/tmp
WORKDIR /opt/acervo
USER acervo
VOLUME ["/var/lib/acervo", "/var/backups/acervo"]
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["gunicorn", "--config", "deploy/gunicorn.py"]
