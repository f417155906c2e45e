"""Documents, runs, facts, findings, jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the five tables and their indexes."""
    _documents_and_runs()
    _facts_and_findings()
    _jobs()


def _documents_and_runs() -> None:
    op.create_table(
        "documents",
        sa.Column("sha256", sa.String(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Text()),
        sa.Column("form", sa.String()),
        sa.Column("language", sa.String()),
        sa.Column("currency", sa.String()),
        sa.Column("fiscal_year", sa.Integer()),
        sa.Column("period_end", sa.Date()),
    )
    op.create_index("ix_documents_entity", "documents", ["entity"])
    op.create_table(
        "runs",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("sha256", sa.String(), sa.ForeignKey("documents.sha256", ondelete="CASCADE"), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("backend", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("started", sa.String(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("blob", sa.String(), nullable=False),
    )
    op.create_index("ix_runs_sha256", "runs", ["sha256"])


def _facts_and_findings() -> None:
    op.create_table(
        "facts",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(), sa.ForeignKey("runs.key", ondelete="CASCADE"), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("entity", sa.Text()),
        sa.Column("concept", sa.Text(), nullable=False),
        sa.Column("statement", sa.String()),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("period_start", sa.Date()),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
    )
    op.create_index("ix_facts_key", "facts", ["key"])
    op.create_index("ix_facts_entity", "facts", ["entity"])
    op.create_index("ix_facts_concept_period", "facts", ["concept", "period_end"])
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(), sa.ForeignKey("runs.key", ondelete="CASCADE"), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer()),
    )
    op.create_index("ix_findings_key", "findings", ["key"])
    op.create_index("ix_findings_rule", "findings", ["rule"])


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("lease", sa.Double(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("exit_code", sa.Integer(), nullable=False),
    )
    op.create_index("ix_jobs_state", "jobs", ["state"])
