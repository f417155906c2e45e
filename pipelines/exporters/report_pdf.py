"""report.pdf: the report set by Typst on A4, tagged, with bookmarks and embedded fonts.

The template is fixed; everything of the document reaches it as strings in a JSON file, so that no text of a document
can become markup. No system fonts, no clock: the same result gives the same bytes. A number links to its row in the
tables of all figures, and every sentence names the page of the source.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from data.knowledge import as_text, knowledge
from data.schemas import KeyFigure, Plot, Provenance, Result

from ._files import write_file
from ._fonts import needs_cjk, write_cjk_font
from ._grid import Grid, GridRow
from ._page import Line, Page, Piece, Warned
from ._svg import PAPER, draw

MEDIA_TYPE = "application/pdf"
TASKS = ("report",)
FONT = "font-family:'Libertinus Serif','R1 CJK'"
TONES = {"up": "up", "down": "down", "flat": "muted", "none": "muted"}


def export(result: Result, source: Path, folder: Path) -> tuple[str, ...]:
    """Write report.pdf."""
    return write_file(folder, "report.pdf", render(result))


def render(result: Result) -> bytes:
    """The PDF's bytes."""
    page = Page(result)
    text = json.dumps(_Setting(page).data(), ensure_ascii=False)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "fonts").mkdir()
        (root / "data.json").write_text(text, encoding="utf-8")
        (root / "report.typ").write_text(as_text("report/report.typ"), encoding="utf-8")
        for plot in page.report.plots:
            (root / f"plot-{plot.id}.svg").write_text(draw(plot, PAPER, style=_plot_style()), encoding="utf-8")
        if needs_cjk(text):
            write_cjk_font(root / "fonts")
        pdf: bytes = typst.compile(
            root / "report.typ",
            root=root,
            format="pdf",
            font_paths=[root / "fonts"],
            ignore_system_fonts=True,
            timestamp=0,
        )
    return pdf


def _plot_style() -> str:
    """The classes of a drawing in the light colours."""
    light = knowledge("report/tokens")["light"]
    rules = [f"text{{{FONT}}}", f".tx{{fill:{light['ink']}}}", f".mu{{fill:{light['muted']}}}"]
    rules += [f".gr{{stroke:{light['line']}}}", f".ax{{stroke:{light['muted']}}}"]
    for number in range(1, 6):
        colour = light[f"series-{number}"]
        rules.append(f".s{number},.t{number}{{fill:{colour}}}.l{number}{{fill:none;stroke:{colour};stroke-width:2}}")
    return "".join(rules)


