"""Opening a database: the engine with its locking, and the migrations that bring its tables up to date.

Every SQLite transaction takes the write lock at its beginning (BEGIN IMMEDIATE): two processes then wait for each
other instead of one failing half-way with "database is locked". Migrations run inside one locked transaction, so
that the first ten processes of a new database do not create its tables ten times.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 0x72316463  # an advisory lock of PostgreSQL is a number: "r1dc"
PATIENCE = 60  # seconds a SQLite transaction waits for another to end


def open_engine(url: str) -> Engine:
    """Engine for an SQLAlchemy URL; the folder of a new SQLite file is made."""
    parsed = make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest revision. Costs one query when they are there already."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})
        if revision(connection) == newest():
            return
        # imported here: alembic costs 0.2 s, and nearly every start finds the tables in order
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def revision(connection: Connection) -> str | None:
    """The revision the database stands at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None


def newest() -> str:
    """The newest revision in the migrations folder; files begin with its number."""
    return max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _prepare_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late: ours is `_begin_immediate`
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
