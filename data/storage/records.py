"""What the store hands out: records, never rows."""

from __future__ import annotations

from datetime import date
from typing import Literal

from data.schemas.base import Exact, Record

State = Literal["queued", "running", "done", "failed"]


class StoredDocument(Record):
    """A document that was read at least once."""

    sha256: str
    name: str
    media_type: str
    pages: int
    entity: str | None = None
    form: str | None = None
    language: str | None = None
    currency: str | None = None
    fiscal_year: int | None = None
    period_end: date | None = None


class StoredFact(Record):
    """A fact as the search sees it; the whole of it stands in the result named by `key`."""

    key: str  # of the run that stated it
    sha256: str  # of the document
    fact: str  # its id in the result
    entity: str | None
    concept: str
    statement: str | None
    scope: str
    value: Exact
    unit: str
    period_start: date | None
    period_end: date
    confidence: float
    page: int


class StoredFinding(Record):
    """A finding as the search sees it."""

    key: str
    sha256: str
    rule: str
    level: str
    kind: str
    message: str
    page: int | None


class Job(Record):
    """One document through one task, claimed by one worker at a time. `key` is the identity of the work."""

    key: str
    path: str
    task: str
    state: State = "queued"
    attempt: int = 0  # times it was claimed
    owner: str = ""  # "host:pid:start" of the claimant
    lease: float = 0.0  # seconds since the epoch until which the claim holds without a heartbeat
    message: str = ""  # of the failure
    exit_code: int = 0
