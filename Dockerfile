# syntax=docker/dockerfile:1
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY . .
# the dependencies' versions stand in pyproject.toml
# hadolint ignore=DL3013
RUN python -m venv /opt/r1doc && /opt/r1doc/bin/pip install --no-cache-dir ".[postgres]"

FROM python:3.12-slim-bookworm
# the file system may be read-only: what is kept goes to /var/lib/r1doc, what passes goes to /tmp
ENV PATH=/opt/r1doc/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    R1DOC_HOME=/var/lib/r1doc \
    R1DOC_OUT=/outbox
RUN useradd --uid 10001 --no-create-home --home-dir /var/lib/r1doc --shell /usr/sbin/nologin r1doc \
    && install --directory --owner=r1doc --group=r1doc /var/lib/r1doc /inbox /outbox
COPY --from=build /opt/r1doc /opt/r1doc
USER 10001:10001
WORKDIR /outbox
VOLUME ["/var/lib/r1doc", "/outbox"]
HEALTHCHECK --interval=60s --timeout=20s --start-period=10s --retries=3 CMD ["r1doc", "doctor"]
ENTRYPOINT ["r1doc"]
CMD ["--help"]
