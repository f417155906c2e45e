"""What stands around a table: running heads and feet, the line of the period, the scale, the heads of the columns."""

from __future__ import annotations

import random
from typing import Protocol

from r1core.synth import statements_heads as words
from r1core.synth.pages import Cell, Pen, wrapped
from r1core.synth.pages_sentences import word
from r1core.synth.pages_styles import Style
from r1core.synth.statements import Statement
from r1core.synth.statements_words_flows import FLOWS
from r1core.synth.statements_words_zh import CHINESE

FEET = (
    "See accompanying notes to consolidated financial statements.",
    "The accompanying notes are an integral part of these consolidated financial statements.",
    "See Notes to Consolidated Financial Statements.",
    "The above statement should be read in conjunction with the accompanying notes.",
    "(1) Includes amounts reclassified to conform to the current year presentation.",
)
FEET_ZH = (
    "后附财务报表附注为财务报表的组成部分。",
    "公司负责人： 主管会计工作负责人： 会计机构负责人：",
    "隨附附註為該等綜合財務報表的組成部分。",
)
RUNNING = ("Table of Contents", "{name}", "{name} Annual Report {year}", "Financial Statements | {name}", "FORM 10-K")
RUNNING_ZH = ("{year} 年年度报告", "{name} {year}年年報", "綜合財務報表", "{name}")
PAGE_NUMBERS = ("{n}", "{n}", "{n}", "F-{n}", "{n} / 195", "Page {n}", "- {n} -", "{name} {n}")


class Columns(Protocol):
    """Where columns stand (pages_table.Grid)."""

    @property
    def values(self) -> tuple[float, ...]: ...
    @property
    def step(self) -> float: ...
    @property
    def note(self) -> float | None: ...


def company(language: str, chance: random.Random) -> str:
    """A name that no company has."""
    if language == "zh":
        return "".join(chance.choice(part) for part in words.NAMES_ZH)
    first, second, third = words.NAMES
    name = chance.choice(first) if chance.random() < 0.5 else word(chance).capitalize()
    return f"{name} {chance.choice(second)}{chance.choice(third)}"


def running_head(pen: Pen, name: str, chance: random.Random) -> None:
    """What every page of a document repeats at its top, or nothing."""
    if chance.random() < 0.4:
        return
    known = RUNNING_ZH if any("\u4e00" <= sign <= "\u9fff" for sign in name) else RUNNING
    text = chance.choice(known).format(name=name, year=chance.randint(2009, 2024))
    x, align = chance.choice(((pen.left, "left"), (pen.right, "right"), (pen.width / 2, "middle")))
    pen.row([Cell(text, x, align, "running-head")], "other", "page_header", size=chance.choice((7.0, 8.0, 9.0)))
    pen.skip(chance.uniform(0.5, 2))


def foot(pen: Pen, style: Style, number: int, chance: random.Random) -> None:
    """A line below the table, and the number of the page."""
    if chance.random() < 0.6 and not pen.full:
        pen.skip(chance.uniform(0.5, 2))
        feet = FEET if style.language == "en" else FEET_ZH
        pen.paragraph(chance.choice(feet), "footnote")
    page_number(pen, number, chance)


def page_number(pen: Pen, number: int, chance: random.Random) -> None:
    """At the bottom of most pages."""
    if chance.random() < 0.2:
        return
    text = chance.choice(PAGE_NUMBERS).format(n=number, name=company("en", chance))
    pen.y = max(pen.y, pen.height - chance.uniform(20, 45))
    x, align = chance.choice(((pen.width / 2, "middle"), (pen.right, "right"), (pen.left, "left")))
    pen.row([Cell(text, x, align, "running-head")], "other", "page_footer", size=8.0)


def period_line(kind: str, language: str, chance: random.Random) -> str:
    """When the statement is of, as it stands below a title."""
    year = chance.randint(2009, 2024)
    if language == "zh":
        day = chance.choice(("{y}年12月31日", "{y} 年 12 月 31 日", "{y}年6月30日"))
        form = "{d}" if kind == "balance" else chance.choice(("截至{d}止年度", "{y}年度", "{y} 年1—12 月"))
        return form.format(d=day.format(y=year), y=year)
    end = chance.choice(words.ENDS)
    if kind == "balance":
        return chance.choice(("{e} {y} and {b}", "As at {e} {y}", "As of {e} {y} and {b}", "{e} {y}")).format(
            e=end, y=year, b=year - 1
        )
    head = chance.choice(words.YEARS_ENDED).format(end=end)
    return chance.choice(("{h} {y}", "{h} {y} and {b}", "{h} {y}, {b} and {c}")).format(
        h=head, y=year, b=year - 1, c=year - 2
    )


def scale_line(scale: int, language: str, chance: random.Random) -> str:
    """What amounts are printed in."""
    return chance.choice((words.SCALES if language == "en" else words.SCALES_ZH)[scale])


