"""The summary a person reads when a document is done; at most 100 columns, readable without colour.

Acme Inc. · 10-K · year to 31 December 2023 · 160 pages · 2.9 s
key figures with change and page / checks, warnings, conflicts / where the files are
"""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from data.schemas import Fact, Finding, Report, Result
from pipelines.runner import Outcome

WIDTH = 100
SEVERITY = (("error", "high"), ("warning", "medium"), ("note", "low"))
SHOWN = 12  # warnings printed; the report has them all
FRONT = ("report.html", "review.md", "tables.xlsx", "result.json")  # the file to open first


def console(stream: TextIO | None = None) -> Console:
    """A console no wider than 100 columns; no colour where NO_COLOR is set or nobody looks."""
    columns = min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)
    return Console(file=stream or sys.stdout, width=columns, highlight=False, no_color="NO_COLOR" in os.environ)


def print_summary(outcome: Outcome, seconds: float, screen: Console) -> None:
    """Everything worth knowing before a file is opened."""
    result = outcome.result
    screen.print(Text(head(outcome, seconds), style="bold"))
    if result.report and result.report.figures:
        screen.print(_figures(result.report))
    elif result.task == "report":
        screen.print("  No statements were found, hence no key figures.")
    if result.task == "review":  # its findings are told in its own words
        screen.print(_remarks(tuple(_notes(result))))
    else:
        screen.print(_remarks((*_warnings(result), *_notes(result))))
        screen.print(Text(_counts(result)))
    screen.print(Text(str(outcome.folder / front(outcome.files)), overflow="fold"), soft_wrap=True)


def head(outcome: Outcome, seconds: float) -> str:
    """Who, what, which period, how many pages, how long."""
    document = outcome.result.document
    subtitle = outcome.result.report.subtitle if outcome.result.report else ""
    time = f"{seconds:.1f}\u00a0s" + (", known from an earlier run" if outcome.known else "")
    pages = f"{document.pages} page" + ("s" if document.pages != 1 else "")
    return " · ".join(part for part in (document.entity or document.name, subtitle, pages, time) if part)


def front(files: Sequence[str]) -> str:
    """The file a person opens first."""
    return next((name for name in FRONT if name in files), "")


def _figures(report: Report) -> Grid:
    grid = Grid(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    grid.add_column(report.unit, min_width=20, max_width=44, overflow="ellipsis", no_wrap=True)
    for heading in (*report.columns, "", "")[:2]:
        grid.add_column(heading, justify="right", no_wrap=True)
    grid.add_column("change", justify="right", no_wrap=True)
    grid.add_column("", justify="left", no_wrap=True)
    for figure in report.figures:
        label = f"  {figure.label}" + (f" ({figure.own_unit})" if figure.own_unit else "")
        grid.add_row(
            Text(label), Text(figure.text), Text(figure.previous_text), Text(figure.change), Text(f"p. {figure.page}")
        )
    return grid


def _remarks(lines: Sequence[tuple[str, str]]) -> Grid:
    """A mark and a sentence each; what does not fit on the line goes on below the sentence."""
    grid = Grid.grid(padding=(0, 1, 0, 0))
    for mark, sentence in lines:
        grid.add_row(Text(f"  {mark}"), Text(sentence, overflow="fold"))
    return grid


def _failed(result: Result) -> list[Finding]:
    order = [level for level, _ in SEVERITY]
    failed = [f for f in result.findings or () if f.kind == "fail" and f.level in order]
    return sorted(failed, key=lambda finding: order.index(finding.level))


def _warnings(result: Result) -> Iterator[tuple[str, str]]:
    failed, facts = _failed(result), {fact.id: fact for fact in result.facts or ()}
    for finding in failed[:SHOWN]:
        pages = ", ".join(str(page) for page in _pages(finding, facts))
        yield "!", f"{dict(SEVERITY)[finding.level]}: {finding.message}" + (f" (p. {pages})" if pages else "")
    if len(failed) > SHOWN:
        yield "!", f"and {len(failed) - SHOWN} more in the report"


def _pages(finding: Finding, facts: dict[str, Fact]) -> list[int]:
    places = [place.page for place in finding.provenance]
    cited = [place.page for name in finding.facts if name in facts for place in facts[name].provenance]
    return sorted(set(places or cited))[:6]


def _notes(result: Result) -> Iterator[tuple[str, str]]:
    return (("·", note) for note in result.document.notes)


def _counts(result: Result) -> str:
    if result.task != "report":
        charts = f"Charts {len(result.charts or ())} · " if result.charts is not None else ""
        return f"Tables {len(result.tables or ())} · {charts}Regions {len(result.regions or ())}"
    tried = [check for check in result.checks or () if check.kind in ("pass", "fail")]
    levels: Counter[str] = Counter(finding.level for finding in _failed(result))
    severities = ", ".join(f"{levels[level]} {word}" for level, word in SEVERITY if levels[level])
    conflicts = len(result.conflicts or ())
    return " · ".join(
        (
            f"Checks {sum(check.kind == 'pass' for check in tried)} of {len(tried)} passed",
            f"Warnings {severities or 'none'}",
            f"{conflicts} conflict" + ("" if conflicts == 1 else "s"),
        )
    )
