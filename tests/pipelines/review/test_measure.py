"""Thresholds: numbers with units, in words or digits, in two languages, against the limits of pack and user."""

from __future__ import annotations

import pytest

from pipelines.errors import UnknownPlugin
from pipelines.review.measure import limits_of, measured, values
from pipelines.review.numerals import chinese, english
from pipelines.review.packs import Rule, Threshold
from pipelines.review.passages import Passage

RULE = Rule(id="breach_notice", title="x", threshold=Threshold(name="hours", unit="hours", max=72))


def test_numbers_with_units() -> None:
    assert values("within seventy-two (72) hours", "hours") == (72.0,)
    assert values("upon thirty (30) days' notice", "days") == (30.0,)
    assert values("在三十（30）日内", "days") == (30.0,)
    assert values("违约金为百分之二十", "percent") == (20.0,)
    assert values("no number of hours", "hours") == ()


def test_number_words() -> None:
    assert english("twenty-five") == 25 and english("two million") == 2_000_000
    assert chinese("叁拾捌万元整") == 380_000 and chinese("一百二十") == 120


@pytest.mark.parametrize(("limits", "beyond"), [("", False), ("breach_notice.max=24h", True)])
def test_a_limit_of_the_user_wins_over_that_of_the_pack(limits: str, beyond: bool) -> None:
    text = "notify within 48 hours"
    found = measured(RULE, (Passage(0, len(text), text, 0, "", text),), limits_of(limits))
    assert found["hours"] == 48.0 and ("beyond" in found) is beyond


def test_what_sets_no_limit_is_refused() -> None:
    with pytest.raises(UnknownPlugin, match="sets no limit"):
        limits_of("breach_notice=48h")
