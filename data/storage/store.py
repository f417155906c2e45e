"""Store: results kept and found again, and the work that is still to do. Records in, records out.

Every method is one unit of work: it commits whole or changes nothing. A result is found by the identity of the
work (`key`: content, task, parameters, backend, version). Work is claimed by lease: a worker that dies stops its
heartbeat, and another takes the job when the lease runs out, or at once when its owner is known to be dead.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import Engine, delete, make_url, select, update
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session

from data.schemas import Fact, Finding, Record, Result

from . import _schema
from .files import Files
from .orm import Base, DocumentRow, FactRow, FindingRow, JobRow, RunRow
from .records import Job, StoredDocument, StoredFact, StoredFinding

R = TypeVar("R", bound=Record)


class StoreUnavailable(Exception):
    """The database cannot be opened; the message says why."""


class Store:
    """`url` is any SQLAlchemy URL of SQLite or PostgreSQL; `files` where whole results lie."""

    def __init__(self, url: str, files: Path) -> None:
        """Open and bring up to date. Raise StoreUnavailable; ModuleNotFoundError where a driver is missing."""
        try:
            self._engine: Engine = _schema.open_engine(url)
            _schema.migrate(self._engine)
        except (OperationalError, ArgumentError, NoSuchModuleError, OSError) as error:
            cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
            raise StoreUnavailable(f"{safe_url(url)}: {cause}") from error
        self._files = Files(files)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    @property
    def url(self) -> str:
        """Where it is kept, without the password."""
        return self._engine.url.render_as_string(hide_password=True)

    # ---------------------------------------------------------------- results

    def find(self, key: str) -> Result | None:
        """The kept result of this very work, or None."""
        with self._unit() as session:
            row = session.get(RunRow, key)
            blob = row.blob if row else None
        content = self._files.get(blob) if blob else None
        return Result.model_validate_json(content) if content else None

    def keep(self, key: str, variant: str, result: Result) -> None:
        """Keep a result; what an older version said of the same document, task and parameters is forgotten."""
        blob = self._files.put(result.to_json(indent=None).encode())
        with self._unit() as session:
            stale = {row.blob for row in session.scalars(select(RunRow).where(RunRow.variant == variant))} - {blob}
            session.execute(delete(RunRow).where(RunRow.variant == variant))
            session.merge(_document_row(result))
            session.flush()
            session.add(_run_row(key, variant, blob, result))
            session.flush()
            session.add_all(_fact_row(key, result, fact) for fact in result.facts or ())
            session.add_all(_finding_row(key, result, finding) for finding in result.findings or ())
        for name in stale:
            self._files.drop(name)

    # ---------------------------------------------------------------- search

    def documents(self, entity: str | None = None) -> tuple[StoredDocument, ...]:
        """Every document, or those of one entity, by name."""
        query = select(DocumentRow).order_by(DocumentRow.name, DocumentRow.sha256)
        query = query if entity is None else query.where(DocumentRow.entity == entity)
        return self._records(query, StoredDocument)

    def facts(
        self, entity: str | None = None, concept: str | None = None, period_end: date | None = None
    ) -> tuple[StoredFact, ...]:
        """Facts by entity, concept and last day, newest period first."""
        query = select(FactRow).order_by(FactRow.period_end.desc(), FactRow.concept, FactRow.id)
        for column, wanted in (
            (FactRow.entity, entity),
            (FactRow.concept, concept),
            (FactRow.period_end, period_end),
        ):
            query = query if wanted is None else query.where(column == wanted)
        return self._records(query, StoredFact)

    def findings(self, rule: str | None = None) -> tuple[StoredFinding, ...]:
        """Every finding, or those of one rule."""
        query = select(FindingRow).order_by(FindingRow.id)
        query = query if rule is None else query.where(FindingRow.rule == rule)
        return self._records(query, StoredFinding)

    # ---------------------------------------------------------------- work

    def enqueue(self, job: Job, again: bool = False) -> Job:
        """Add the job unless it is there; a failed one is queued again, `again` also repeats a finished one."""
        try:
            with self._unit() as session:
                row = session.get(JobRow, job.key)
                if row is None:
                    session.add(JobRow(**job.model_dump()))
                elif row.state == "failed" or (again and row.state == "done"):
                    row.state, row.attempt, row.message, row.exit_code = "queued", 0, "", 0
        except IntegrityError:  # another process added it in between, which is as good
            pass
        return self.job(job.key) or job

    def job(self, key: str) -> Job | None:
        """The job as it stands now."""
        with self._unit() as session:
            row = session.get(JobRow, key)
            return _record(row, Job) if row else None

    def claim(self, key: str, owner: str, seconds: float, is_dead: Callable[[str], bool]) -> Job | None:
        """Take the job for `seconds`: when it waits, its lease ran out, or its owner is dead. None: it is not free."""
        now = time.time()
        with self._unit() as session:
            row = session.scalars(select(JobRow).where(JobRow.key == key).with_for_update()).one_or_none()
            if row is None or row.state in ("done", "failed"):
                return None
            if row.state == "running" and row.lease > now and not is_dead(row.owner):
                return None
            row.state, row.owner, row.lease, row.attempt = "running", owner, now + seconds, row.attempt + 1
            session.flush()
            return _record(row, Job)

    def heartbeat(self, job: Job, seconds: float) -> bool:
        """Hold the claim for `seconds` more. False: it was lost to another worker."""
        return self._while_mine(job, lease=time.time() + seconds)

    def finish(self, job: Job, message: str = "", exit_code: int = 0) -> bool:
        """Done, or failed with a message. False: the claim was lost, and another's word counts."""
        state = "failed" if exit_code else "done"
        return self._while_mine(job, state=state, message=message, exit_code=exit_code, lease=0.0)

    def release(self, job: Job) -> bool:
        """Give the job back to the queue."""
        return self._while_mine(job, state="queued", lease=0.0)

    def _while_mine(self, job: Job, **values: Any) -> bool:
        mine = (JobRow.key == job.key, JobRow.owner == job.owner, JobRow.attempt == job.attempt)
        with self._unit() as session:
            changed = session.execute(update(JobRow).where(*mine, JobRow.state == "running").values(**values))
            return bool(changed.rowcount)  # type: ignore[attr-defined]

    @contextmanager
    def _unit(self) -> Iterator[Session]:
        with Session(self._engine) as session, session.begin():
            yield session

    def _records(self, query: Any, kind: type[R]) -> tuple[R, ...]:
        with self._unit() as session:
            return tuple(_record(row, kind) for row in session.scalars(query))


