"""Annual or quarterly report, PDF or scans: facts, checks, findings and a report in which every number is cited."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from data.schemas import (
    Conflict,
    Document,
    DocumentInfo,
    Fact,
    Reading,
    Record,
    Region,
    Result,
    Sentence,
    Statement,
    Table,
)
from pipelines.contracts import Context
from pipelines.tasks._both import both
from pipelines.tasks._displayed import as_displayed
from pipelines.tasks._stopwatch import Stopwatch

if TYPE_CHECKING:
    from pipelines.layout.lines import PageLines

ACCEPTS = ("application/pdf", "image/png", "image/jpeg", "image/tiff")
DENSE = 0.12  # share of numbers among a page's words from which it may hold a table worth having
FEWEST = 30  # numbers on such a page

Statements = tuple[Statement, ...]


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
    reading = read_filing(source, params, context, stopwatch)
    return _judge(reading, params, stopwatch)


def read_filing(source: Path, params: Params, context: Context, stopwatch: Stopwatch) -> Reading:
    """Document → statements → facts, tables, sentences, and what is known of how they agree."""
    # imported here: `--help` reads Params, and should not wait for a PDF library
    from pipelines.facts.cover import document_info
    from pipelines.facts.narrative import find_mentions, narrative_facts
    from pipelines.facts.notes import note_facts
    from pipelines.facts.reconcile import reconcile_told
    from pipelines.facts.statements import find_statements
    from pipelines.facts.told import with_told
    from pipelines.layout.lines import document_lines
    from pipelines.readers import read
    from pipelines.rules import Witness
    from pipelines.tables import tables_ahead

    with stopwatch("read"):
        document = read(source, context.watch)
    with tables_ahead(document, None if params.tables == "all" else dense_pages(document)) as find_tables:
        with stopwatch("statements"):
            statements = find_statements(document, context.watch, context.backend)
            info = document_info(document, statements)
        with stopwatch("layout and facts"):
            lines = document_lines(document)
        with stopwatch("tables"):
            tables = find_tables({page for statement in statements for page in statement.pages}, context.watch)
    with stopwatch("layout and facts"):
        stated, (regions, sentences) = both(
            lambda: _stated(document, statements, info, tables, context),
            lambda: _laid_out(document, tables, lines),
        )
    with stopwatch("told"):
        facts, conflicts = stated
        mentions = find_mentions(sentences, info, facts)
        witness = Witness(document, statements, mentions)
        facts, told = reconcile_told(facts, narrative_facts(mentions, facts), context.backend, witness)
        facts = with_told(facts, note_facts(document, info, regions, tables, facts))
    conflicts += told
    return Reading(document, info, regions, sentences, tables, statements, facts, conflicts, mentions)


def _stated(
    document: Document, statements: Statements, info: DocumentInfo, tables: tuple[Table, ...], context: Context
) -> tuple[tuple[Fact, ...], tuple[Conflict, ...]]:
    """Facts of the statements and of what repeats them."""
    from pipelines.facts.build import build_facts
    from pipelines.facts.equity import equity_facts
    from pipelines.facts.reconcile import reconcile
    from pipelines.facts.segments import segment_facts
    from pipelines.facts.told import with_told
    from pipelines.rules import Witness

    built = build_facts(statements, info, context.backend)
    facts, conflicts = reconcile(built, context.backend, Witness(document, statements))
    facts += segment_facts(document, tables, facts)
    return with_told(facts, equity_facts(statements, facts)), conflicts


def _laid_out(
    document: Document, tables: tuple[Table, ...], lines: PageLines
) -> tuple[tuple[Region, ...], tuple[Sentence, ...]]:
    """Regions in reading order, and the sentences of running text."""
    from pipelines.layout.regions import find_regions
    from pipelines.layout.sentences import find_sentences

    regions = find_regions(document, tables, lines)
    return regions, find_sentences(document, regions, lines)


def _judge(reading: Reading, params: Params, stopwatch: Stopwatch) -> Result:
    from pipelines.layout.drivers import management_drivers
    from pipelines.reports import write_report
    from pipelines.rules import derive_ratios, run_rules

    with stopwatch("rules"):
        reading = replace(reading, facts=reading.facts + derive_ratios(reading.facts))
        language = (reading.info.language or "en") if params.lang == "auto" else params.lang
        checks, findings = run_rules(reading, language, both)
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


def dense_pages(document: Document) -> frozenset[int]:
    """Pages full of numbers: a financial reader wants their tables, as those of the statements."""
    dense = set()
    for page in document.pages:
        numbers = sum(any(c.isdigit() for c in word.text) for word in page.words)
        if numbers >= FEWEST and numbers >= DENSE * len(page.words):
            dense.add(page.number)
    return frozenset(dense)
