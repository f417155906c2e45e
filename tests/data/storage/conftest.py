"""A PostgreSQL of our own on a free port, and a store fixture that runs every test on SQLite and on it."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.storage import Store


def _ordinary_user() -> str | None:
    """PostgreSQL refuses to run as root: who runs it then; None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    pytest.skip("running as root, and no ordinary user to run PostgreSQL as")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a server without a database name; skipped where the binaries or the driver are missing."""
    pytest.importorskip("psycopg")
    if not all(shutil.which(name) for name in ("initdb", "pg_ctl", "postgres")):
        pytest.skip("no PostgreSQL binaries")
    user = _ordinary_user()
    folder = Path(tempfile.mkdtemp(prefix="r1doc-pg-"))  # not pytest's own: that is closed to other users
    if user:
        shutil.chown(folder, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(*command: str) -> None:
        # to a file: the server inherits a pipe and would keep it open for ever
        with (folder / "log.txt").open("ab") as log:
            subprocess.run(command, check=True, cwd=folder, user=user, stdout=log, stderr=log, timeout=60)

    try:
        run(
            "initdb", "-D", str(folder / "data"), "-U", "r1doc", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"
        )
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        run("pg_ctl", "-D", str(folder / "data"), "-w", "-o", options, "start")
        yield f"postgresql+psycopg://r1doc@127.0.0.1:{port}"
        run("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """URL of a database nobody used before."""
    import psycopg

    name = f"r1doc_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{postgres_server.replace('+psycopg', '')}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{postgres_server}/{name}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a new database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'deep' / 'r1doc.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def open_store(url: str, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Opens the same store as often as asked, as several processes would."""
    opened: list[Store] = []

    def one_more() -> Store:
        opened.append(Store(url, tmp_path / "results"))
        return opened[-1]

    yield one_more
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[[], Store]) -> Store:
    """A new store."""
    return open_store()