def safe_url(url: str) -> str:
    """The URL as it may be shown: without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url


def _record(row: Base, kind: type[R]) -> R:
    return kind(**{name: getattr(row, name) for name in kind.model_fields})


def _document_row(result: Result) -> DocumentRow:
    known = result.document.model_dump(include=set(StoredDocument.model_fields))
    return DocumentRow(**known)


def _run_row(key: str, variant: str, blob: str, result: Result) -> RunRow:
    run = result.run
    return RunRow(
        key=key,
        sha256=result.document.sha256,
        task=result.task,
        variant=variant,
        backend=run.backend if run else "",
        version=run.version if run else "",
        started=run.started if run else "",
        seconds=run.seconds if run else 0.0,
        blob=blob,
    )


def _fact_row(key: str, result: Result, fact: Fact) -> FactRow:
    return FactRow(
        key=key,
        sha256=result.document.sha256,
        fact=fact.id,
        entity=result.document.entity,
        concept=fact.concept,
        statement=fact.statement,
        scope=fact.scope,
        value=format(Decimal(fact.value), "f"),
        unit=fact.unit,
        period_start=fact.period.start,
        period_end=fact.period.last,
        confidence=fact.confidence,
        page=fact.provenance[0].page,
    )


def _finding_row(key: str, result: Result, finding: Finding) -> FindingRow:
    return FindingRow(
        key=key,
        sha256=result.document.sha256,
        rule=finding.rule,
        level=finding.level,
        kind=finding.kind,
        message=finding.message,
        page=finding.provenance[0].page if finding.provenance else None,
    )
