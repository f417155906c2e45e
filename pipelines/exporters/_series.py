"""A chart as a table: places down and series across, or one row a point where series share no places."""

from __future__ import annotations

from data.schemas import Chart, plain

SHARED = 0.5  # share of places that several series must have in common for one row a place


def chart_rows(chart: Chart) -> list[list[str]]:
    """Head and rows as text."""
    names = [s.name or f"Series {k}" for k, s in enumerate(chart.series, 1)]
    tables = [{p.x: plain(p.y) for p in s.points} for s in chart.series]
    places = list(dict.fromkeys(p.x for s in chart.series for p in s.points))
    whole = all(len(table) == len(s.points) for table, s in zip(tables, chart.series, strict=True))
    head = chart.x.title or ""
    if whole and sum(map(len, tables)) >= SHARED * len(places) * len(tables):
        return [[head, *names], *([place, *(table.get(place, "") for table in tables)] for place in places)]
    rows = [[name, p.x, plain(p.y)] for name, s in zip(names, chart.series, strict=True) for p in s.points]
    return [["", head or "x", chart.y.title or "y"], *rows]


def chart_name(chart: Chart) -> str:
    """Its title, else its id and page."""
    return chart.title or f"Chart {chart.id} p. {chart.page}"
