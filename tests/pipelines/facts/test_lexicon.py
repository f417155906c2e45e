"""Labels as rules compare them, and names of our own."""

from __future__ import annotations

import pytest

from pipelines.facts.lexicon import core_rules, own_name, plain_label

SAME = [
    ("Net cash provided by/(used for) operating activities", "net cash provided by operating activities"),
    ("Total stockholders’ equity", "total stockholders equity"),
    ("Non-controlling interests", "noncontrolling interests"),
    ("Net (loss)", "net loss"),
    ("Net income/(loss)", "net income"),
    ("(Accumulated deficit)", "accumulated deficit"),
    ("Property, plant & equipment — net", "property plant and equipment net"),
    ("Amortisation of intangibles", "amortization of intangibles"),
    ("四、利润总额（亏损总额以“－”号填列）", "利润总额"),
    ("四、利润总额（亏损总额以“－”号填", "利润总额"),  # the wrapped rest of the label was lost
    ("其中：营业成本", "营业成本"),
    ("1.归属于母公司股东的净利润", "归属于母公司股东的净利润"),
    ("一、營業總收入", "营业总收入"),
    ("归属于母公司所有者权益（或股东权益）合计", "归属于母公司所有者权益合计"),
    ("", ""),
]


@pytest.mark.parametrize(("printed", "plain"), SAME)
def test_plain_label(printed: str, plain: str) -> None:
    assert plain_label(printed) == plain


NAMES = [
    ("Content library, net", "", False, "r1:ContentLibraryNet"),
    ("", "Current assets:", False, "r1:CurrentAssetsTotal"),
    ("Other", "Financing activities", True, "r1:FinancingActivitiesOther"),
    ("EBITDA", "", False, "r1:Ebitda"),
    ("其他业务收入", "", False, "r1:其他业务收入"),
]


@pytest.mark.parametrize(("label", "heading", "again", "name"), NAMES)
def test_own_name(label: str, heading: str, again: bool, name: str) -> None:
    assert own_name(label, heading, again) == name


MEANT = [
    ("Revenues", "Total revenues, net of interest expense", True),
    ("Revenues", "Total revenues net of interest expense after provisions for credit losses", False),
    ("Revenues", "Cost of revenue", False),
    ("CostOfRevenue", "Cost of sales", True),
    ("LongTermDebtNoncurrent", "LONG-TERM DEBT, LESS CURRENT PORTION", True),
    ("LongTermDebtNoncurrent", "Current portion of long-term debt", False),
    ("LongTermDebtNoncurrent", "Long-term debt due within one year", False),
    ("IncomeTaxExpenseBenefit", "Benefit (provision) for income taxes", True),
    ("IncomeTaxExpenseBenefit", "Deferred income taxes", False),
    ("PaymentsToAcquirePropertyPlantAndEquipment", "Additions to property and equipment, net of $48 non-cash", True),
    ("PaymentsToAcquirePropertyPlantAndEquipment", "Proceeds from sale of property and equipment", False),
    ("PaymentsOfDividends", "Dividends paid to noncontrolling interests", False),
    ("AccountsReceivableNetCurrent", "Tenant and other receivables", True),
    ("AccountsReceivableNetCurrent", "Other receivables", False),
    ("Liabilities", "Total liabilities and equity", False),
    ("DepreciationDepletionAndAmortization", "Amortization of debt discount", False),
]


@pytest.mark.parametrize(("concept", "printed", "meant"), MEANT)
def test_core_rule(concept: str, printed: str, meant: bool) -> None:
    rule = next(r for r in core_rules() if r.concept == concept)
    label = plain_label(printed)
    matches = any(w.like.fullmatch(label) for w in rule.wordings) and not rule.refuses(label)
    assert matches is meant