class _Setting:
    """The report as the template's data: strings, and the labels that links lead to."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.labels = {f.id for grid in page.grids for row in grid.rows for f in row.facts if f}

    def data(self) -> dict[str, Any]:
        page, report, document = self.page, self.page.report, self.page.result.document
        return {
            "lang": page.tongue,
            "words": {key: value for key, value in page.words.items() if isinstance(value, str)},
            "colours": knowledge("report/tokens")["light"],
            "title": report.title,
            "subtitle": report.subtitle,
            "cards": [self._card(figure) for figure in page.cards],
            "standing": list(page.standing),
            "warnings": [self._warned(warned) for warned in page.warned],
            "sections": [
                {
                    "id": section.id,
                    "heading": section.heading,
                    "empty": section.empty,
                    "claims": [self._line(page.line(claim)) for claim in section.claims],
                }
                for section in report.sections
            ],
            "unit": report.unit,
            "columns": list(report.columns),
            "figures": [self._figure(figure) for figure in report.figures],
            "plots": [self._plot(plot) for plot in report.plots],
            "conflicts": self._conflicts(),
            "grids": [self._grid(grid) for grid in page.grids],
            "left_out": page.left_out_note,
            "footer": f"{document.name} · {document.pages} {page.words['pages']} · sha256 {document.sha256[:16]}",
        }

    def _number(self, text: str, facts: Sequence[str]) -> dict[str, str]:
        link = next((one for one in facts if one in self.labels), "")
        return {"text": text, "link": link}

    def _line(self, line: Line) -> dict[str, Any]:
        return {"pieces": [self._piece(piece) for piece in line.pieces], "reference": line.reference}

    def _piece(self, piece: Piece) -> dict[str, str]:
        return self._number(piece.text, piece.facts)

    def _card(self, figure: KeyFigure) -> dict[str, Any]:
        return {
            "label": figure.label,
            "value": self._number(figure.text, [figure.current]),
            "unit": figure.own_unit or self.page.report.unit,
            "change": figure.change or "—",
            "tone": TONES[figure.direction],
        }

    def _figure(self, figure: KeyFigure) -> dict[str, Any]:
        values = [self._number(figure.text, [figure.current])]
        if len(self.page.report.columns) > 1:
            values.append(self._number(figure.previous_text, [figure.previous or ""]))
        return {
            "label": figure.label,
            "unit": figure.own_unit,
            "values": values,
            "change": figure.change or "—",
            "tone": TONES[figure.direction],
            "page": str(figure.page),
        }

    def _passage(self, quote: Provenance) -> dict[str, str]:
        return {"text": quote.text, "reference": self.page.reference((), [quote])}

    def _warned(self, warned: Warned) -> dict[str, Any]:
        inputs = "; ".join(f"{name} = {value}" for name, value in warned.inputs)
        return {
            "level": warned.level,
            "word": warned.word,
            "message": warned.message,
            "rule": warned.rule,
            "reference": warned.reference,
            "inputs": f"{self.page.words['inputs']}: {inputs} · " if inputs else "",
            "quotes": [self._passage(quote) for quote in warned.quotes],
            "facts": [
                {
                    "label": fact.label,
                    "value": self._number(self.page.value(fact), [fact.id]),
                    "period": self.page.period(fact),
                }
                for fact in warned.facts
            ],
        }

    def _plot(self, plot: Plot) -> dict[str, str]:
        cited = self.page.known(one for line in plot.lines for facts in line.facts for one in facts)
        series = (
            f"{line.name}: {', '.join(map(' '.join, zip(plot.labels, line.texts, strict=True)))}" for line in plot.lines
        )
        return {
            "section": plot.section,
            "title": plot.title,
            "unit": plot.unit,
            "file": f"plot-{plot.id}.svg",
            "alt": f"{plot.title}. {'; '.join(series)}",
            "source": self.page.reference(cited),
        }

    def _conflicts(self) -> list[dict[str, Any]]:
        page = self.page
        return [
            {
                "label": conflict.kept.label,
                "period": page.period(conflict.kept),
                "kept": self._number(page.value(conflict.kept), [conflict.kept.id]),
                "others": ", ".join(page.value(fact) for fact in conflict.others),
                "reason": conflict.reason,
            }
            for conflict in page.conflicts
        ]

    def _grid(self, grid: Grid) -> dict[str, Any]:
        columns = [self.page.words["period"], *grid.columns] if grid.listed else list(grid.columns)
        return {
            "title": grid.title,
            "unit": grid.unit,
            "columns": columns,
            "rows": [self._row(grid, r) for r in grid.rows],
        }

    def _row(self, grid: Grid, row: GridRow) -> dict[str, Any]:
        cells = [
            {"id": fact.id if fact else "", "text": text or "—", "derived": bool(fact and fact.method == "derived")}
            for fact, text in zip(row.facts, row.texts, strict=True)
        ]
        if grid.listed:
            cells.insert(0, {"id": "", "text": row.period, "derived": False})
        pages = sorted({fact.provenance[0].page for fact in row.facts if fact})
        return {
            "label": row.label or row.concept,
            "note": " ".join(part for part in (row.unit, row.aside) if part),
            "total": row.concept in knowledge("report/ui")["totals"],
            "cells": cells,
            "pages": ", ".join(map(str, pages)),
        }
