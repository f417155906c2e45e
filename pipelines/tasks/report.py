"""Annual or quarterly report, PDF or scans: facts, checks, findings and a report in which every number is cited."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

from pydantic import Field

from data.schemas import Document, Reading, Record, Result, Statement
from pipelines.contracts import Context
from pipelines.tasks._displayed import as_displayed
from pipelines.tasks._stopwatch import Stopwatch

ACCEPTS = ("application/pdf", "image/png", "image/jpeg", "image/tiff")
DENSE = 0.12  # share of numbers among a page's words from which it may hold a table worth having
FEWEST = 30  # numbers on such a page


class Params(Record):
    """What a user may choose."""

    lang: Literal["auto", "en", "zh"] = Field(
        default="auto", description="language of the report; auto: that of the document"
    )
    tables: Literal["financial", "all"] = Field(
        default="financial", description="tables of number-dense pages, or of every page (slower)"
    )


def run(source: Path, params: Params, context: Context) -> Result:
    """Document → statements → facts → conflicts → checks and findings → report."""
    stopwatch = Stopwatch()
    reading = _read(source, params, context, stopwatch)
    return _judge(reading, params, stopwatch)


def _read(source: Path, params: Params, context: Context, stopwatch: Stopwatch) -> Reading:
    # imported here: `--help` reads Params, and should not wait for a PDF library
    from pipelines.facts.build import build_facts
    from pipelines.facts.cover import document_info
    from pipelines.facts.equity import equity_facts
    from pipelines.facts.narrative import find_mentions, narrative_facts
    from pipelines.facts.notes import note_facts
    from pipelines.facts.reconcile import reconcile, reconcile_told
    from pipelines.facts.segments import segment_facts
    from pipelines.facts.statements import find_statements
    from pipelines.facts.told import with_told
    from pipelines.layout.lines import document_lines
    from pipelines.layout.regions import find_regions
    from pipelines.layout.sentences import find_sentences
    from pipelines.readers import read
    from pipelines.rules import confirmed_by_sums
    from pipelines.tables import find_tables

    with stopwatch("read"):
        document = read(source, context.watch)
    with stopwatch("statements"):
        statements = find_statements(document, context.watch)
        info = document_info(document, statements)
    with stopwatch("tables"):
        pages = None if params.tables == "all" else table_pages(document, statements)
        tables = find_tables(document, pages, context.watch)
    with stopwatch("layout"):
        lines = document_lines(document)
        regions = find_regions(document, tables, lines)
        sentences = find_sentences(document, regions, lines)
    with stopwatch("facts"):
        facts = build_facts(statements, info, context.backend)
        confirmed = confirmed_by_sums(statements)
        facts, conflicts = reconcile(facts, context.backend, confirmed)
        facts += segment_facts(document, tables, facts)
        facts = with_told(facts, equity_facts(statements, facts))
        mentions = find_mentions(sentences, info, facts)
        facts, told = reconcile_told(facts, narrative_facts(mentions, facts), context.backend, confirmed)
        facts = with_told(facts, note_facts(document, info, regions, tables, facts))
    conflicts += told
    return Reading(document, info, regions, sentences, tables, statements, facts, conflicts, mentions)


def _judge(reading: Reading, params: Params, stopwatch: Stopwatch) -> Result:
    from pipelines.layout.drivers import management_drivers
    from pipelines.reports import write_report
    from pipelines.rules import derive_ratios, run_rules

    with stopwatch("rules"):
        reading = replace(reading, facts=reading.facts + derive_ratios(reading.facts))
        language = (reading.info.language or "en") if params.lang == "auto" else params.lang
        checks, findings = run_rules(reading, language)
    with stopwatch("report"):
        report = write_report(reading, checks, findings, language, management_drivers(reading))
    result = Result(
        task="report",
        document=reading.info,
        facts=reading.facts,
        conflicts=reading.conflicts,
        checks=checks,
        findings=findings,
        tables=reading.tables,
        report=report,
        run=stopwatch.run(),
    )
    return as_displayed(result, reading.document)


def table_pages(document: Document, statements: tuple[Statement, ...]) -> tuple[int, ...]:
    """Pages whose tables a financial reader wants: the statements', and others full of numbers."""
    stated = {page for statement in statements for page in statement.pages}
    dense = set()
    for page in document.pages:
        numbers = sum(any(c.isdigit() for c in word.text) for word in page.words)
        if numbers >= FEWEST and numbers >= DENSE * len(page.words):
            dense.add(page.number)
    return tuple(sorted(stated | dense))
