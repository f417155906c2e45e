"""Charts: bars from zero, round ticks, labels apart, gaps where a value is not known."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.schemas import Plot, PlotLine
from pipelines.exporters._svg import draw, sparkline, ticks


def plot(kind: str, *series: list[str | None]) -> Plot:
    lines = tuple(
        PlotLine(
            name=f"series {number}",
            values=tuple(Decimal(v) if v else None for v in values),
            texts=tuple(v or "" for v in values),
            facts=tuple((f"f{number}",) if v else () for v in values),
        )
        for number, values in enumerate(series)
    )
    labels = tuple(str(2020 + i) for i in range(len(series[0])))
    return Plot(id="p", section="s", title="A & <b>", unit="u", kind=kind, labels=labels, lines=lines)  # type: ignore[arg-type]


@given(st.decimals(-(10**12), 10**12, places=2), st.decimals(0, 10**12, places=2))
def test_ticks_are_few_and_hold_the_range(low: Decimal, span: Decimal) -> None:
    marks = ticks(low, low + span)
    assert len(marks) <= 5
    assert marks[0] <= low and marks[-1] >= low + span


def test_bars_start_at_zero_and_hang_below_it() -> None:
    drawn = draw(plot("bars", ["100", "50", "-25"]))
    bars = [
        tuple(map(float, found))
        for found in re.findall(r'<rect class="s1" x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', drawn)
    ]
    zero = float(re.findall(r'<line class="ax" [^>]*y1="([\d.]+)"', drawn)[0])
    assert [round(y + h, 1) for y, h in bars[:2]] == [zero, zero]
    assert bars[2][0] == zero
    assert bars[0][1] == pytest.approx(2 * bars[1][1], abs=0.2)


def test_a_missing_value_is_a_gap_and_text_is_escaped() -> None:
    drawn = draw(plot("lines", ["1", None, "3", "4"], ["1", "2", "3", "4.01"]))
    path = re.findall(r'<path class="l1" d="([^"]+)"', drawn)[0]
    assert path.count("M") == 2
    assert "A &amp; &lt;b&gt;" in drawn


def test_labels_at_the_lines_end_do_not_overlap() -> None:
    drawn = draw(plot("lines", ["1", "4.00"], ["1", "4.01"], ["1", "4.02"]))
    heights = sorted(float(y) for y in re.findall(r'<text class="t\d" x="[\d.]+" y="([\d.]+)"', drawn))
    assert min(b - a for a, b in pairwise(heights)) >= 12


@pytest.mark.parametrize("values", [["0", "0"], ["5", "5", "5"], ["-1", "-2"], ["1"], ["1E+30", "1"]])
def test_odd_series_are_drawn(values: list[str | None]) -> None:
    for kind in ("bars", "lines"):
        assert "NaN" not in draw(plot(kind, values))


def test_a_spark_needs_two_values() -> None:
    assert sparkline([Decimal(1)]) == ""
    assert sparkline([Decimal(1), Decimal(1)]).startswith("<svg")
