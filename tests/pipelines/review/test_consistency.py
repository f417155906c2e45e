"""Consistency: each fault is told with its kind; the same words without the fault are not."""

from __future__ import annotations

import pytest

from data.schemas import Document
from pipelines.review.consistency import faults
from pipelines.review.passages import passages_of
from pipelines.review.script import script_of

ROWS = "板 268.00 500 134,000.00\n条 1.80 20,000 36,000.00\n件 12.00 3,000 36,000.00\n总计 {}\n"
SECTIONS = (
    "1. 服务\n1. 访问。双方同意。\n2. 支持。双方同意。\n2. 费用\n1. 付款。按第 {} 条支付。\n2. 税费。各自承担。\n"
)
TERMS = '1. "服务"指在线服务。\n2. "订单"指订购文件。\n3. "费用"指价款。\n{}客户不得将服务用于高风险活动。\n'


def kinds(text: str) -> list[str]:
    script = script_of(Document("", "", "", "text/plain", (), text=text))
    return [fault.kind for fault in faults(script, passages_of(script))]


@pytest.mark.parametrize(
    ("kind", "wrong", "right"),
    [
        ("amount_words_digits", "金额为：360000元（大写：叁拾捌万元整）", "金额为：380000元（大写：叁拾捌万元整）"),
        ("amount_words_digits", "(大写)玖万陆仟元整(¥90,000.00)", "(大写)玖万陆仟元整(¥96,000.00)"),
        ("amount_words_digits", "within thirty (60) days", "within thirty (30) days"),
        ("amount_words_digits", "fifty thousand dollars ($5,000)", "fifty thousand dollars ($50,000)"),
        ("amount_words_digits", "提前三十（20）日", "提前三十（30）日"),
        ("dates_out_of_order", "自2026年3月1日至2025年2月28日止", "自2025年3月1日至2026年2月28日止"),
        ("dates_out_of_order", "from May 1, 2013 to April 30, 2012", "from May 1, 2013 to April 30, 2015"),
        ("sum_mismatch", ROWS.format("200,000.00"), ROWS.format("206,000.00")),
        ("dangling_reference", SECTIONS.format("2.9"), SECTIONS.format("1.2")),
        ("dangling_reference", "第一条甲\n第二条乙\n第三条依第九条办理", "第一条甲\n第二条乙\n第三条依第二条办理"),
        ("undefined_term", TERMS.format(""), TERMS.format('4. "高风险活动"指危险的场景。\n')),
        ("blank", "The fee is ________ dollars.", "By: ________"),
        (
            "party_name",
            "青禾家居用品有限公司签。青禾家居用品有限公司付。青禾家具用品有限公司收。",
            "青禾家居用品有限公司签。青禾家居用品有限公司付。",
        ),
        (
            "conflicting_law",
            "This Agreement is governed by the laws of Ohio.\nThis Agreement is governed by the laws of Texas.",
            "This Agreement is governed by the laws of Ohio.",
        ),
    ],
)
def test_the_fault_is_told_and_its_absence_is_not(kind: str, wrong: str, right: str) -> None:
    assert kinds(wrong) == [kind]
    assert kinds(right) == []


def test_a_reference_to_a_statute_is_left_alone() -> None:
    assert kinds("第一条甲\n第二条乙\n第三条依照《民法典》第五百八十五条办理") == []
