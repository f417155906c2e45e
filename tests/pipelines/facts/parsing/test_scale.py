"""Scale and currency lines as companies print them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.facts.scale import Units, dollar_of, in_minor_units, read_units

M, K, ONE = Decimal(1_000_000), Decimal(1000), Decimal(1)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("(In millions, except per share data)", Units(M)),
        ("(In thousands, except share data)", Units(K, ONE)),
        ("(dollars in millions, shares in thousands)", Units(M, K, None, True)),
        ("(dollars and shares in thousands, except per share amounts)", Units(K, K, None, True)),
        ("shares in thousands", Units(None, K)),
        (
            "(In millions, except number of shares, which are reflected in thousands, and per share amounts)",
            Units(M, K),
        ),
        ("(unaudited; in millions, except par value)", Units(M)),
        ("$'m", Units(M, None, None, True)),
        ("$’m", Units(M, None, None, True)),
        ("£000", Units(K, None, "GBP")),
        ("€m", Units(M, None, "EUR")),
        ("US$'000", Units(K, None, "USD", True)),
        ("A$m", Units(M, None, "AUD", True)),
        ("RMB'000", Units(K, None, "CNY")),
        ("NIS in thousands", Units(K, None, "ILS")),
        ("US dollars", Units(ONE, None, "USD", True)),
        ("单位：元 币种：人民币", Units(ONE, None, "CNY")),
        ("单位：万元", Units(Decimal(10000), None, "CNY")),
        ("人民币百万元", Units(M, None, "CNY")),
        ("（除特别注明外，金额单位为人民币百万元）", Units(M, None, "CNY")),
        ("Consolidated statements of income", Units()),
    ],
)
def test_units(text: str, units: Units) -> None:
    assert read_units(text) == units


def test_which_dollar() -> None:
    assert dollar_of(["the company is listed on the asx. abn 12 345. australian dollars"]) == "AUD"
    assert dollar_of(["securities and exchange commission"]) == "USD"
    assert dollar_of([""]) == "USD"


def test_cents_and_pence() -> None:
    assert in_minor_units("Basic earnings per share (pence)")
    assert in_minor_units("Earnings per share (cents)")
    assert not in_minor_units("Earnings per share")
