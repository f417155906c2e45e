"""report.md: the report for editors, version control and language models; page references lead into report.html."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data.knowledge import knowledge
from data.schemas import Claim, Result, Section

from ._files import write_file
from ._grid import Grid
from ._md import plain, table
from ._page import Page, Warned

MEDIA_TYPE = "text/markdown"
TASKS = ("report",)


def export(result: Result, source: Path, folder: Path) -> tuple[str, ...]:
    """Write report.md."""
    return write_file(folder, "report.md", render(result))


def render(result: Result) -> str:
    """The whole text."""
    page = Page(result)
    blocks = [f"# {plain(page.report.title)}", plain(page.report.subtitle), " · ".join(page.standing)]
    blocks += [block for section in page.report.sections for block in _section(page, section)]
    blocks += _conflicts(page)
    if page.grids:
        blocks.append(f"## {page.words['all_facts']}")
        blocks += [block for grid in page.grids for block in (f"### {grid.title}", _grid(page, grid))]
        blocks.append(page.left_out_note)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _section(page: Page, section: Section) -> Iterator[str]:
    yield f"## {plain(section.heading)}"
    if section.id == "warnings":
        yield from (_warning(page, warned) for warned in page.warned)
    elif section.id == "drivers":
        yield from (f"> {_claim(page, claim)}" for claim in section.claims)
    elif section.claims:
        yield "\n".join(f"- {_claim(page, claim)}" for claim in section.claims)
    yield plain(section.empty)
    if section.id == "glance" and page.report.figures:
        yield _key_figures(page)


def _claim(page: Page, claim: Claim) -> str:
    line = page.line(claim)
    return plain(claim.text) + _reference(line.reference, claim.citations)


def _reference(reference: str, facts: tuple[str, ...]) -> str:
    """ "([p. 40](report.html#f12))": the page, leading to the first fact."""
    if not reference:
        return ""
    return f" ([{reference}](report.html#{facts[0]}))" if facts else f" ({reference})"


def _warning(page: Page, warned: Warned) -> str:
    lines = [
        f"**{warned.word}: {plain(warned.message)}**{_reference(warned.reference, tuple(f.id for f in warned.facts))}"
    ]
    lines += [f"> {plain(quote.text)} ({page.reference((), [quote])})" for quote in warned.quotes]
    facts = [f"- {plain(f.label)}: {plain(page.value(f))} ({page.period(f)})" for f in warned.facts]
    lines += ["\n".join(facts)] if facts else []
    inputs = "; ".join(f"{name} = {value}" for name, value in warned.inputs)
    tested = f"{page.words['tested']} `{warned.rule.replace('`', '')}`"
    lines.append(f"{page.words['inputs']}: {plain(inputs)} · {tested}" if inputs else tested)
    return "\n\n".join(lines)


def _key_figures(page: Page) -> str:
    report = page.report
    heads = [report.unit or " ", *report.columns, page.words["change"], page.words["page"]]
    rows = []
    for figure in report.figures:
        values = [figure.text, figure.previous_text][: len(report.columns)]
        label = f"{figure.label} ({figure.own_unit})" if figure.own_unit else figure.label
        link = f"[{figure.page}](report.html#{figure.current})"
        rows.append([plain(label), *map(plain, values), figure.change or "—", link])
    return table(heads, rows)


def _conflicts(page: Page) -> list[str]:
    if not page.conflicts:
        return []
    words = page.words
    rows = [
        [
            f"{plain(x.kept.label)} ({page.period(x.kept)})",
            plain(page.value(x.kept)),
            ", ".join(plain(page.value(fact)) for fact in x.others),
            plain(x.reason),
        ]
        for x in page.conflicts
    ]
    heads = [words["label"], words["conflict_kept"], words["conflict_others"], words["reason"]]
    return [f"## {words['conflicts']}", table(heads, rows, numeric=False)]


def _grid(page: Page, grid: Grid) -> str:
    totals = knowledge("report/ui")["totals"]
    between = [page.words["period"]] if grid.listed else []
    rows = []
    for row in grid.rows:
        notes = ", ".join(plain(note) for note in (row.unit, row.aside) if note)
        label = plain(row.label or row.concept) + (f" ({notes})" if notes else "")
        name = f"**{label}**" if row.concept in totals else label
        pages = sorted({fact.provenance[0].page for fact in row.facts if fact})
        period = [row.period] if grid.listed else []
        rows.append([name, *period, *(plain(text) or "—" for text in row.texts), ", ".join(map(str, pages))])
    return table([plain(grid.unit) or " ", *between, *grid.columns, page.words["page"]], rows)
