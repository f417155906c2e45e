"""The tables. Imported by `store` only: rows never leave this folder.

    documents 1─* runs 1─* facts, findings        jobs stand alone: work may be waiting for a document never read

Values are decimal strings: a database's own decimal is a float in SQLite.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Metadata of all tables; migrations are compared with it by a test."""


class DocumentRow(Base):
    __tablename__ = "documents"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str]
    pages: Mapped[int]
    entity: Mapped[str | None] = mapped_column(Text, index=True)
    form: Mapped[str | None]
    language: Mapped[str | None]
    currency: Mapped[str | None]
    fiscal_year: Mapped[int | None]
    period_end: Mapped[date | None]


class RunRow(Base):
    __tablename__ = "runs"

    key: Mapped[str] = mapped_column(primary_key=True)  # sha256 of content, task, parameters, backend and version
    sha256: Mapped[str] = mapped_column(ForeignKey("documents.sha256", ondelete="CASCADE"), index=True)
    task: Mapped[str]
    variant: Mapped[str]  # sha256 of content, task, parameters and backend: the key without the version
    backend: Mapped[str]
    version: Mapped[str]
    started: Mapped[str]
    seconds: Mapped[float]
    blob: Mapped[str]


class FactRow(Base):
    __tablename__ = "facts"
    __table_args__ = (Index("ix_facts_concept_period", "concept", "period_end"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(ForeignKey("runs.key", ondelete="CASCADE"), index=True)
    sha256: Mapped[str]
    fact: Mapped[str]
    entity: Mapped[str | None] = mapped_column(Text, index=True)
    concept: Mapped[str] = mapped_column(Text)
    statement: Mapped[str | None]
    scope: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    unit: Mapped[str]
    period_start: Mapped[date | None]
    period_end: Mapped[date]
    confidence: Mapped[float]
    page: Mapped[int]


class FindingRow(Base):
    __tablename__ = "findings"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(ForeignKey("runs.key", ondelete="CASCADE"), index=True)
    sha256: Mapped[str]
    rule: Mapped[str] = mapped_column(index=True)
    level: Mapped[str]
    kind: Mapped[str]
    message: Mapped[str] = mapped_column(Text)
    page: Mapped[int | None]


class JobRow(Base):
    __tablename__ = "jobs"

    key: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(Text)
    task: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    attempt: Mapped[int]
    owner: Mapped[str]
    lease: Mapped[float]
    message: Mapped[str] = mapped_column(Text)
    exit_code: Mapped[int]