def column_heads(pen: Pen, grid: Columns, style: Style, told: Statement, chance: random.Random) -> None:
    """The rows above the numbers."""
    if told.kind == "equity":
        _component_heads(pen, grid, style, told, chance)
        return
    years = _years(style, chance)
    rows = _group_row(grid, style)
    rows += [_span_row(grid, style, told, chance)] if style.heads == "span" else []
    rows += [_day_row(grid, style, len(years), chance)] if style.heads == "each" else []
    last = [Cell(text, x, "right", "period") for x, text in zip(grid.values, years, strict=False)]
    if style.percent:
        last.append(Cell(chance.choice(("Change", "% Change", "%")), grid.values[-1], "right", "column-head"))
    rows.append(last)
    if style.units:
        unit = chance.choice((words.UNITS if style.language == "en" else words.UNITS_ZH)[told.scale])
        rows.append([Cell(unit, x, "right", "scale") for x in grid.values[: len(years)]])
    rows[chance.choice((-1, -1, 0))] += _left_heads(pen, grid, style, chance)
    for cells in rows:
        if cells:
            pen.row(sorted(cells, key=lambda cell: cell.x), "head", "table", bold=style.bold)
    pen.skip(chance.uniform(0, 0.6))


def _left_heads(pen: Pen, grid: Columns, style: Style, chance: random.Random) -> list[Cell]:
    """Heads of the columns of labels and of references."""
    cells = []
    if grid.note is not None:
        text = chance.choice(("Note", "Notes", "Note") if style.language == "en" else ("附注", "附註"))
        cells.append(Cell(text, grid.note, "middle", "column-head"))
    if style.language == "zh" and chance.random() < 0.6:
        cells.append(Cell("项目", pen.left + 20, "left", "column-head"))
    elif style.language == "en" and chance.random() < 0.1:
        cells.append(Cell(chance.choice(("(Millions)", "(in thousands)", "In millions")), pen.left, "left", "scale"))
    return cells


def _years(style: Style, chance: random.Random) -> list[str]:
    """One period a column."""
    newest = chance.randint(2009, 2024)
    years = [newest - i for i in range(style.periods)]
    if not style.newest_first:
        years.reverse()
    if style.heads == "day":
        form = "{}年12月31日" if style.language == "zh" else chance.choice(("30/06/{}", "Dec. 31, {}", "31.12.{}"))
    else:
        form = chance.choice(("{}年", "{}")) if style.language == "zh" else "{}"
    if style.language == "zh" and style.heads == "day" and chance.random() < 0.4:
        named = chance.choice((("期末余额", "期初余额"), ("本期发生额", "上期发生额"), ("本年数", "上年数")))
        return list(named) * len(style.groups)
    told = [form.format(year) for year in years]
    if style.language == "en" and style.heads == "year" and chance.random() < 0.15:
        told[-1] += chance.choice(("*", " (restated)", "(1)"))
    return told * len(style.groups)


def _group_row(grid: Columns, style: Style) -> list[list[Cell]]:
    """Each group's name over the middle of its columns."""
    if style.groups == ("",):
        return []
    each = style.periods
    role = "period" if "Ended" in style.groups[0] else "column-head"
    spans = [grid.values[i * each : (i + 1) * each] for i in range(len(style.groups))]
    middles = [(span[0] - grid.step + span[-1]) / 2 for span in spans]
    return [[Cell(text, x, "middle", role) for x, text in zip(middles, style.groups, strict=True)]]


def _span_row(grid: Columns, style: Style, told: Statement, chance: random.Random) -> list[Cell]:
    """One head over all years."""
    end = chance.choice(words.ENDS)
    text = end.rstrip(",") if told.kind == "balance" else chance.choice(words.YEARS_ENDED).format(end=end)
    middle = (grid.values[0] - grid.step + grid.values[-1]) / 2
    return [Cell(text, middle, "middle", "period")]


def _day_row(grid: Columns, style: Style, count: int, chance: random.Random) -> list[Cell]:
    """The day above each year."""
    end = chance.choice(words.ENDS)
    return [Cell(end, x, "right", "period") for x in grid.values[:count]]


def _component_heads(pen: Pen, grid: Columns, style: Style, told: Statement, chance: random.Random) -> None:
    """Heads of a statement of equity: names of components, wrapped, the last rows aligned."""
    known = FLOWS["component"].split(" | ") if style.language == "en" else list(CHINESE["component"])
    total = FLOWS["component.total"].split(" | ") if style.language == "en" else list(CHINESE["component.total"])
    names = [*chance.sample(known, len(grid.values) - 1), chance.choice(total)]
    parts = [wrapped(name, grid.step * 0.9, style.size) for name in names]
    deepest = max(map(len, parts))
    padded = [[""] * (deepest - len(part)) + part for part in parts]
    for texts in zip(*padded, strict=True):
        cells = [Cell(text, x, "right", "column-head") for x, text in zip(grid.values, texts, strict=True) if text]
        pen.row(cells, "head", "table", bold=style.bold)
